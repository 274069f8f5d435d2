"""No HTTP in the domain: what a gesture does must not depend on the screen, the tablet or the import that asks for it."""

import ast
import re

from liane.config.rules.faults import Fault, shown, sources

DOMAIN = re.compile(r"/(models|queries|policies|actions)(/|\.py$)")
HTTP = ("django.http", "django.shortcuts", "django.urls", "django.views", "django.contrib.messages", "django.template")


def http_in_domain(path: str, text: str) -> list[Fault]:
    """Imports of the web in a file of the domain."""
    if not DOMAIN.search(path):
        return []
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found += [
            Fault(path, node.lineno, f"{name} n’a pas sa place dans le domaine : c’est l’affaire des vues")
            for name in names
            if name.startswith(HTTP)
        ]
    return found


def faults() -> list[Fault]:
    """The whole package."""
    return [fault for path in sources() for fault in http_in_domain(shown(path), path.read_text(encoding="utf-8"))]
