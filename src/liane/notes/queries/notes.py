"""Writings: the version that counts, every version, and what many of them say, in one query."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from liane.notes.models import Note
from liane.people.queries.names import CALLED, FULL_NAME

BOXES = ("text", "observation", "action", "outcome")


def latest(thread_id: UUID) -> Note:
    """The version that counts."""
    return Note.objects.filter(thread_id=thread_id).order_by("-version")[0]


def is_written(note_id: UUID) -> bool:
    """Has this very writing already arrived? Asked before each one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM notes_note WHERE id = %s)", [note_id])
        return bool(cursor.fetchone()[0])


def versions(thread_id: UUID) -> list[Note]:
    """Every version of a writing, newest first."""
    return list(Note.objects.filter(thread_id=thread_id).order_by("-version"))


@dataclass(frozen=True, slots=True)
class Told:
    """One writing as it is told: its latest version, her words, its readers, its cancellation."""

    id: UUID
    thread_id: UUID
    version: int
    record_id: UUID
    volet: str
    kind: str
    level: int
    focus: str
    text: str
    observation: str
    action: str
    outcome: str
    happened_at: datetime
    written_at: datetime
    author_id: UUID
    author: str
    role: str
    reason: str
    person: str
    full_name: str
    unit: str
    has_papers: bool
    quotes: list[tuple[str, int, int, str, str]]  # part, start, end, words, said by
    readings: list[tuple[str, str, str | None, bool]]  # practitioner, name, read at, expected
    cancelled: list[Any]  # by whom, why, when; empty when it stands
    goal: list[str]  # id, words, unit that wrote it; empty when the writing is linked to none


def told(thread_ids: list[UUID]) -> list[Told]:
    """What these writings say: one query, whatever the age of the record. Their lines came through a scoped query.

    Readers travel as `json`, not `jsonb`: nobody searches inside, and a team of twenty for thirty writings is six hundred rows
    that PostgreSQL would sort into a tree before it writes them.
    """
    if not thread_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [thread_ids])
        rows = cursor.fetchall()
    return [Told(*row[:-4], *(json.loads(part) if part else [] for part in row[-4:])) for row in rows]


_SQL = f"""
SELECT n.id, n.thread_id, n.version, n.record_id, n.volet, n.kind, n.level, n.focus, n.text, n.observation, n.action,
    n.outcome, n.happened_at, n.written_at, n.author_id, n.author_name, n.author_role, n.correction_reason,
    {CALLED}, {FULL_NAME}, u.name, EXISTS (SELECT 1 FROM documents_document d WHERE d.line_id = n.thread_id),
    (SELECT json_agg(json_build_array(q.part, q.start, q."end", q.text, q.said_by))::text FROM notes_quote q WHERE q.note_id = n.id),
    (SELECT json_agg(json_build_array(g.practitioner_id, w.first_name || ' ' || w.last_name, g.read_at, g.is_expected)
            ORDER BY g.read_at NULLS LAST, w.last_name)::text
        FROM notes_reading g JOIN professionals_practitioner w ON w.id = g.practitioner_id WHERE g.thread_id = n.thread_id),
    (SELECT json_build_array(c.author_name, c.reason, c.cancelled_at)::text FROM notes_cancellation c WHERE c.thread_id = n.thread_id),
    (SELECT json_build_array(a.thread_id, a.wording, a.unit_id)::text FROM plans_goal a
        WHERE a.record_id = n.record_id AND a.thread_id = n.goal_id ORDER BY a.version DESC LIMIT 1)
FROM unnest(%s::uuid[]) AS wanted (thread)
CROSS JOIN LATERAL (
    SELECT * FROM notes_note x WHERE x.thread_id = wanted.thread ORDER BY x.version DESC LIMIT 1) n
JOIN people_record r ON r.id = n.record_id JOIN people_person p ON p.id = r.person_id
JOIN organizations_unit u ON u.id = n.unit_id
"""  # noqa: S608 - our own words
