"""What of the notes follows a record joined to another one, or parted: a writing goes whole, with its versions and readers."""

from uuid import UUID

from django.db.models import Model

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS
from liane.kit.dates import short
from liane.notes.models import Note, Quote, Reading, RoundCheck, Task
from liane.people.doubles.following import CHOSEN, WITH, Chosen, Follow, Part, Plan
from liane.people.facts import RecordFacts

NOTE, TASK, ROUND = "NOTE", "TASK", "ROUND"


def plan() -> Plan:
    """Hung in `Slot.MERGE`."""
    follows = (
        Follow("notes_note", CHOSEN), Follow("notes_quote", WITH), Follow("notes_reading", WITH),
        Follow("notes_task", CHOSEN), Follow("notes_roundcheck", CHOSEN),
    )  # fmt: skip
    return Plan("notes", follows, parts=_parts, rows=_rows)


def _parts(actor: Actor, facts: RecordFacts) -> list[Part]:
    """Tasks and rounds that she reads; the writings are lines of the fil."""
    tasks = Task.objects.filter(record_id=facts.id).order_by("-created_at")[:300]
    found = [
        Part(TASK, t.pk, "Tâches", t.label, f"{t.author_name}, {VOLET_LABELS[t.volet].lower()}", t.created_at)
        for t in tasks
        if actor.reads(t.unit_id, t.volet)
    ]
    rounds = RoundCheck.objects.filter(record_id=facts.id, unit_id__in=actor.unit_ids).order_by("-seen_at")[:300]
    return found + [
        Part(
            ROUND, r.pk, "Passages", r.remark or "Rien à signaler", f"{r.author_name}, le {short(r.seen_at)}", r.seen_at
        )
        for r in rounds
    ]


def _rows(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    threads = chosen.get(NOTE, [])
    notes = list(Note.objects.filter(record_id=record_id, thread_id__in=threads).values_list("pk", flat=True))
    return {
        "notes_note": notes,
        "notes_quote": _keys(Quote, note_id__in=notes),
        "notes_reading": _keys(Reading, thread_id__in=threads, record_id=record_id),
        "notes_task": _keys(Task, pk__in=chosen.get(TASK, []), record_id=record_id)
        + _keys(Task, source_thread_id__in=threads, record_id=record_id),
        "notes_roundcheck": _keys(RoundCheck, pk__in=chosen.get(ROUND, []), record_id=record_id),
    }


def _keys(model: type[Model], **wanted: object) -> list[UUID]:
    return list(model._default_manager.filter(**wanted).values_list("pk", flat=True))
