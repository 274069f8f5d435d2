"""Somebody of the team has lost her password, her telephone or her key: a colleague who keeps her unit gives her a way back.

Loud on purpose, because a way back is also a way to take somebody's place: a reason is written, the journal keeps it, her former
password and her second factors open nothing any more once the link has served, and she is told at the address she confirmed.
Where the house sends mail and she has an address, the link goes there and nowhere else.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import actor_of, houses_of
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.mail import send
from liane.professionals import invitations
from liane.professionals.models import Account, Practitioner

_SUBJECT = "Liane : revenir dans votre compte"
_TEXT = (
    "Bonjour,\n\nUn lien a été demandé pour vous par la personne qui tient votre équipe. Il sert une fois, pendant un jour :\n\n"
    "{link}\n\nVous n’avez rien demandé ? Dites-le tout de suite à votre direction.\n"
)


@dataclass(frozen=True, slots=True)
class WayBack:
    """`link` is shown once, to be handed over, when it could not be sent to her own address."""

    name: str
    login: str
    link: str
    is_mailed: bool


def found(actor: Actor, practitioner_id: UUID) -> tuple[Practitioner, Account]:
    """Somebody whose every post is in units that the actor keeps, and who holds no wider key of the house than she does."""
    person = Practitioner.objects.select_related("account").filter(pk=practitioner_id, account__is_active=True).first()
    kept = actor.units_with(Right.ACCOUNT_RESCUE)
    hers = actor_of(person) if person else None
    if person is None or person.account is None or hers is None or not hers.unit_ids or not hers.unit_ids <= kept:
        raise NotVisible(Refusal(None, Right.ACCOUNT_RESCUE, "Ne tient pas toute l’équipe de cette personne"), actor)
    wider = hers.may(Right.HOUSE_MANAGE) and not actor.may(Right.HOUSE_MANAGE)
    if wider or hers.is_instance_admin or person.account.is_instance_admin:
        raise NotVisible(Refusal(None, Right.ACCOUNT_RESCUE, "Tient plus que la personne qui demande"), actor)
    return person, person.account


def give_way_back(actor: Actor, practitioner_id: UUID, reason: str) -> WayBack:
    """A link good once and for a day. Nothing changes on the account before she uses it."""
    person, account = found(actor, practitioner_id)
    if practitioner_id == actor.practitioner_id:
        raise Refused("Pour vous-même : « Mon compte », ou demandez à une autre personne.")
    if (
        len(houses_of(actor_of(person))) > 1
    ):  # it also opens the doors of another organisme: nobody here takes its place
        raise Refused("Ce compte ne se rend pas depuis une équipe. Demandez à la personne qui administre Liane.")
    link = invitations.rescue(account)
    is_mailed = bool(account.email) and send(_SUBJECT, _TEXT.format(link=settings.PUBLIC_ADDRESS + link), account.email)
    trace(actor, Kind.ACCOUNT_RESCUED, object_id=person.pk, reason=reason, is_mailed=is_mailed)
    return WayBack(str(person), account.login, "" if is_mailed else link, is_mailed)
