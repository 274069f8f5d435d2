"""Records joined or parted: those that this actor may undo, and what passed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import when
from liane.people.doubles.models import RegroupingKind
from liane.people.queries.names import FULL_NAME

# What a table holds, in words, to say what passed. What is not named here is a detail of one of these.
HOLDS = {
    "notes_note": ("écrit", "écrits"),
    "documents_document": ("papier", "papiers"),
    "stays_stay": ("accompagnement", "accompagnements"),
    "people_flag": ("ligne « À savoir avant d’agir »", "lignes « À savoir avant d’agir »"),
    "people_relative": ("personne de l’entourage", "personnes de l’entourage"),
    "people_essentialanswer": ("réponse de L’essentiel", "réponses de L’essentiel"),
    "people_localidentifier": ("numéro", "numéros"),
    "notes_task": ("tâche", "tâches"),
    "plans_goal": ("version d’objectif", "versions d’objectif"),
    "people_keyworker": ("référent", "référents"),
}
_LATELY = f"""
SELECT g.id, g.kind, g.at, g.author_name, g.undone_at, {FULL_NAME}
FROM people_regrouping g JOIN people_record r ON r.id = g.target_id JOIN people_person p ON p.id = r.person_id
WHERE g.organization_id = %(organization)s AND EXISTS (SELECT 1 FROM people_recordunit h WHERE h.record_id = r.id
    AND h.unit_id = ANY(%(units)s) AND (h.until IS NULL OR h.until > now()))
ORDER BY g.at DESC, g.id DESC LIMIT %(limit)s
"""  # noqa: S608 - no input in the text
_MOVED = """
SELECT m.table_name, count(*), count(m.set_aside) FROM people_movedline m
WHERE m.regrouping_id = %s AND m.column_name <> 'stay_id' GROUP BY m.table_name
"""


@dataclass(frozen=True, slots=True)
class Lately:
    """One line of the list."""

    id: UUID
    kind: str
    at: datetime
    who: str
    is_undone: bool
    name: str


def lately(actor: Actor, *, limit: int = 10) -> list[dict[str, Any]]:
    """The last ones, whose record she may still join or part."""
    values = {
        "organization": actor.organization_id,
        "units": sorted(actor.units_with(Right.IDENTITY_MERGE)),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LATELY, values)
        rows = cursor.fetchall()
    return [
        {
            "name": name,
            "what": RegroupingKind(kind).label + (" (annulé)" if undone_at else ""),
            "detail": f"{author}, {when(at)}",
            "url": reverse("people:regrouping", kwargs={"regrouping_id": key}),
        }
        for key, kind, at, author, undone_at, name in rows
    ]


def what_passed(regrouping_id: UUID) -> list[str]:
    """«3 écrits», «1 papier»… Only how many: nothing of what a reader may not read."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, [regrouping_id])
        counts = {table: (total, aside) for table, total, aside in cursor.fetchall()}
    said = []
    for table, (one, many) in HOLDS.items():
        total, aside = counts.get(table, (0, 0))
        if total - aside:
            said.append(f"{total - aside} {one if total - aside == 1 else many}")
        if aside:
            said.append(f"{aside} {one if aside == 1 else many} en double, mis de côté")
    return said
