"""What a certificate says in plain words: which parts went, how many lines of each, and the day of the decision."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.apps import apps

from liane.kit.dates import day, hour


def parts(counts: Mapping[str, int] | None) -> list[list[Any]]:
    """«transmission ou note: 143», the name of the glossary for each table; a table of a former version keeps its own."""
    names = {model._meta.db_table: str(model._meta.verbose_name) for model in apps.get_models()}
    told = sorted((names.get(table, table), count) for table, count in (counts or {}).items())
    return [[name[:1].upper() + name[1:], {"text": str(count), "number": True}] for name, count in told]


def decided(reason: str, author: str, at: datetime) -> str:
    """A paper is read long after: its day is written whole."""
    return f"{reason} ({author}, le {day(at, year=True)} à {hour(at)})"
