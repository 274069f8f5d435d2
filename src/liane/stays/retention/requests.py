"""Requests for admission that never became a stay: which are past their term, who may decide of them, the certificates.

A request without follow-up is kept as long as `nomenclatures/data/referral_retention.csv` says (CNIL 2023-095), counted from
the day on which the last facility wished closed it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.retention.rules import holds_of
from liane.kit.once import already
from liane.nomenclatures.referrals import retention_of
from liane.nomenclatures.retention import KEEP, rule_for
from liane.organizations.models import Facility, Organization, Unit
from liane.stays.referrals.models import Referral, Wish
from liane.stays.referrals.queries import closed_before
from liane.stays.referrals.words import name_of
from liane.stays.retention.models import RequestErasure
from liane.stays.retention.queries import cases_by_term, next_month

PAGE = 50


@dataclass(frozen=True, slots=True)
class Over:
    """One request of the list. `name` only for who decides; the DPO is told how many and why, not who."""

    referral_id: UUID
    name: str
    facilities: tuple[str, ...]
    kept_until: date
    rule: str
    source: str
    asks_visa: bool
    is_held: bool


def reachable(actor: Actor, on: date) -> QuerySet[Referral]:
    """Requests that may be erased on that day: all for the DPO, who is told no name; for the direction, those asked to its
    own facilities, and never one that was also asked to a discreet facility of others."""
    found = closed_before(on)
    return found if actor.may(Right.COMPLIANCE_MANAGE) else decidable(actor, found)


def decidable(actor: Actor, found: QuerySet[Referral]) -> QuerySet[Referral]:
    """Those of which she may decide herself."""
    mine = Unit.objects.filter(pk__in=actor.units_with(Right.RECORD_ARCHIVE)).values("facility_id")
    wishes = Wish.objects.filter(referral_id=OuterRef("pk"))
    apart = wishes.filter(facility__is_discreet=True).exclude(facility_id__in=mine)
    return found.filter(Exists(wishes.filter(facility_id__in=mine)), ~Exists(apart))


def requests_to_erase(actor: Actor, on: date) -> list[Over]:
    """Requests past their term on that day, the oldest first, one more than a page."""
    found = reachable(actor, on)
    referrals = list(found.order_by("kept_last", "pk")[: PAGE + 1])
    may_open = actor.may(Right.RECORD_ARCHIVE)
    held = {hold.record_id for hold in holds_of(actor.organization_id)} if referrals else set()
    asked = _facilities_of(actor, [one.pk for one in referrals])
    return [_told(one, asked.get(one.pk, []), held, may_open) for one in referrals]


def _told(referral: Referral, asked: list[Facility], held: set[UUID | None], may_open: bool) -> Over:
    packs = sorted({facility.pack for facility in asked}) or [""]
    rule = max((retention_of(pack) for pack in packs), key=lambda one: one.months)
    return Over(
        referral.pk, name_of(referral) if may_open else "", tuple(facility.name for facility in asked),
        referral.kept_last, rule.label, rule.source, rule_for(frozenset(packs)).fate == KEEP,  # type: ignore[attr-defined]
        None in held or (referral.record_id is not None and referral.record_id in held),
    )  # fmt: skip


def _facilities_of(actor: Actor, referral_ids: list[UUID]) -> dict[UUID, list[Facility]]:
    """The facilities asked that this reader may be told of: hers, and for the DPO those whose name says nothing."""
    mine = set(Unit.objects.filter(pk__in=actor.units_with(Right.RECORD_ARCHIVE)).values_list("facility_id", flat=True))
    told: dict[UUID, list[Facility]] = {}
    wishes = Wish.objects.filter(referral_id__in=referral_ids).select_related("facility")
    for wish in wishes.order_by("facility__rank", "facility__name"):
        everywhere = actor.may(Right.COMPLIANCE_MANAGE) and not wish.facility.is_discreet
        if wish.facility_id in mine or everywhere:
            told.setdefault(wish.referral_id, []).append(wish.facility)
    return told


def counts_with_requests(actor: Actor, on: date) -> dict[str, int]:
    """How many records and requests reach their term now, and next month, in one question; each figure opens its lines."""
    now, coming = _now_and_next(actor, on)
    asked = {name: _how_many(found) for name, found in cases_by_term(actor, on).items()}
    asked |= {"requests_now": _how_many(now), "requests_next": _how_many(coming)}
    return Organization.objects.filter(pk=actor.organization_id).annotate(**asked).values(*asked).get()


def _now_and_next(actor: Actor, on: date) -> tuple[QuerySet[Referral], QuerySet[Referral]]:
    first, last = next_month(on)
    return reachable(actor, on), reachable(actor, last).filter(kept_last__gte=first - timedelta(days=1))


def _how_many(found: QuerySet[Any]) -> Coalesce:
    counted = found.order_by().values("organization_id").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), 0)


def erased_before(actor: Actor, erasure_id: UUID) -> bool:
    """Was this very decision received already? Its requests are no longer in any list."""
    return already(RequestErasure, erasure_id, author_id=actor.practitioner_id)


def erasures(actor: Actor) -> list[RequestErasure]:
    """What was erased, the latest first: those that touched a facility of hers; all for the DPO."""
    found = list(RequestErasure.objects.order_by("-decided_at", "-pk")[: PAGE * 4])
    if not actor.may(Right.COMPLIANCE_MANAGE):
        units = Unit.objects.filter(pk__in=actor.units_with(Right.COMPLIANCE_READ))
        mine = {str(key) for key in units.values_list("facility_id", flat=True)}
        found = [one for one in found if mine & set(one.facilities)]
    return found[:PAGE]
