"""Her photo: redrawn, replaced, or taken away at once."""

from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.door import Stale
from liane.kit.ids import uuid7
from liane.people.actions.holding import alone_on
from liane.people.door import open_record
from liane.people.models import Portrait
from liane.people.portraits import redraw


@transaction.atomic
def change_portrait(actor: Actor, record_id: UUID, data: bytes, *, seen: str) -> None:
    """Put a photo in the place of the former one, which is not kept: a face is not an archive (RGPD, minimisation).

    `seen`: the digest of the photo that was on screen. Another one, put there meanwhile, is shown before being replaced.
    """
    image, digest = redraw(data)
    alone_on(record_id)
    facts = open_record(actor, record_id, to=Right.ESSENTIAL_WRITE, kind=Kind.PHOTO_CHANGED)
    now = portrait_digest(facts.person.pk)
    if now not in (seen, digest):
        raise Stale(
            "Un collègue a mis une autre photo entre-temps\u00a0: la voici. Choisissez de nouveau la vôtre pour la remplacer.",
            now,
        )
    Portrait.objects.update_or_create(
        person_id=facts.person.pk,
        defaults={"image": image, "digest": digest},
        create_defaults={
            "id": uuid7(),
            "organization_id": facts.organization_id,
            "image": image,
            "digest": digest,
        },
    )


def portrait_digest(person_id: UUID) -> str:
    """Which photo is there now; an empty text when there is none."""
    return Portrait.objects.filter(person_id=person_id).values_list("digest", flat=True).first() or ""


@transaction.atomic
def remove_portrait(actor: Actor, record_id: UUID) -> None:
    """She no longer wants it, or the house works without photos."""
    facts = open_record(actor, record_id, to=Right.ESSENTIAL_WRITE, kind=Kind.PHOTO_CHANGED)
    Portrait.objects.filter(person_id=facts.person.pk).delete()
