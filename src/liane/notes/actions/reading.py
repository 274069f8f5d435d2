"""Who is asked to read, and «J’ai lu»: explicit, time-stamped, cancellable for ten seconds."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.notes.door import open_note
from liane.notes.models import Level, Note, Reading
from liane.notes.policies import may_cancel
from liane.timeline.actions import set_level

UNDO = timedelta(seconds=10)
ESCALATION = timedelta(minutes=30)
_GRACE = timedelta(seconds=5)  # the time that the gesture takes to travel

# The next shifts of the unit that read this volet, and the trades that the target concerns; never the author.
_ASK = """
INSERT INTO notes_reading (id, organization_id, thread_id, record_id, unit_id, practitioner_id, is_expected, level, asked_at)
SELECT gen_random_uuid(), %(organization)s, %(thread)s, %(record)s, %(unit)s, who.practitioner_id, true, %(level)s, %(now)s
FROM (SELECT DISTINCT post.practitioner_id
    FROM professionals_practitionerrole post
    JOIN access_role r ON r.organization_id = post.organization_id AND r.code = post.role_code
    JOIN organizations_unit u ON u.id = %(unit)s
    WHERE post.organization_id = %(organization)s
    AND (post.unit_id = u.id OR (post.unit_id IS NULL AND (post.facility_id = u.facility_id)))
    AND post.starts_at <= %(now)s AND (post.ends_at IS NULL OR post.ends_at > %(now)s)
    AND %(volet)s = ANY (r.reads)
    AND ('handover.take' = ANY (r.rights) OR r.code = ANY (%(roles)s) OR r.origin_code = ANY (%(roles)s))) who
WHERE who.practitioner_id <> %(author)s
ON CONFLICT (thread_id, practitioner_id) DO UPDATE SET is_expected = true, level = excluded.level
"""

# Whoever was not asked may say that she has read, too; the first time counts.
_READ = """
INSERT INTO notes_reading (id, organization_id, thread_id, record_id, unit_id, practitioner_id, is_expected, level, asked_at, read_at)
VALUES (%(id)s, %(organization)s, %(thread)s, %(record)s, %(unit)s, %(practitioner)s, false, %(level)s, %(asked_at)s, %(now)s)
ON CONFLICT (thread_id, practitioner_id) DO UPDATE SET read_at = coalesce(notes_reading.read_at, excluded.read_at)
RETURNING *
"""


def ask_readers(actor: Actor, note: Note, roles: tuple[str, ...] = ()) -> None:
    """Ask the team to read what is «À lire» or «Urgent». Nothing is asked for what is only for information."""
    if note.level == Level.INFO:
        return
    row: dict[str, Any] = {
        "organization": note.organization_id,
        "thread": note.thread_id,
        "record": note.record_id,
        "unit": note.unit_id,
        "level": note.level,
        "now": note.written_at,
        "volet": note.volet,
        "roles": list(roles),
        "author": note.author_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASK, row)


def ask_again(actor: Actor, note: Note, *, matters: bool, nobody: bool = False) -> None:
    """After a correction of substance, readers become unread again; after a cancellation nobody is awaited."""
    readings = Reading.objects.filter(thread_id=note.thread_id)
    if nobody or note.level == Level.INFO:
        readings.update(is_expected=False)
    elif matters:
        ask_readers(actor, note)
        readings.update(read_at=None, level=note.level, asked_at=note.written_at, is_expected=True)
    else:
        readings.update(level=note.level)


@transaction.atomic
def mark_read(actor: Actor, thread_id: UUID) -> Reading:
    """«J’ai lu». Twice is once."""
    note = open_note(actor, thread_id, to=Right.RECORD_READ, kind=Kind.NOTE_READ, object_id=thread_id)
    row = {
        "id": uuid7(),
        "organization": note.organization_id,
        "thread": thread_id,
        "record": note.record_id,
        "unit": note.unit_id,
        "practitioner": actor.practitioner_id,
        "level": note.level,
        "asked_at": note.written_at,
        "now": timezone.now(),
    }
    return Reading.objects.raw(_READ, row)[0]


@transaction.atomic
def unmark_read(actor: Actor, thread_id: UUID) -> None:
    """«Annuler» just after «J’ai lu»: for ten seconds only, because colleagues count on it afterwards."""
    note = open_note(actor, thread_id, to=Right.RECORD_READ, kind=Kind.NOTE_UNREAD, object_id=thread_id)
    changed = Reading.objects.filter(
        thread_id=note.thread_id, practitioner_id=actor.practitioner_id, read_at__gte=timezone.now() - UNDO - _GRACE
    ).update(read_at=None)
    if not changed:
        raise Refused("Votre « J’ai lu » date de plus de 10 secondes : il reste noté.")


@transaction.atomic
def lower_level(actor: Actor, thread_id: UUID) -> None:
    """One click against noise: «À lire» becomes «Pour information»; nobody is awaited any more."""
    note = open_note(actor, thread_id, to=Right.NOTE_WRITE, kind=Kind.NOTE_LEVEL_LOWERED, object_id=thread_id)
    if not may_cancel(actor, note):
        raise Refused("Seul l’auteur ou le chef de service peut remettre cet écrit « Pour information ».")
    Reading.objects.filter(thread_id=thread_id).update(is_expected=False)
    set_level("NOTE", thread_id, Level.INFO)


def escalate(actor: Actor, note: Note, practitioner_ids: list[UUID]) -> None:
    """An urgent writing that nobody has read after half an hour is put before those who answer for the service."""
    rows = [
        Reading(
            id=uuid7(), organization_id=note.organization_id, thread_id=note.thread_id, record_id=note.record_id,
            unit_id=note.unit_id, practitioner_id=who, level=Level.URGENT, asked_at=timezone.now(),
        )
        for who in practitioner_ids
    ]  # fmt: skip
    Reading.objects.bulk_create(rows, ignore_conflicts=True)
    trace(actor, Kind.NOTE_ESCALATED, record_id=note.record_id, object_id=note.thread_id)
