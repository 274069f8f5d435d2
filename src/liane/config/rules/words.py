"""One word for one thing: each model is in the glossary, where a professional can recognise it."""

import re

from django.apps import apps

from liane.config.rules.faults import PACKAGE, Fault

GLOSSARY = PACKAGE.parents[1] / "docs" / "glossaire.md"


def missing_words(names: list[str], glossary: str) -> list[Fault]:
    """Model names that the glossary does not know."""
    known = set(re.findall(r"\w+", glossary))
    return [Fault("docs/glossaire.md", 1, f"il manque le mot {name}") for name in names if name not in known]


def faults() -> list[Fault]:
    """Every model of Liane."""
    names = sorted({model.__name__ for model in apps.get_models() if model.__module__.startswith("liane.")})
    return missing_words(names, GLOSSARY.read_text(encoding="utf-8") if GLOSSARY.is_file() else "")
