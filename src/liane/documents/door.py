"""The door of a paper: the door of its record first, then the line of the fil under which it is filed."""

from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.documents.policies import may_open
from liane.documents.queries import Paper, may_read, paper
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal
from liane.people.door import open_record
from liane.people.facts import RecordFacts


def open_paper(
    actor: Actor, document_id: UUID, *, to: Right = Right.RECORD_READ, kind: Kind
) -> tuple[Paper, RecordFacts]:
    """One paper and its record, or NotVisible. The record's door leaves the trace, with the paper as its object."""
    found = paper(document_id)
    if found is None:
        raise NotVisible(Refusal(None, to, "Ce papier n’existe pas dans son organisme"), actor)
    facts = open_record(actor, found.record_id, to=to, kind=kind, object_id=document_id)
    if not may_read(actor.on_pages_of(found.record_id), document_id):  # an emergency access reads its papers too
        raise NotVisible(Refusal(found.record_id, to, "Ne lit pas ce volet"), actor)
    if kind == Kind.DOCUMENT_OPENED and not may_open(actor, found):
        raise NotVisible(Refusal(found.record_id, to, "Ce papier a été retiré"), actor)
    return found, facts
