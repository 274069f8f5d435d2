"""Send a file: it is read, made harmless, kept on disk, and waits to be filed. The rest of the form may come later."""

from uuid import UUID

from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.documents import store
from liane.documents.content import MOST_BYTES, Received, receive, too_big, weight
from liane.documents.models import StoredFile, Upload
from liane.documents.queries import hold_content, room_left, sent_today
from liane.documents.scanning import scan
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.ids import uuid7
from liane.kit.once import insert
from liane.people.door import open_record

MOST_A_DAY = 200


class TooMany(Refused):
    """Enough for today (security.md C5)."""


def send_file(actor: Actor, record_id: UUID, upload_id: UUID, name: str, data: bytes) -> Upload:
    """Keep a file for a record, until its sender files it. Sent twice, it is kept once. Refused says what is wrong."""
    known = Upload.objects.filter(pk=upload_id).select_related("file").first()
    if known is not None:
        if known.practitioner_id != actor.practitioner_id or known.record_id != record_id:
            raise NotVisible(Refusal(record_id, Right.NOTE_WRITE, "Identifiant déjà pris"), actor)
        return known
    facts = open_record(actor, record_id, to=Right.NOTE_WRITE, kind=Kind.DOCUMENT_SENT, object_id=upload_id)
    if len(data) > MOST_BYTES:
        raise Refused(too_big(len(data)))
    if sent_today(actor) >= MOST_A_DAY:
        raise TooMany(
            f"Vous avez envoyé {MOST_A_DAY} fichiers depuis hier : c’est la limite. Attendez demain, ou demandez à un collègue."
        )
    scan(data)
    received = receive(name, data)
    check_room(actor, len(received.data))
    upload = Upload(
        id=upload_id,
        organization_id=facts.organization_id,
        record_id=record_id,
        practitioner_id=actor.practitioner_id,
        file=keep_file(facts.organization_id, received),
        name=received.name,
        sent_at=timezone.now(),
    )
    insert(upload)
    return upload


def check_room(actor: Actor, size: int) -> None:
    """Refused when the organisme has no room left for a file of this weight."""
    left = room_left(actor)
    if size > left:
        room = f"il reste {weight(left)}" if left > 0 else "elle est pleine"
        raise Refused(
            f"La place réservée aux fichiers de votre organisme ne suffit plus ({room}). Le fichier n’est pas enregistré. "
            "Prévenez la personne qui s’occupe de Liane."
        )


def keep_file(organization_id: UUID, received: Received) -> StoredFile:
    """The file on disk first, its row in the transaction: a crash between them leaves a file, never a row without it."""
    preview = None
    if received.preview:
        preview = _keep(organization_id, received.preview, "image/webp", None)
    return _keep(organization_id, received.data, received.media_type, preview)


def _keep(organization_id: UUID, data: bytes, media_type: str, preview: StoredFile | None) -> StoredFile:
    digest = store.digest_of_bytes(data)
    hold_content(organization_id, digest)  # nobody sweeps it while it is being kept
    store.put(organization_id, data)
    found, _ = StoredFile.objects.update_or_create(
        organization_id=organization_id,
        digest=digest,
        defaults={"wanted_at": timezone.now()},
        create_defaults={
            "id": uuid7(),
            "organization_id": organization_id,
            "digest": digest,
            "size": len(data),
            "media_type": media_type,
            "preview": preview,
            "wanted_at": timezone.now(),
        },
    )
    return found
