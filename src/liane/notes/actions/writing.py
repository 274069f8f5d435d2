"""Write, correct, cancel. What was written stays: a correction is a new version, a cancellation a line beside."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.documents.actions.filing import Line, join_to_line
from liane.documents.queries import titles_of_line
from liane.journal.kinds import Kind
from liane.kit.dates import hour
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.events import emit
from liane.notes.actions.reading import ask_again, ask_readers
from liane.notes.door import open_note
from liane.notes.drafts import Draft, focus_named, usual_unit, usual_volet
from liane.notes.models import Cancellation, Level, Note, Quote
from liane.notes.policies import may_cancel, may_correct
from liane.notes.queries.notes import BOXES, is_written, latest
from liane.notes.words import spoken
from liane.people.door import open_record
from liane.plans.door import linked_goal
from liane.timeline.actions import Announcement, amend, announce

NOTE = "NOTE"  # the kind of our lines in the fil


def write_note(actor: Actor, record_id: UUID, note_id: UUID, draft: Draft, *, files: Sequence[UUID] = ()) -> Note:
    """Write in the fil of a record. Sent twice, it is written once; another's identifier is refused.

    Note, its quotations, the files joined, the readers asked, the line of the fil and the trace live or die together.
    """
    with suppress(IntegrityError):  # the same sending, arrived twice at once
        if not is_written(note_id):
            with transaction.atomic():
                note = _write(actor, record_id, note_id, draft)
                join_to_line(actor, Line(record_id, note.unit_id, note.volet, NOTE, note.thread_id), files)
                return note
    known = Note.objects.filter(pk=note_id).first()
    if known is None or known.author_id != actor.practitioner_id or known.record_id != record_id:
        raise NotVisible(Refusal(record_id, Right.NOTE_WRITE, "Identifiant déjà pris"), actor)
    return known


def _write(actor: Actor, record_id: UUID, note_id: UUID, draft: Draft) -> Note:
    facts = open_record(actor, record_id, to=Right.NOTE_WRITE, kind=Kind.NOTE_WRITTEN, object_id=note_id)
    unit_id = draft.unit_id or usual_unit(actor, [h.unit_id for h in facts.units()])
    held = {UUID(h["unit_id"]): h for h in facts.held}
    if unit_id not in held or not actor.may(Right.NOTE_WRITE, unit_id):
        raise NotVisible(Refusal(record_id, Right.NOTE_WRITE, "N’écrit pas pour cette unité"), actor)
    focus = focus_named(held[unit_id]["pack"], draft.focus)
    volet = draft.volet or usual_volet(actor, unit_id, focus)
    draft = replace(draft, volet=volet, focus_code=focus.code if focus else "")
    if not actor.writes(unit_id, draft.volet):
        raise Refused("Votre rôle n’écrit pas dans cette partie du dossier. Choisissez-en une autre.")
    if draft.goal_id:
        linked_goal(actor, record_id, draft.goal_id)
    now = timezone.now()
    note = _insert(actor, draft, note_id, record_id=record_id, unit_id=unit_id, now=now, said_by=facts.person.called)
    ask_readers(actor, note, focus.roles if focus else ())
    shared = [u for u in draft.shared_unit_ids if u in held and u != unit_id]
    announce(
        actor,
        Announcement(
            record_id, unit_id, draft.volet, NOTE, note.thread_id, note.happened_at, draft.title(), draft.body(),
            draft.level, shared,
        ),
    )  # fmt: skip
    if draft.level == Level.URGENT:
        emit("notes.urgent_written", organization_id=note.organization_id, note_id=note.pk)
    return note


def _insert(
    actor: Actor, draft: Draft, note_id: UUID, *, record_id: UUID, unit_id: UUID, now: datetime, said_by: str,
    replaces: Note | None = None, reason: str = "",
) -> Note:  # fmt: skip
    note = Note(
        id=note_id,
        organization_id=actor.organization_id,
        record_id=record_id,
        unit_id=unit_id,
        volet=draft.volet,
        kind=draft.kind,
        level=draft.level,
        focus_code=draft.focus_code,
        focus=draft.focus,
        goal_id=draft.goal_id,
        text=draft.text,
        observation=draft.observation,
        action=draft.action,
        outcome=draft.outcome,
        happened_at=draft.happened_at or (replaces.happened_at if replaces else now),
        written_at=now,
        author_id=actor.practitioner_id,
        author_name=actor.name,
        author_role=actor.role_label,
        thread_id=replaces.thread_id if replaces else note_id,
        version=replaces.version + 1 if replaces else 1,
        replaces=replaces,
        correction_reason=reason,
    )
    note.save(force_insert=True)
    _keep_quotes(note, draft.said_by or said_by)
    return note


def _keep_quotes(note: Note, said_by: str) -> None:
    """What stands between « » is hers, and kept apart as said."""
    quotes = [
        Quote(
            organization_id=note.organization_id, note=note, record_id=note.record_id, part=part, start=found.start,
            end=found.end, text=found.words, said_by=said_by,
        )
        for part in BOXES
        for found in spoken(getattr(note, part))
    ]  # fmt: skip
    if quotes:
        Quote.objects.bulk_create(quotes)


@transaction.atomic
def correct_note(
    actor: Actor, thread_id: UUID, note_id: UUID, draft: Draft, *, version: int, reason: str = "", matters: bool = True
) -> Note:
    """A new version that shows the former. `matters`: readers become unread again (a spelling mistake does not)."""
    known = Note.objects.filter(pk=note_id).first()
    if known is not None:
        if known.thread_id != thread_id or known.author_id != actor.practitioner_id:
            raise NotVisible(Refusal(known.record_id, Right.NOTE_WRITE, "Identifiant déjà pris"), actor)
        return known
    note = open_note(actor, thread_id, to=Right.NOTE_WRITE, kind=Kind.NOTE_CORRECTED, object_id=note_id)
    if not may_correct(actor, note):
        raise Refused(f"Seul l’auteur corrige son écrit. Écrivez à côté, ou demandez à {note.author_name}.")
    if Cancellation.objects.filter(thread_id=thread_id).exists():
        raise Refused("Cet écrit a été annulé. Écrivez-en un nouveau.")
    if note.version != version:
        raise _stale(note)
    if draft.goal_id and draft.goal_id != note.goal_id:
        linked_goal(actor, note.record_id, draft.goal_id)
    try:
        with transaction.atomic():
            new = _insert(
                actor, replace(draft, volet=note.volet), note_id, record_id=note.record_id, unit_id=note.unit_id,
                now=timezone.now(), said_by=_speaker(note), replaces=note, reason=reason,
            )  # fmt: skip
    except IntegrityError as problem:  # a colleague, or the same sending, arrived at the same moment
        current = latest(thread_id)
        if current.version == version:
            raise NotVisible(Refusal(note.record_id, Right.NOTE_WRITE, "Identifiant déjà pris"), actor) from problem
        raise _stale(current) from problem
    body = f"{draft.body()} {titles_of_line(thread_id)}"
    amend(NOTE, thread_id, title=draft.title(), body=body, level=max(draft.level, 0), happened_at=new.happened_at)
    ask_again(actor, new, matters=matters)
    return new


def _stale(note: Note) -> Stale:
    when = hour(note.written_at)
    return Stale(
        f"Cet écrit a déjà été corrigé à {when}. Voici les deux versions\u00a0: choisissez, ou gardez les deux.", note
    )


def _speaker(note: Note) -> str:
    said = Quote.objects.filter(note=note).values_list("said_by", flat=True).first()
    return said or ""


@transaction.atomic
def cancel_note(actor: Actor, thread_id: UUID, *, reason: str) -> None:
    """Strike a writing out, with its reason. It stays readable, struck, and in the trace."""
    if not reason.strip():
        raise Refused("Écrivez la raison : elle reste affichée à côté de l’écrit annulé.")
    known = Cancellation.objects.filter(thread_id=thread_id).exists()
    told = Kind.RECORD_OPENED if known else Kind.NOTE_CANCELLED
    note = open_note(actor, thread_id, to=Right.NOTE_WRITE, kind=told, object_id=thread_id)
    if known:
        return
    if not may_cancel(actor, note):
        raise Refused(f"Seul l’auteur ou le chef de service annule cet écrit. Demandez à {note.author_name}.")
    done = Cancellation(
        organization_id=note.organization_id, thread_id=thread_id, reason=reason.strip(),
        author_id=actor.practitioner_id, author_name=actor.name, cancelled_at=timezone.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            done.save(force_insert=True)
    except IntegrityError:  # a colleague cancelled it at the same instant: it is struck out, with her reason
        return
    ask_again(actor, latest(thread_id), matters=False, nobody=True)
