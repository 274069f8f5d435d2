"""Announce many facts at once, and take back those of an import that was a mistake."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Func, TextField, UUIDField, Value

from liane.access.actor import Actor
from liane.kit.ids import uuid7
from liane.timeline.actions import Announcement
from liane.timeline.models import Entry

BATCH = 500
_TALLY_OF = """
INSERT INTO timeline_tally (id, organization_id, record_id, unit_id, volet, lines, last_at)
SELECT gen_random_uuid(), e.organization_id, e.record_id, e.unit_id, e.volet, count(*), max(e.happened_at)
FROM timeline_entry e WHERE {which} = ANY(%s) GROUP BY e.organization_id, e.record_id, e.unit_id, e.volet
ON CONFLICT (record_id, unit_id, volet) DO UPDATE
SET lines = timeline_tally.lines + excluded.lines, last_at = greatest(timeline_tally.last_at, excluded.last_at)
"""
_TALLY, _TALLY_ANEW = _TALLY_OF.format(which="e.id"), _TALLY_OF.format(which="e.record_id")
_WITHDRAW = """
WITH gone AS (
    DELETE FROM timeline_entry WHERE kind = %s AND source_id = ANY(%s) RETURNING record_id, unit_id, volet)
UPDATE timeline_tally t SET lines = greatest(t.lines - g.lines, 0)
FROM (SELECT record_id, unit_id, volet, count(*)::int AS lines FROM gone GROUP BY 1, 2, 3) g
WHERE t.record_id = g.record_id AND t.unit_id = g.unit_id AND t.volet = g.volet
"""


def announce_many(actor: Actor, facts: Sequence[Announcement]) -> None:
    """One line in the fil for each fact, counted in its tally; the facts are new, each on its own record."""
    entries = [
        Entry(
            id=uuid7(),
            organization_id=actor.organization_id,
            record_id=fact.record_id,
            unit_id=fact.unit_id,
            volet=fact.volet,
            kind=fact.kind,
            source_id=fact.source_id,
            happened_at=fact.happened_at,
            author_id=actor.practitioner_id,
            author_name=actor.name,
            author_role=actor.role_label,
            title=fact.title[:200],
            level=fact.level,
            shared_unit_ids=fact.shared_unit_ids,
            words=Func(
                Value(f"{fact.title} {fact.body}", output_field=TextField()),
                Value(fact.record_id, output_field=UUIDField()),
                function="timeline_words",
            ),
        )
        for fact in facts
    ]
    Entry.objects.bulk_create(entries, batch_size=BATCH)
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [[entry.pk for entry in entries]])


def count_again(record_ids: Iterable[UUID]) -> None:
    """The tallies of these records, made anew from their lines (a house that moves in, nothing else)."""
    records = list(record_ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM timeline_tally WHERE record_id = ANY(%s)", [records])
        cursor.execute(_TALLY_ANEW, [records])


def withdraw(kind: str, source_ids: Iterable[UUID]) -> None:
    """Take back announcements whose facts never were (the undo of an import, nothing else)."""
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW, [kind, list(source_ids)])
