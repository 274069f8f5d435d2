"""What will be archived, what is kept, what may be destroyed; what an organisme chose; the certificates."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Max, Q, QuerySet

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.retention.rules import holds_of
from liane.nomenclatures.retention import DESTROY
from liane.stays.models import FollowUp, Stay, Wish
from liane.stays.referrals.enums import OPEN
from liane.stays.retention.models import Destruction, RetentionCase, RetentionChoice
from liane.stays.retention.reckoning import Chosen

PAGE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One record of a list. `name` only for who may open it again: the DPO is told how many and why, not who."""

    record_id: UUID
    name: str
    facility: str
    rule: str
    left_on: date
    on: date
    is_held: bool


def followed_again(on: date) -> Q:
    """Lines of a record that somebody follows, or expects: nothing is counted for them."""
    return Q(record_id__in=Stay.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on)).values("record_id"))


def asks_to_come() -> Q:
    """Lines of a record whose person asks to come (back): it is neither archived nor destroyed under her request."""
    asking = Wish.objects.filter(state__in=OPEN, referral__record__isnull=False)
    return Q(record_id__in=asking.values("referral__record_id"))


def chosen_of() -> dict[str, Chosen]:
    """By rule, the last choice of the organisation of the transaction."""
    found: dict[str, Chosen] = {}
    for choice in RetentionChoice.objects.order_by("chosen_at", "pk"):
        found[choice.rule] = Chosen(choice.active_months, choice.archive_months, choice.fate)
    return found


def last_heard() -> dict[UUID, date]:
    """By record, the last day when somebody answered what she becomes; a point that reached nobody is no contact."""
    made = FollowUp.objects.filter(done_on__isnull=False).exclude(reached=False)
    return dict(
        made.values_list("stay__record_id").annotate(last=Max("done_on")).values_list("stay__record_id", "last")
    )


def is_held(organization_id: UUID, record_id: UUID) -> bool:
    """Does a procedure stop everything for this record, or for the whole organisme?"""
    return any(hold.record_id in (None, record_id) for hold in holds_of(organization_id))


def next_month(on: date) -> tuple[date, date]:
    """First and last day of the month after this one."""
    first = on.replace(day=1) + relativedelta(months=1)
    return first, first + relativedelta(months=1) - timedelta(days=1)


def to_archive(actor: Actor, until: date, since: date | None = None) -> list[Told]:
    """Records whose active life ends by that day, oldest first, one more than a page."""
    found = RetentionCase.objects.filter(is_archived=False, archive_on__lte=until)
    return _told(actor, found.filter(archive_on__gte=since) if since else found, "archive_on")


def to_destroy(actor: Actor, until: date, since: date | None = None) -> list[Told]:
    """Archived records whose term is reached by that day and that the rule lets go."""
    found = RetentionCase.objects.filter(is_archived=True, fate=DESTROY, end_on__lte=until)
    return _told(actor, found.filter(end_on__gte=since) if since else found, "end_on")


def in_archive(actor: Actor) -> list[Told]:
    """What sleeps in the archive, the next term first."""
    return _told(actor, RetentionCase.objects.filter(is_archived=True), "end_on")


def _told(actor: Actor, found: QuerySet[RetentionCase], day: str) -> list[Told]:
    cases = list(_reachable(actor, found).select_related("facility", "record__person").order_by(day, "pk")[: PAGE + 1])
    held = {hold.record_id for hold in holds_of(actor.organization_id)} if cases else set()
    may_open = actor.may(Right.RECORD_ARCHIVE)
    return [
        Told(
            case.record_id, case.record.person.full_name if may_open else "", case.facility.name, case.rule,
            case.left_on, getattr(case, day), case.record_id in held or None in held,
        )
        for case in cases
    ]  # fmt: skip


def _reachable(actor: Actor, found: QuerySet[RetentionCase]) -> QuerySet[RetentionCase]:
    """All of them for the DPO, who is told no name; for the direction, those who only went through its own facilities."""
    if actor.may(Right.COMPLIANCE_MANAGE):
        return found
    units = list(actor.units_with(Right.RECORD_ARCHIVE))
    apart = Stay.objects.filter(unit__facility__is_discreet=True).exclude(unit_id__in=units).values("record_id")
    mine = Stay.objects.filter(unit_id__in=units).values("record_id")
    return found.filter(record_id__in=mine).exclude(record_id__in=apart)


def cases_by_term(actor: Actor, on: date) -> dict[str, QuerySet[RetentionCase]]:
    """Records that wait to be archived or destroyed now, and will next month; each figure opens its lines."""
    found = _reachable(actor, RetentionCase.objects.all())
    return {name: found.filter(asked) for name, asked in _terms(on).items()}


def _terms(on: date) -> dict[str, Q]:
    first, last = next_month(on)
    active, ended = Q(is_archived=False), Q(is_archived=True, fate=DESTROY)
    return {
        "archive_now": active & Q(archive_on__lte=on),
        "archive_next": active & Q(archive_on__range=(first, last)),
        "destroy_now": ended & Q(end_on__lte=on),
        "destroy_next": ended & Q(end_on__range=(first, last)),
    }


def certificates(actor: Actor) -> list[Destruction]:
    """What was destroyed, the latest first: nobody is named there."""
    found = Destruction.objects.select_related("facility").order_by("-decided_at", "-pk")
    if not actor.may(Right.COMPLIANCE_MANAGE):
        units = list(actor.units_with(Right.COMPLIANCE_READ))
        found = found.filter(facility__units__in=units).distinct()
    return list(found[:PAGE])


def choices() -> list[RetentionChoice]:
    """What the organisme chose, the latest first."""
    return list(RetentionChoice.objects.order_by("-chosen_at", "-pk")[:20])
