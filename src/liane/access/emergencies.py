"""Accès d’urgence: the key that breaks the glass. Opened by a person for a reason, told within a minute, ended by itself.

The rule (who, on which record) is `policies.may_open_emergency`; the gesture that asks it is `people.actions.emergency`,
which knows the record. Here: what is kept of it, who is told, how it ends, how it is reviewed (security B6).
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.models import Emergency
from liane.access.queries import actor_of, holders_of
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.events import emit
from liane.kit.once import insert
from liane.professionals.models import Practitioner

LONGEST = timedelta(hours=4)
SEARCHES_PER_HOUR = 10


@transaction.atomic
def open_emergency(
    actor: Actor, emergency_id: UUID, *, record_id: UUID, unit_ids: Iterable[UUID], reason: str, lasts: timedelta
) -> Emergency:
    """Keep it, trace it, announce it. The caller has asked the rule. Sent twice, it is opened once."""
    known = Emergency.objects.filter(
        pk=emergency_id, practitioner_id=actor.practitioner_id, record_id=record_id
    ).first()
    if known is not None:
        return known
    emergency = Emergency(
        id=emergency_id, organization_id=actor.organization_id, practitioner_id=actor.practitioner_id,
        record_id=record_id, unit_ids=sorted(unit_ids), reason=reason, starts_at=TransactionNow(),
        ends_at=TransactionNow() + min(lasts, LONGEST),
    )  # fmt: skip
    insert(emergency)
    trace(actor, Kind.EMERGENCY_OPENED, record_id=record_id, object_id=emergency.pk, reason=reason)
    emit("access.emergency_opened", organization_id=actor.organization_id, emergency_id=emergency.pk)  # type: ignore[arg-type]
    return emergency


def count_search(actor: Actor) -> None:
    """Each search of a record to open in an emergency leaves a line; past ten in an hour, one calls somebody."""
    hour_ago = timezone.now() - timedelta(hours=1)
    tried = JournalEntry.objects.filter(
        organization_id=actor.organization_id, actor_id=actor.practitioner_id, at__gt=hour_ago,
        kind=Kind.EMERGENCY_SOUGHT,
    )  # fmt: skip
    if tried.count() >= SEARCHES_PER_HOUR:
        raise Refused("Vous avez déjà cherché dix fois en une heure. Appelez le cadre d’astreinte.")
    trace(actor, Kind.EMERGENCY_SOUGHT)


def reviewers_of(emergency: Emergency) -> set[UUID]:
    """Those who answer for the units of the person, and the DPO: whoever holds the review there. Never who opened it."""
    found = {who for unit_id in emergency.unit_ids for who in holders_of(Right.EMERGENCY_REVIEW, unit_id)}
    return found - {emergency.practitioner_id}


def tell(emergency_id: UUID) -> list[str]:
    """Done by the worker within a minute: counts and traces who is told; gives their mail addresses. Harmless twice.

    What they see is already there: the counter of the menu and Ma journée read the accesses that wait for a review.
    """
    emergency = Emergency.objects.select_for_update().get(pk=emergency_id)
    if emergency.told_at is not None:
        return []
    told = reviewers_of(emergency)
    Emergency.objects.filter(pk=emergency_id).update(told_at=TransactionNow(), told_count=len(told))
    opener = actor_of(Practitioner.objects.get(pk=emergency.practitioner_id))
    trace(opener, Kind.EMERGENCY_TOLD, record_id=emergency.record_id, object_id=emergency.pk, told=len(told))
    people = Practitioner.objects.filter(pk__in=told, account__is_active=True).exclude(account__email="")
    return sorted(set(people.values_list("account__email", flat=True)))


def to_review_by(actor: Actor) -> QuerySet[Emergency]:
    """Accesses to the persons of her units, opened by others, newest first; reviewed or not."""
    units = sorted(actor.units_with(Right.EMERGENCY_REVIEW))
    others = ~Q(practitioner_id=actor.practitioner_id)
    found = Emergency.objects.filter(others, organization_id=actor.organization_id, unit_ids__overlap=units)
    return found.select_related("practitioner").order_by("-starts_at", "-id")


@transaction.atomic
def end_emergency(actor: Actor, emergency_id: UUID) -> Emergency:
    """Closed before its hour, by who opened it or by who reviews it: refused at the next request."""
    emergency = Emergency.objects.filter(pk=emergency_id, practitioner_id=actor.practitioner_id).first()
    emergency = emergency or to_review_by(actor).filter(pk=emergency_id).first()
    if emergency is None:
        raise NotVisible(Refusal(None, Right.EMERGENCY_REVIEW, "Cet accès d’urgence n’est pas à elle"), actor)
    running = Emergency.objects.filter(pk=emergency_id, ends_at__gt=TransactionNow())
    if running.update(ends_at=TransactionNow()):
        trace(actor, Kind.EMERGENCY_ENDED, record_id=emergency.record_id, object_id=emergency.pk)
    return emergency


def emergency_to_review(actor: Actor, emergency_id: UUID) -> Emergency:
    """One of hers to review, or what does not exist."""
    emergency = to_review_by(actor).filter(pk=emergency_id).first()
    if emergency is None:
        raise NotVisible(Refusal(None, Right.EMERGENCY_REVIEW, "Cet accès d’urgence n’est pas à elle"), actor)
    return emergency


@transaction.atomic
def review_emergency(actor: Actor, emergency_id: UUID, *, verdict: str, remark: str) -> Emergency:
    """What whoever answers for the unit thinks of it, once. Nobody reviews her own."""
    emergency = emergency_to_review(actor, emergency_id)
    unreviewed = Emergency.objects.filter(pk=emergency_id, reviewed_at=None)
    values = {"verdict": verdict, "remark": remark, "reviewed_at": TransactionNow(), "reviewer_name": actor.name}
    if not unreviewed.update(**values):
        if emergency.reviewer_name == actor.name:
            return emergency
        raise Refused(f"{emergency.reviewer_name} a déjà revu cet accès d’urgence.")
    trace(actor, Kind.EMERGENCY_REVIEWED, record_id=emergency.record_id, object_id=emergency.pk)
    return emergency
