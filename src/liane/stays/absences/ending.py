"""An absence never outlives its stay."""

from datetime import time, timedelta

from django.db.models import F
from django.utils import timezone

from liane.kit.dates import at_clock
from liane.stays.models import Absence, Stay


def end_with_stay(stay: Stay) -> None:
    """She left for good while she was away: the absence ends with the last day; one that had not begun is cancelled."""
    if stay.ends_on is None:
        return
    night = at_clock(stay.ends_on + timedelta(days=1), time())
    running = Absence.objects.filter(stay=stay, ends_at=None, cancelled_at=None)
    running.filter(starts_at__gte=night).update(
        cancelled_at=timezone.now(), cancel_reason="L’accompagnement s’est terminé avant.", version=F("version") + 1
    )
    running.filter(starts_at__lt=night).update(ends_at=night, version=F("version") + 1)
