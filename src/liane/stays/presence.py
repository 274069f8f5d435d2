"""Where somebody is today in a unit: deduced from her stay and its absences, and shown by the line that holds the record.

Nobody types it. It is written again by each gesture, and every five minutes for what a clock begins (`stays.tasks`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from liane.kit.dates import local
from liane.nomenclatures.stay_lists import absence_motives
from liane.people.actions.holding import follow_stay, holds_of
from liane.stays.enums import Presence, StayState
from liane.stays.models import Absence, Stay


def absence_now(stay: Stay, now: datetime) -> Absence | None:
    """The absence that runs at that moment."""
    there = Absence.objects.filter(stay=stay, cancelled_at=None, starts_at__lte=now)
    return there.filter(Q(ends_at=None) | Q(ends_at__gt=now)).order_by("-starts_at").first()


def presence_of(stay: Stay, absence: Absence | None, now: datetime) -> str:
    """Expected, away and how, or there."""
    if stay.state(local(now).date()) is StayState.EXPECTED:
        return Presence.EXPECTED
    if absence is None:
        return Presence.PRESENT
    motive = absence_motives().get(absence.motive)
    return motive.presence if motive else Presence.ABSENT


def show_presence(stay: Stay, *, since: object = None) -> None:
    """Write it where the door and the lists read it. `since`: the first day that the line had before this gesture."""
    now = timezone.now()
    presence = presence_of(stay, absence_now(stay, now), now)
    held = holds_of(stay.pk, stay.record_id, stay.unit_id, since or stay.begins_on)  # type: ignore[arg-type]
    follow_stay(held, since=stay.begins_on, place=stay.place, presence=presence)


def show_presences(stays: Iterable[Stay]) -> int:
    """The same for those whose hour has come."""
    count = 0
    for stay in stays:
        show_presence(stay)
        count += 1
    return count


def where_they_are(stays: Iterable[Stay]) -> None:
    """Stays that have just come from elsewhere with the lines that hold their records: these keep all that they say but this."""
    now = timezone.now()
    for stay in stays:
        presence = presence_of(stay, absence_now(stay, now), now)
        holds_of(stay.pk, stay.record_id, stay.unit_id, stay.begins_on).update(presence=presence)


def due_presences() -> list[Stay]:
    """Stays whose line may say something old: an absence or a first day has begun since yesterday."""
    now = timezone.now()
    begun = Absence.objects.filter(cancelled_at=None, starts_at__gt=now - timedelta(days=1), starts_at__lte=now)
    today = local(now).date()
    return list(Stay.objects.filter(Q(pk__in=begun.values("stay_id")) | Q(starts_on=today), ends_on=None))
