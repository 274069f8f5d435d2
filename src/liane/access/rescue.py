"""Somebody of the team has lost her password, her telephone or her key: a colleague who keeps her unit gives her a way back.

Loud on purpose, because a way back is also a way to take somebody's place: a reason is written, the journal keeps it, her former
password and her second factors open nothing any more once the link has served, and she is told at the address she confirmed.
Where the house sends mail and she has an address, the link goes there and nowhere else. A link seen on the screen is never one into
more than the actor has: the volets that she does not read herself (the psychologist’s), the rights that she does not hold (the DPO’s).
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from liane.access.actor import Actor
from liane.access.enums import RIGHT_LABELS, VOLET_LABELS, Right
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
_WIDER = (
    "Le compte de {person} permet ce que le vôtre ne permet pas ({more}). Le lien ne peut donc pas s’afficher ici. Demandez à votre "
    "direction, ou à la personne qui administre Liane : elle fait ce lien avec la commande ./liane admin --rouvrir."
)
# Everyday gestures, in the name of a colleague whose records one reads too, give no power that one lacks: they are not compared.
# Every other right is, one that does not exist yet included.
_EVERYDAY = frozenset({
    Right.PERSONS_SEARCH, Right.RECORD_CREATE, Right.RECORD_READ, Right.RECORD_EDIT, Right.RECORD_PRINT, Right.ESSENTIAL_WRITE,
    Right.CIRCLE_WRITE, Right.STAY_WRITE, Right.NOTE_WRITE, Right.TASK_WRITE, Right.PLAN_WRITE, Right.IDENTITY_VERIFY,
    Right.PROTECTION_WRITE, Right.ENTITLEMENT_WRITE, Right.ABSENCE_WRITE, Right.REFERRAL_READ, Right.REFERRAL_WRITE,
    Right.PLACES_READ, Right.HANDOVER_READ, Right.HANDOVER_TAKE, Right.EMERGENCY_OPEN,
})  # fmt: skip


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


def closed(actor: Actor, person: Practitioner, account: Account) -> str:
    """Before a reason is typed: why no link can be made from here, in a sentence; empty when one can, or leaves by mail."""
    if settings.MAIL_IS_SET and account.email:
        return ""
    more = _more_than(actor, actor_of(person))
    return _WIDER.format(person=person, more=more) if more else ""


def _more_than(actor: Actor, hers: Actor) -> str:
    """What her account opens and the actor’s does not, in words, in the units where she works; empty: nothing."""
    volets = {v for unit in hers.unit_ids for v in hers.volets_read([unit]) - actor.volets_read([unit])}
    rights = {
        right for right in Right if right not in _EVERYDAY and not hers.units_with(right) <= actor.units_with(right)
    }
    words = [f"lire la partie « {VOLET_LABELS[v]} »" for v in VOLET_LABELS if v in volets]
    words += [RIGHT_LABELS[right] for right in Right if right in rights]
    return ", ".join(words)


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
    if not is_mailed and (more := _more_than(actor, actor_of(person))):
        raise Refused(_WIDER.format(person=person, more=more))
    trace(actor, Kind.ACCOUNT_RESCUED, object_id=person.pk, reason=reason, is_mailed=is_mailed)
    return WayBack(str(person), account.login, "" if is_mailed else link, is_mailed)
