"""Questions asked to the stays."""

from uuid import UUID

from liane.access.actor import Actor
from liane.stays.models import Stay


def stays_told(actor: Actor, record_id: UUID) -> list[Stay]:
    """Stays of a record that may be named to this reader, newest first: never one in a discreet facility of others."""
    rows = Stay.objects.filter(record_id=record_id).select_related("unit__facility").order_by("-starts_on", "-id")
    return [stay for stay in rows if stay.unit_id in actor.unit_ids or not stay.unit.facility.is_discreet]
