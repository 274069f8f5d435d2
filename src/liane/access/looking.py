"""Voir comme: check what a colleague sees without asking for her password. Read-only, half an hour, traced by name.

It is no key. What is shown is what both may see (`building.common`); only a colleague whose places are all places where
one holds this right may be chosen; nothing can be written; the journal names who really looks (security B5, F1).
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models.functions import Least

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.models import LookAs
from liane.access.queries import actor_of
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.professionals.models import Practitioner

LASTS = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Looked:
    """Who is looked through."""

    name: str
    profession: str


def digest(session_key: str) -> str:
    """The session that looks, without keeping its key."""
    return sha256(session_key.encode()).hexdigest()


@transaction.atomic
def start(actor: Actor, colleague_id: UUID, session_key: str) -> Looked:
    """From the next page on, this session sees with the rights of a colleague, as far as they are also one's own."""
    if actor.look or not actor.may(Right.RIGHTS_LOOK_AS):
        raise NotVisible(Refusal(None, Right.RIGHTS_LOOK_AS, "Son rôle ne donne pas ce droit"), actor)
    colleague = Practitioner.objects.filter(pk=colleague_id, organization_id=actor.organization_id).first()
    if colleague is None:
        raise NotVisible(Refusal(None, Right.RIGHTS_LOOK_AS, "Cette personne n’est pas dans son organisme"), actor)
    if colleague.pk == actor.practitioner_id:
        raise Refused("Vous voyez déjà Liane avec vos propres droits.")
    theirs = actor_of(colleague)
    if not theirs.unit_ids:
        raise Refused(f"{colleague} n’a pas de poste en ce moment : ses pages sont vides.")
    if not theirs.unit_ids <= actor.units_with(Right.RIGHTS_LOOK_AS):
        raise Refused(
            f"{colleague} travaille aussi hors de vos équipes. Demandez à la direction de regarder avec vous."
        )
    LookAs.objects.create(
        organization_id=actor.organization_id, practitioner_id=actor.practitioner_id, colleague=colleague,
        session_digest=digest(session_key), starts_at=TransactionNow(), ends_at=TransactionNow() + LASTS,
    )  # fmt: skip
    trace(actor, Kind.LOOK_STARTED, object_id=colleague.pk, reason=f"Voit comme {colleague}")
    return Looked(str(colleague), colleague.profession)


@transaction.atomic
def stop(actor: Actor) -> None:
    """One’s own rights again, from the next page on."""
    if actor.look:
        LookAs.objects.filter(pk=actor.look.id).update(ends_at=Least(TransactionNow(), "ends_at"))
        trace(actor, Kind.LOOK_ENDED, object_id=actor.look.colleague_id)
