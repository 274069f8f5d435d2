"""Rules of a writing: who may read it, correct it, cancel it."""

from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.notes.models import Note


def may_read(actor: Actor, note: Note, shared_unit_ids: list[UUID]) -> bool:
    """Its author; whoever reads this volet in the unit that wrote it, or in a unit with which it is shared."""
    if note.author_id == actor.practitioner_id:
        return True
    return any(actor.reads(unit_id, note.volet) for unit_id in (note.unit_id, *shared_unit_ids))


def may_correct(actor: Actor, note: Note) -> bool:
    """Only the author corrects her words; a colleague answers, or writes beside."""
    return note.author_id == actor.practitioner_id


def may_cancel(actor: Actor, note: Note) -> bool:
    """The author, or whoever answers for the service (chef de service, directeur), always with a reason."""
    return note.author_id == actor.practitioner_id or actor.may(Right.NOTE_CANCEL, note.unit_id)
