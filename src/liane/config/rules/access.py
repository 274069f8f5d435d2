"""No raw access: what was written about a person is read through its own room, or what it lends (`visible_to`)."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.apps import apps

from liane.config.rules.faults import Fault, room_of, shown, sources
from liane.kit.models import OrganizationModel

# Rooms whose rows tell something about a person followed; the others describe the house itself.
ABOUT_PERSONS = {"people", "timeline", "documents", "stays", "plans", "notes", "journal"}
# The hot pages read everything in one round trip: their SQL crosses rooms, under the (units, volets) of the actor.
HOT_PAGES = {
    "src/liane/notes/queries/handover.py": "the hand-over of a unit",
    "src/liane/notes/queries/goals.py": "what was written under the goals of a record",
    "src/liane/notes/queries/home.py": "Ma journée",
    "src/liane/notes/queries/notes.py": "the notes of a record, opened by the door",
    "src/liane/notes/queries/tasks.py": "the tasks of somebody",
    "src/liane/steering/watch.py": "accesses worth a look, by a job that stands behind the wall",
    "src/liane/config/safety/content.py": "a backup, that takes the whole house for keys that are not there",
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
LENT = {"visible_to"}


@dataclass(frozen=True)
class Sensitive:
    """The models about persons, by class name and by table, with their room."""

    models: Mapping[str, str]
    tables: Mapping[str, str]


def sensitive() -> Sensitive:
    """Every model of the rooms about persons that carries an organisation."""
    found = [
        model
        for model in apps.get_models()
        if issubclass(model, OrganizationModel) and model._meta.app_label in ABOUT_PERSONS
    ]
    return Sensitive(
        {model.__name__: model._meta.app_label for model in found},
        {model._meta.db_table: model._meta.app_label for model in found},
    )


def raw_access(path: str, room: str, text: str, known: Sensitive) -> list[Fault]:
    """Managers and SQL of another room's sensitive models, in one source."""
    tree = ast.parse(text)
    lent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in LENT}
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and id(node) not in lent:
            name = _last_name(node.value)
            if known.models.get(name, room) != room:
                faults.append(
                    Fault(path, node.lineno, f"{name}.{node.attr} est lu hors de sa pièce, sans passer par la porte")
                )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and path not in HOT_PAGES:
            faults += [
                Fault(path, node.lineno, f"la table {table} est lue en SQL hors de sa pièce")
                for table in _tables(node.value)
                if known.tables.get(table, room) != room
            ]
    return faults


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else ""


def _tables(text: str) -> Iterator[str]:
    for found in re.finditer(r"\b(?:from|join|into|update|truncate|table)\s+(?:only\s+)?\"?(\w+)", text, re.IGNORECASE):
        yield found.group(1).lower()


def faults() -> list[Fault]:
    """The whole package."""
    known = sensitive()
    found = []
    for path in sources():
        found += raw_access(shown(path), room_of(path), path.read_text(encoding="utf-8"), known)
    return found
