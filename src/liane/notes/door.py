"""The door of a writing: the door of its record first, then the rule of its volet."""

from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal
from liane.notes.models import Note
from liane.notes.policies import may_read
from liane.people.door import open_record
from liane.timeline.queries import shared_with

_LATEST = "SELECT * FROM notes_note WHERE thread_id = %s ORDER BY version DESC LIMIT 1"


def open_note(actor: Actor, thread_id: UUID, *, to: Right, kind: Kind, object_id: UUID | None = None) -> Note:
    """The version that counts of one writing, or NotVisible. The record's door leaves the trace."""
    note = next(iter(Note.objects.raw(_LATEST, [thread_id])), None)
    if note is None:
        raise NotVisible(Refusal(None, to, "Cet écrit n’existe pas dans son organisme"), actor)
    open_record(actor, note.record_id, to=to, kind=kind, object_id=object_id)
    actor = actor.on_pages_of(note.record_id)  # an emergency access reads the writings of its record, here too
    if not may_read(actor, note, []) and not may_read(actor, note, shared_with("NOTE", thread_id)):
        raise NotVisible(Refusal(note.record_id, to, "Ne lit pas ce volet"), actor)
    return note
