"""An absence never outlives its stay."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db.models import F, Q
from django.utils import timezone

from liane.kit.dates import at_clock, today
from liane.stays.models import Absence, Stay

_NOT_BEGUN = "L’accompagnement s’est terminé avant."


def end_with_stay(stay: Stay) -> None:
    """She left for good while she was away: the absence ends with the last day; one that had not begun is cancelled.

    An exit written in advance ends nothing yet: she may come back before, and her return is noted as ever.
    """
    if stay.ends_on is None:
        return
    night = _night_after(stay.ends_on)
    running = Absence.objects.filter(stay=stay, ends_at=None, cancelled_at=None)
    running.filter(starts_at__gte=night).update(
        cancelled_at=timezone.now(), cancel_reason=_NOT_BEGUN, version=F("version") + 1
    )
    if night <= timezone.now():
        running.filter(starts_at__lt=night).update(ends_at=night, version=F("version") + 1)


def begin_again_with_stay(stay: Stay, left_on: date) -> None:
    """The exit was a mistake: the absence that it ended goes on, the one that it cancelled is expected again."""
    night = _night_after(left_on)
    mine = Absence.objects.filter(stay=stay)
    if mine.filter(ends_at=None, cancelled_at=None).exists():
        return
    ended = Q(ends_at=night, cancelled_at=None) | Q(ends_at=None, cancel_reason=_NOT_BEGUN, starts_at__gte=night)
    absence = mine.filter(ended).order_by("-starts_at").first()
    if absence is not None:
        absence.ends_at, absence.cancelled_at, absence.cancel_reason = None, None, ""
        absence.version += 1
        absence.save()


def end_outlived() -> int:
    """The last day written in advance has come and gone, and nobody noted a return: the absence ends there (`stays.tasks`)."""
    left = Absence.objects.filter(ends_at=None, cancelled_at=None, stay__ends_on__lt=today()).select_related("stay")
    count = 0
    for absence in left:
        if absence.stay.ends_on is not None:
            end_with_stay(absence.stay)
            count += 1
    return count


def back_before_moving(absence: Absence) -> None:
    """She is back before the change of unit written in advance: the next unit no longer waits for her to come back."""
    after = Stay.objects.filter(follows_id=absence.stay_id).values_list("pk", flat=True)
    carried = Absence.objects.filter(pk__in=[carried_on(key, absence.pk) for key in after], cancelled_at=None)
    carried.filter(ends_at=None, starts_at__gt=absence.ends_at).update(
        cancelled_at=timezone.now(), cancel_reason="De retour avant le changement d’unité.", version=F("version") + 1
    )


def carried_on(stay_id: UUID, absence_id: UUID) -> UUID:
    """Under which identifier an absence that runs goes on in the stay that follows."""
    return uuid5(stay_id, str(absence_id))


def _night_after(day: date) -> datetime:
    return at_clock(day + timedelta(days=1), time())
