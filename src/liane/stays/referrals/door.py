"""The door of a request: only the teams of a facility wished open it; each opening leaves its trace, with its subject."""

from dataclasses import dataclass, replace
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal
from liane.organizations.models import Unit
from liane.stays.referrals.models import Referral, Wish

_WHY = "Travaille dans un établissement souhaité"


@dataclass(frozen=True, slots=True)
class Opened:
    """A request as this reader may know it: the wishes of her facilities (`mine`), and those she may be told of."""

    referral: Referral
    wishes: list[Wish]
    mine: frozenset[UUID]  # facilities where she holds the right asked
    units: frozenset[UUID]  # her units there
    by_unit: dict[UUID, UUID]  # unit → facility
    sees_private: bool

    def wish(self, wish_id: UUID) -> Wish | None:
        """One wish of her own facilities."""
        return next((one for one in self.wishes if one.pk == wish_id and one.facility_id in self.mine), None)


def units_and_facilities(actor: Actor, right: Right) -> dict[UUID, UUID]:
    """Units in which she holds the right → their facility."""
    return dict(Unit.objects.filter(pk__in=actor.units_with(right)).values_list("pk", "facility_id"))


def open_referral(
    actor: Actor,
    referral_id: UUID,
    *,
    to: Right = Right.REFERRAL_READ,
    kind: Kind | None = Kind.REFERRAL_OPENED,
    object_id: UUID | None = None,
) -> Opened:
    """Find, check and trace in one call; absent and forbidden are the same answer. `kind` None: the act traces itself."""
    referral = Referral.objects.select_related("record").filter(pk=referral_id).first()
    wishes = list(
        Wish.objects.filter(referral_id=referral_id).select_related("facility", "unit", "stay").order_by("id")
    )
    units = units_and_facilities(actor, to)
    mine = frozenset(units.values()) & {wish.facility_id for wish in wishes}
    if referral is None or not mine:
        raise NotVisible(Refusal(None, to, "Ne travaille dans aucun établissement souhaité"), actor)
    here = frozenset(unit for unit, facility in units.items() if facility in mine)
    private = not referral.is_kept or any(
        actor.reads(unit, volet) for unit in here for volet in (Volet.SOCIAL, Volet.JUDICIAL)
    )
    if kind is not None:
        leave_trace(actor, kind, referral, here, object_id=object_id)
    told = [one for one in wishes if one.facility_id in mine or _is_told(one, referral)]
    return Opened(referral, told, mine, here, units, private)


def open_wish(
    actor: Actor,
    referral_id: UUID,
    wish_id: UUID,
    *,
    to: Right = Right.REFERRAL_WRITE,
    kind: Kind | None = Kind.REFERRAL_OPENED,
) -> tuple[Opened, Wish]:
    """The same for one facility wished, which must be one of hers."""
    opened = open_referral(actor, referral_id, to=to, kind=None)
    wish = opened.wish(wish_id)
    if wish is None:
        raise NotVisible(Refusal(None, to, "Cet établissement n’est pas le sien"), actor)
    there = frozenset(unit for unit, facility in opened.by_unit.items() if facility == wish.facility_id)
    opened = replace(opened, units=there)
    if kind is not None:
        leave_trace(actor, kind, opened.referral, opened.units, object_id=opened.referral.pk, wish=wish_id)
    return opened, wish


def leave_trace(
    actor: Actor,
    kind: Kind,
    referral: Referral,
    units: frozenset[UUID],
    *,
    object_id: UUID | None = None,
    **detail: object,
) -> None:
    """One line about her: under her request, and in her record once it is known. `through` keeps a discreet facility unsaid."""
    through = actor.place_unit_id if actor.place_unit_id in units else min(units)
    trace(
        actor,
        kind,
        record_id=referral.record_id,
        object_id=object_id or referral.pk,
        reason=_WHY,
        through=through,
        **detail,
    )


def _is_told(wish: Wish, referral: Referral) -> bool:
    """Another facility of the organisme that was asked: told, unless its very name is sensitive, or she is protected."""
    return not wish.facility.is_discreet and not referral.is_kept
