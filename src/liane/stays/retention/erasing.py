"""Erase requests for admission that never became a stay: at their term, by somebody, with a decision; a certificate stays."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.retention.rules import holds_of
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import insert
from liane.stays.referrals.door import units_and_facilities
from liane.stays.referrals.models import Referral, Wish
from liane.stays.referrals.queries import closed_before
from liane.stays.retention.models import RequestErasure
from liane.stays.retention.requests import decidable, erased_before

MOST_AT_ONCE = 200


@transaction.atomic
def erase_requests(
    actor: Actor, erasure_id: UUID, request_ids: Iterable[UUID], *, reason: str, visa: str = ""
) -> RequestErasure:
    """What was said of somebody who did not come goes, whole: notices, opinions, moves, steps. All of the list, or nothing."""
    if erased_before(actor, erasure_id):
        return RequestErasure.objects.get(pk=erasure_id)
    wanted = list(dict.fromkeys(request_ids))[:MOST_AT_ONCE]
    found = list(decidable(actor, closed_before(today())).filter(pk__in=wanted).order_by("pk"))
    if not wanted or len(found) != len(wanted):
        raise NotVisible(Refusal(None, Right.RECORD_ARCHIVE, "Une de ces demandes n’est pas à son terme"), actor)
    _refuse_held(actor, found)
    asked: dict[UUID, set[UUID]] = {}
    for referral_id, facility_id in Wish.objects.filter(referral_id__in=wanted).values_list(
        "referral_id", "facility_id"
    ):
        asked.setdefault(referral_id, set()).add(facility_id)
    made = RequestErasure(
        id=erasure_id, organization_id=actor.organization_id, requests=[str(one.pk) for one in found],
        facilities=sorted({str(key) for keys in asked.values() for key in keys}),
        last_kept=max(one.kept_last for one in found), reason=reason, visa=visa,  # type: ignore[attr-defined]
        author_id=actor.practitioner_id, author_name=actor.name, decided_at=timezone.now(),
    )  # fmt: skip
    insert(made)
    _tell(actor, made, found, asked)
    with connection.cursor() as cursor:
        cursor.execute("SELECT stays_erase_requests(%s)", [made.pk])
    made.refresh_from_db()
    return made


def _refuse_held(actor: Actor, found: list[Referral]) -> None:
    held = {hold.record_id for hold in holds_of(actor.organization_id)}
    if None in held or held & {one.record_id for one in found}:
        raise Refused("Un gel est posé : rien ne peut être effacé. Voyez Conservation des traces.")


def _tell(actor: Actor, made: RequestErasure, found: list[Referral], asked: dict[UUID, set[UUID]]) -> None:
    """One line of the journal for each, told through a unit of hers."""
    units = units_and_facilities(actor, Right.RECORD_ARCHIVE)
    for one in found:
        through = min(unit for unit, facility in units.items() if facility in asked[one.pk])
        trace(
            actor, Kind.REFERRAL_ERASED, record_id=one.record_id, object_id=one.pk, reason=made.reason,
            through=through, certificate=str(made.pk),
        )  # fmt: skip
