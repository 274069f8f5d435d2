"""File what was sent: as a paper of its own, or joined to a writing. Withdraw a paper, with a reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.documents.door import open_paper
from liane.documents.enums import FILED, DocumentKind
from liane.documents.models import Document, Upload, Withdrawal
from liane.documents.policies import may_withdraw, not_yours
from liane.documents.queries import WAITS
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit import dates
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.ids import uuid7
from liane.kit.text import fold
from liane.people.door import open_record
from liane.timeline.actions import Announcement, add_words, announce

DOCUMENT = "DOCUMENT"  # the kind of our own lines in the fil
MOST_AT_ONCE = 20
GONE = "Ce fichier n’est plus là : il a attendu plus d’un jour, ou il est déjà classé. Choisissez-le de nouveau."
_NO_NAME = re.compile(
    r"^(?:img|image|photo|pxl|dsc|dscn|scan|capture|whatsapp image|signal|document|papier)?[\W\d_]*$", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """The line of the fil under which papers are filed: who reads it reads them."""

    record_id: UUID
    unit_id: UUID
    volet: str
    kind: str
    source_id: UUID


@dataclass(frozen=True, slots=True)
class Described:
    """What was said of a paper when it was filed."""

    kind: str = ""
    title: str = ""
    dated_on: date | None = None


def usual_kind(media_type: str) -> str:
    """What a paper is when nothing is said."""
    return DocumentKind.PHOTO if media_type.startswith("image/") else DocumentKind.OTHER


def usual_title(upload: Upload, kind: str) -> str:
    """The name of the file, unless a machine gave it («IMG_2034»): then what it is, and the day."""
    stem = upload.name.rsplit(".", 1)[0].replace("_", " ").strip()
    if not _NO_NAME.match(stem):
        return stem[:150]
    return f"{DocumentKind(kind).label} du {dates.short(dates.local(upload.sent_at).date())}"


def usual_volet(actor: Actor, unit_id: UUID, kind: str) -> str:
    """Where a sort of paper goes when nothing is said: its own part if she writes there, else the first one."""
    writable = actor.volets_written(unit_id)
    wanted = FILED[kind].volet
    order = (wanted, "SUPPORT", "ADMIN", "SOCIAL", "CARE", "PSY", "FAMILY", "JUDICIAL")
    return next((volet for volet in order if volet in writable), "SUPPORT")


def join_to_line(actor: Actor, line: Line, upload_ids: Sequence[UUID]) -> list[Document]:
    """Join files to a writing, in its transaction: they are read by those who read it. Twice is harmless."""
    if not upload_ids:
        return []
    known = set(Document.objects.filter(pk__in=upload_ids, line_id=line.source_id).values_list("pk", flat=True))
    made = []
    for upload in _take(actor, line.record_id, [key for key in upload_ids if key not in known]):
        kind = usual_kind(upload.file.media_type)
        made.append(_file(actor, upload, line, Described(kind, usual_title(upload, kind))))
    if made:
        add_words(line.kind, line.source_id, " ".join(paper.title for paper in made))
    return made


@transaction.atomic
def add_papers(
    actor: Actor, record_id: UUID, upload_ids: Sequence[UUID], told: Described, *, unit_id: UUID, volet: str = ""
) -> list[Document]:
    """File papers in a record, each with its own line of the fil. Sent twice, they are filed once."""
    if not upload_ids:
        raise Refused("Choisissez un fichier, ou prenez une photo du papier.")
    facts = open_record(actor, record_id, to=Right.NOTE_WRITE, kind=Kind.DOCUMENT_ADDED, object_id=upload_ids[0])
    if unit_id not in [h.unit_id for h in facts.units()] or not actor.may(Right.NOTE_WRITE, unit_id):
        raise NotVisible(Refusal(record_id, Right.NOTE_WRITE, "N’écrit pas pour cette unité"), actor)
    known = list(Document.objects.filter(pk__in=upload_ids, record_id=record_id, author_id=actor.practitioner_id))
    taken = _take(actor, record_id, [key for key in upload_ids if key not in {one.pk for one in known}])
    return known + [_add(actor, upload, told, unit_id, volet, len(taken)) for upload in taken]


def _add(actor: Actor, upload: Upload, told: Described, unit_id: UUID, volet: str, count: int) -> Document:
    kind = told.kind or usual_kind(upload.file.media_type)
    title = told.title if count == 1 and told.title else told.title and f"{told.title} ({upload.name})"[:150]
    where = volet or usual_volet(actor, unit_id, kind)
    if not actor.writes(unit_id, where):
        raise Refused("Votre rôle n’écrit pas dans cette partie du dossier. Choisissez-en une autre.")
    line = Line(upload.record_id, unit_id, where, DOCUMENT, upload.pk)
    paper = _file(actor, upload, line, Described(kind, title or usual_title(upload, kind), told.dated_on))
    announce(actor, _announcement(paper))
    return paper


def _announcement(paper: Document) -> Announcement:
    label = DocumentKind(paper.kind).label
    return Announcement(
        paper.record_id, paper.unit_id, paper.volet, DOCUMENT, paper.pk, paper.added_at, paper.title, f"papier {label}"
    )


def _take(actor: Actor, record_id: UUID, upload_ids: Sequence[UUID]) -> list[Upload]:
    """Files that she sent for this record, in the order chosen; one that is missing stops everything, in words."""
    if len(upload_ids) > MOST_AT_ONCE:
        raise Refused(f"Vous joignez {len(upload_ids)} fichiers. La limite est de {MOST_AT_ONCE} à la fois.")
    sent = Upload.objects.select_for_update(of=("self",)).filter(
        pk__in=upload_ids, record_id=record_id, practitioner_id=actor.practitioner_id, filed_at=None,
        sent_at__gte=timezone.now() - WAITS,
    )  # fmt: skip
    found = {upload.pk: upload for upload in sent.select_related("file")}
    if any(key not in found for key in upload_ids):
        raise Refused(GONE)
    return [found[key] for key in dict.fromkeys(upload_ids)]


def _file(actor: Actor, upload: Upload, line: Line, told: Described) -> Document:
    now = timezone.now()
    paper = Document(
        id=upload.pk,
        organization_id=upload.organization_id,
        record_id=line.record_id,
        unit_id=line.unit_id,
        volet=line.volet,
        line_kind=line.kind,
        line_id=line.source_id,
        kind=told.kind,
        title=told.title,
        title_key=fold(told.title)[:300],
        dated_on=told.dated_on,
        file_id=upload.file_id,
        file_name=upload.name,
        author_id=actor.practitioner_id,
        author_name=actor.name,
        author_role=actor.role_label,
        added_at=now,
    )
    paper.save(force_insert=True)
    Upload.objects.filter(pk=upload.pk).update(filed_at=now)
    if line.kind != DOCUMENT:
        trace(actor, Kind.DOCUMENT_JOINED, record_id=line.record_id, object_id=paper.pk)
    return paper


@transaction.atomic
def withdraw_paper(actor: Actor, document_id: UUID, *, reason: str) -> UUID:
    """Take a paper out of use: it stays listed with the reason, and is no longer opened by the team. Answers its record."""
    paper, _ = open_paper(actor, document_id, to=Right.NOTE_WRITE, kind=Kind.DOCUMENT_WITHDRAWN)
    if paper.withdrawn:
        return paper.record_id
    if not may_withdraw(actor, paper):
        raise Refused(not_yours(paper))
    Withdrawal.objects.get_or_create(
        document_id=document_id,
        defaults={
            "id": uuid7(),
            "organization_id": actor.organization_id,
            "reason": reason,
            "author_id": actor.practitioner_id,
            "author_name": actor.name,
            "withdrawn_at": timezone.now(),
        },
    )
    return paper.record_id
