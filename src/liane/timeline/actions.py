"""Announce a fact in the fil of a record, in the transaction of the fact."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.kit.ids import uuid7

_ANNOUNCE = """
WITH line AS (
    INSERT INTO timeline_entry (id, organization_id, record_id, unit_id, volet, kind, source_id, happened_at, announced_at,
        author_id, author_name, author_role, title, level, shared_unit_ids, words)
    VALUES (%(id)s, %(organization)s, %(record)s, %(unit)s, %(volet)s, %(kind)s, %(source)s, %(happened_at)s, now(),
        %(author)s, %(author_name)s, %(author_role)s, %(title)s, %(level)s, %(shared)s::uuid[],
        timeline_words(%(body)s, %(record)s))
    ON CONFLICT (kind, source_id) DO NOTHING
    RETURNING organization_id, record_id, unit_id, volet, happened_at)
INSERT INTO timeline_tally (id, organization_id, record_id, unit_id, volet, lines, last_at)
SELECT %(tally)s, organization_id, record_id, unit_id, volet, 1, happened_at FROM line
ON CONFLICT (record_id, unit_id, volet)
DO UPDATE SET lines = timeline_tally.lines + 1, last_at = greatest(timeline_tally.last_at, excluded.last_at)
"""
_AMEND = """
UPDATE timeline_entry SET title = %s, level = %s, happened_at = %s, words = timeline_words(%s, record_id)
WHERE kind = %s AND source_id = %s
"""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A fact as the fil shows it; `source_id` is its identifier in its own room."""

    record_id: UUID
    unit_id: UUID
    volet: str
    kind: str
    source_id: UUID
    happened_at: datetime
    title: str
    body: str = ""
    level: int = 0
    shared_unit_ids: list[UUID] = field(default_factory=list)


def announce(actor: Actor, fact: Announcement) -> None:
    """One line in the fil and one more in the tally of its volet: one statement, harmless when sent twice."""
    row = {
        "id": uuid7(),
        "tally": uuid7(),
        "organization": actor.organization_id,
        "record": fact.record_id,
        "unit": fact.unit_id,
        "volet": fact.volet,
        "kind": fact.kind,
        "source": fact.source_id,
        "happened_at": fact.happened_at,
        "author": actor.practitioner_id,
        "author_name": actor.name,
        "author_role": actor.role_label,
        "title": fact.title[:200],
        "level": fact.level,
        "shared": fact.shared_unit_ids,
        "body": f"{fact.title} {fact.body}",
    }
    with connection.cursor() as cursor:
        cursor.execute(_ANNOUNCE, row)


def amend(kind: str, source_id: UUID, *, title: str, body: str, level: int, happened_at: datetime) -> None:
    """The fact has a new version in its room: its line follows, the former text stays in the room."""
    with connection.cursor() as cursor:
        cursor.execute(_AMEND, [title[:200], level, happened_at, f"{title} {body}", kind, source_id])


def set_level(kind: str, source_id: UUID, level: int) -> None:
    """The line calls for its readers more, or less, than when it was announced."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE timeline_entry SET level = %s WHERE kind = %s AND source_id = %s", [level, kind, source_id]
        )


def add_words(kind: str, source_id: UUID, words: str) -> None:
    """The line is also found by these words (the titles of the papers joined to a writing)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE timeline_entry SET words = words || timeline_words(%s, record_id) WHERE kind = %s AND source_id = %s",
            [words, kind, source_id],
        )
