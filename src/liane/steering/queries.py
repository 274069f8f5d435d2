"""What the DPO and the direction may look at: signalled accesses of their units, one exact record."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import Unsaid
from liane.people.models import Record
from liane.people.queries.answered import named_exactly, records_under
from liane.steering.models import Alert, AlertReview


def alerts_of(actor: Actor, unsaid: Unsaid) -> QuerySet[Alert]:
    """Signalled accesses that concern her units. Never those of a discreet facility that is not hers (`unsaid`)."""
    mine = list(actor.units_with(Right.COMPLIANCE_READ))
    found = Alert.objects.filter(unit_ids__overlap=mine, organization_id=actor.organization_id)
    if unsaid.practitioner_ids:
        found = found.exclude(actor_id__in=unsaid.practitioner_ids)
    return found


def page_of_alerts(
    actor: Actor, unsaid: Unsaid, *, is_open: bool, before: tuple[datetime, UUID] | None, limit: int
) -> list[Alert]:
    """Newest first, page after page by date and key."""
    found = alerts_of(actor, unsaid).filter(is_open=is_open)
    if before is not None:
        at, key = before
        found = found.filter(Q(last_at__lt=at) | Q(last_at=at, id__lt=key), last_at__lte=at)
    return list(found.order_by("-last_at", "-id")[:limit])


def reviews_of(alerts: list[Alert]) -> dict[UUID, list[AlertReview]]:
    """What was said of each, in order."""
    said: dict[UUID, list[AlertReview]] = {alert.pk: [] for alert in alerts}
    for review in AlertReview.objects.filter(alert__in=alerts).order_by("at", "id"):
        said[review.alert_id].append(review)
    return said


def asked_of(actor: Actor) -> QuerySet[Alert]:
    """Accesses that this professional is asked to explain."""
    return Alert.objects.filter(actor_id=actor.practitioner_id, is_asked=True)


def records_of(actor: Actor) -> QuerySet[Record]:
    """Records that a unit of hers holds or has held: their accesses are hers to answer for, their content is not."""
    return records_under(actor.organization_id, actor.units_with(Right.COMPLIANCE_READ))


def find_exactly(actor: Actor, typed: str) -> list[Record]:
    """One of them, by its exact first name and family name."""
    return named_exactly(records_of(actor), typed)
