"""Papers that a room received before there was a record (a notification, at an admission): checked when they come, filed later."""

from uuid import UUID

from django.utils import timezone

from liane.access.actor import Actor
from liane.documents.actions.filing import DOCUMENT, usual_volet
from liane.documents.actions.sending import check_room, keep_file
from liane.documents.content import Received, receive
from liane.documents.enums import DocumentKind
from liane.documents.models import Document
from liane.documents.scanning import scan
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.brought import Brought
from liane.kit.text import fold
from liane.timeline.actions import Announcement, announce


def check_paper(name: str, data: bytes) -> tuple[str, str, bytes]:
    """What this file is and what of it is kept, told by its content alone; Refused says why it is not (`Slot.PAPER_CHECKED`)."""
    scan(data)
    received = receive(name, data)
    return received.name, received.media_type, received.data


def bring_paper(actor: Actor, record_id: UUID, unit_id: UUID, brought: Brought) -> None:
    """File it in the record that has just opened, with its line of the fil (`Slot.PAPER_BROUGHT`). Twice is once."""
    if Document.objects.filter(pk=brought.id, record_id=record_id).exists() or actor.organization_id is None:
        return
    check_room(actor, len(brought.data))
    now = timezone.now()
    paper = Document(
        id=brought.id,
        organization_id=actor.organization_id,
        record_id=record_id,
        unit_id=unit_id,
        volet=brought.volet or usual_volet(actor, unit_id, DocumentKind.DECISION),
        line_kind=DOCUMENT,
        line_id=brought.id,
        kind=DocumentKind.DECISION,
        title=brought.title[:150],
        title_key=fold(brought.title)[:300],
        dated_on=brought.dated_on,
        file=keep_file(actor.organization_id, Received(brought.data, brought.media_type, brought.name)),
        file_name=brought.name,
        author_id=actor.practitioner_id,
        author_name=actor.name,
        author_role=actor.role_label,
        added_at=now,
    )
    paper.save(force_insert=True)
    trace(actor, Kind.DOCUMENT_ADDED, record_id=record_id, object_id=paper.pk, through=unit_id)
    announce(
        actor, Announcement(record_id, unit_id, paper.volet, DOCUMENT, paper.pk, now, paper.title, "papier décision")
    )
