"""What of the fil follows a record joined to another one, or parted: its lines, by which words they are found, their count."""

from uuid import UUID

from django.db import connection
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Volet
from liane.people.doubles.following import CHOSEN, Chosen, Follow, Part, Plan
from liane.people.facts import RecordFacts
from liane.timeline.actions import Announcement, announce
from liane.timeline.models import Entry
from liane.timeline.queries import every_line

IDENTITY = "IDENTITY"
_GROUPS = {
    "NOTE": "Écrits",
    "DOCUMENT": "Papiers",
    "STAY": "Accompagnements",
    "GOAL": "Son projet",
    IDENTITY: "Identité",
}
_FOUND_BY = """
UPDATE timeline_entry SET words = ts_delete(words, %(other)s) || array_to_tsvector(ARRAY[%(mine)s])
WHERE record_id = %(record)s AND words @@ quote_literal(%(other)s)::tsquery
"""
_COUNTED = """
INSERT INTO timeline_tally (id, organization_id, record_id, unit_id, volet, lines, last_at)
SELECT gen_random_uuid(), e.organization_id, e.record_id, e.unit_id, e.volet, count(*), max(e.happened_at)
FROM timeline_entry e WHERE e.record_id = ANY(%(both)s) GROUP BY e.organization_id, e.record_id, e.unit_id, e.volet
"""


def plan() -> Plan:
    """Hung in `Slot.MERGE`."""
    keeps = {"timeline_tally.record_id": "counted again from the lines, for both records"}
    return Plan("timeline", (Follow("timeline_entry", CHOSEN),), keeps, _parts, rows=_rows, settle=_settle, tell=_tell)


def _parts(actor: Actor, facts: RecordFacts) -> list[Part]:
    return [
        Part(
            line.kind, line.source_id, _GROUPS.get(line.kind, "Autres lignes du fil"), line.title or "Écrit sans titre",
            f"{line.author_name}, {VOLET_LABELS[line.volet].lower()}", line.happened_at,
        )
        for line in every_line(actor, facts.id)
    ]  # fmt: skip


def _rows(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    found: list[UUID] = []
    for kind, ids in chosen.items():
        lines = Entry.objects.filter(record_id=record_id, kind=kind, source_id__in=ids)
        found += lines.values_list("pk", flat=True)
    return {"timeline_entry": found}


def _settle(one: UUID, other: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_tally WHERE record_id = ANY(%s)", [[one, other]])
        for mine, its in ((one, other), (other, one)):
            cursor.execute(_FOUND_BY, {"record": mine, "mine": _mark(mine), "other": _mark(its)})
        cursor.execute(_COUNTED, {"both": [one, other]})


def _mark(record_id: UUID) -> str:
    return f"record:{record_id.hex}"


def _tell(actor: Actor, record_id: UUID, unit_id: UUID, source_id: UUID, words: str) -> None:
    """The fil says that the record was joined or parted, to those who read the administrative part of that unit."""
    announce(actor, Announcement(record_id, unit_id, Volet.ADMIN, IDENTITY, source_id, timezone.now(), words))
