"""The study of a request: what each of the team thinks of it. An opinion stays; who changes her mind gives another."""

from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already, insert
from liane.stays.referrals.door import Opened, leave_trace, open_wish
from liane.stays.referrals.enums import ENDED, WishState
from liane.stays.referrals.models import Opinion, Wish

# Where the opinion of somebody goes when she says nothing: the part that is hers.
_USUAL = (Volet.CARE, Volet.PSY, Volet.SOCIAL, Volet.SUPPORT, Volet.ADMIN, Volet.FAMILY, Volet.JUDICIAL)


def unit_of_opinion(actor: Actor, opened: Opened, wish: Wish) -> UUID:
    """The unit for which she speaks: the place she chose, else the first of hers in this facility."""
    if actor.place_unit_id in opened.units:
        return actor.place_unit_id
    return wish.unit_id if wish.unit_id in opened.units else min(opened.units)


def parts_of_opinion(actor: Actor, unit_id: UUID) -> list[Volet]:
    """The parts of the file in which her opinion may stand: those she writes and reads herself."""
    return [volet for volet in _USUAL if actor.writes(unit_id, volet) and actor.reads(unit_id, volet)]


@transaction.atomic
def give_opinion(
    actor: Actor, referral_id: UUID, wish_id: UUID, opinion_id: UUID, *, verdict: str, text: str, volet: str
) -> None:
    """What she thinks of it, and why; read by those who read this part. The same identifier twice is once."""
    opened, wish = open_wish(actor, referral_id, wish_id, to=Right.REFERRAL_READ, kind=None)
    if already(Opinion, opinion_id, wish_id=wish_id):
        return
    if wish.state in (WishState.ADMITTED, *ENDED):
        raise Refused("Cette demande est close : l’étude est finie.")
    unit_id = unit_of_opinion(actor, opened, wish)
    if volet not in parts_of_opinion(actor, unit_id):
        raise NotVisible(Refusal(None, Right.REFERRAL_READ, "N’écrit pas dans cette partie"), actor)
    opinion = Opinion(
        id=opinion_id, organization_id=wish.organization_id, wish=wish, unit_id=unit_id, volet=volet, verdict=verdict,
        text=text, author_id=actor.practitioner_id, author_name=actor.name, author_role=actor.role_label,
    )  # fmt: skip
    insert(opinion)
    leave_trace(actor, Kind.REFERRAL_STUDIED, opened.referral, opened.units, wish=wish_id)
