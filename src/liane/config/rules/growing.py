"""Tables that grow for ever are never held for long: a migration that would make the teams wait is refused (J3).

PostgreSQL locks a table while it builds an index, checks a constraint or writes rows again. On a table of millions of lines
this is minutes during which nobody writes. CONTRIBUTING.md gives the way that does not wait, for each case.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterUniqueTogether,
    CreateModel,
    RemoveIndex,
    RunPython,
    RunSQL,
)

from liane.config.rules.faults import Fault
from liane.kit.models import GrowingModel

# The newest migration of each room in the last version that houses run: what came before was written for empty tables.
# Nothing is released yet; the day of a release, each room is entered here.
RELEASED: dict[str, str] = {}
_HEAVY = {
    r"\bcreate\s+(unique\s+)?index\s+(?!concurrently)": "un index se construit avec CONCURRENTLY (atomic = False)",
    r"\badd\s+(constraint\s+\S+\s+)?(check|foreign\s+key)\b(?!.*\bnot\s+valid\b)": "une contrainte s’ajoute NOT VALID, puis se valide à part",
    r"\bset\s+not\s+null\b": "SET NOT NULL relit toute la table : validez d’abord une contrainte CHECK",
    r"\balter\s+column\s+\S+\s+(set\s+data\s+)?type\b": "changer un type réécrit toute la table : ajoutez une colonne",
    r"\b(vacuum\s+full|cluster|lock\s+table)\b": "cet ordre ferme la table",
}
_WRITES = re.compile(r"^\s*(update|delete\s+from)\s", re.IGNORECASE | re.MULTILINE)


def growing() -> set[tuple[str, str]]:
    """(room, model) of the tables that each day makes longer."""
    lasting = {("journal", "journalentry"), ("journal", "seal"), ("people", "person")}
    return lasting | {
        (model._meta.app_label, str(model._meta.model_name))
        for model in apps.get_models()
        if issubclass(model, GrowingModel)
    }


def heavy(operation: Any, room: str) -> Iterator[str]:
    """What an operation would hold, in a sentence; nothing when it can be done while the teams write."""
    model = (room, str(getattr(operation, "model_name", None) or getattr(operation, "name", "")).lower())
    if isinstance(operation, RunSQL):
        yield from _sql(operation.sql)
    elif isinstance(operation, RunPython):
        yield "des lignes se changent par lots, dans un travail de fond, pas dans une migration"
    elif model not in growing():
        return
    elif isinstance(operation, AddIndex) and not isinstance(operation, AddIndexConcurrently):
        yield "un index se construit avec AddIndexConcurrently (atomic = False)"
    elif isinstance(operation, RemoveIndex) and not isinstance(operation, RemoveIndexConcurrently):
        yield "un index s’enlève avec RemoveIndexConcurrently (atomic = False)"
    elif isinstance(operation, AddConstraint | AlterUniqueTogether):
        yield "une contrainte s’ajoute NOT VALID (RunSQL), puis se valide à part"
    elif isinstance(operation, AlterField):
        yield "changer une colonne peut réécrire toute la table : ajoutez-en une, remplissez-la par lots"
    elif isinstance(operation, AddField) and not _is_free(operation.field):
        yield "une colonne nouvelle peut être vide, ou a une valeur fixe (null=True, ou db_default constant)"


def _is_free(field: Any) -> bool:
    """A column whose value is nothing, or one and the same constant for every row: PostgreSQL writes no row again."""
    if field.null and not field.unique:
        return True
    return field.has_db_default() and not hasattr(field.db_default, "resolve_expression") and not field.unique


def _sql(orders: Any) -> Iterator[str]:
    text = orders if isinstance(orders, str) else "\n".join(str(order) for order in orders)
    tables = {f"{room}_{model}" for room, model in growing()}
    for order in re.split(r";\s*\n|;\s*$", re.sub(r"\$\$.*?\$\$", "", text, flags=re.DOTALL)):
        if not any(re.search(rf"\b{table}\b", order) for table in tables):
            continue
        for pattern, sentence in _HEAVY.items():
            if re.search(pattern, order, re.IGNORECASE | re.DOTALL):
                yield sentence
        if _WRITES.search(order):
            yield "des lignes se changent par lots, dans un travail de fond, pas dans une migration"


def examine(migration: Migration, room: str) -> Iterator[str]:
    """Every sentence about one migration. A table that it has just made is empty: nobody waits for it."""
    new = {operation.name.lower() for operation in migration.operations if isinstance(operation, CreateModel)}
    for operation in migration.operations:
        if str(getattr(operation, "model_name", "")).lower() not in new:
            yield from heavy(operation, room)


def faults() -> list[Fault]:
    """Migrations that came after the last version."""
    found = []
    for (room, name), migration in MigrationLoader(None, ignore_no_migrations=True).disk_migrations.items():
        if room in RELEASED and name > RELEASED[room]:
            path = f"src/liane/{room}/migrations/{name}.py"
            found += [Fault(path, 1, sentence) for sentence in examine(migration, room)]
    return found
