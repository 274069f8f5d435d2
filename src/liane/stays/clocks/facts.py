"""What the delays of some stays are counted from, read in a few questions however many they are."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from liane.people.protection.policies import latest_birth
from liane.stays.clocks.engine import Away, Facts
from liane.stays.clocks.models import ClockMark
from liane.stays.models import Absence, Stay


def facts_of(stay_ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """Facts by stay that has begun: somebody expected is asked nothing yet."""
    keys = list(stay_ids)
    done = _done(keys)
    away = _away(keys)
    stays = Stay.objects.filter(pk__in=keys, starts_on__isnull=False).select_related("unit__facility", "record__person")
    return {
        stay.pk: Facts(
            stay_id=stay.pk,
            pack=stay.unit.facility.pack,
            admitted_on=stay.admitted_on or stay.begins_on,
            ends_on=stay.ends_on,
            planned_end=stay.planned_ends_on,
            birth_date=latest_birth(stay.record.person.birth_date, stay.record.person.birth_precision),
            contract_given=stay.contract_given_on,
            contract_signed=stay.contract_signed_on,
            absences=tuple(away.get(stay.pk, ())),
            done=done.get(stay.pk, {}),
        )
        for stay in stays
    }


def _away(stay_ids: list[UUID]) -> dict[UUID, list[Away]]:
    """Absences of the last year by stay: an older one that nobody said settled is no longer anybody's work."""
    since = timezone.now() - timedelta(days=365)
    found: dict[UUID, list[Away]] = {}
    for absence in Absence.objects.filter(stay_id__in=stay_ids, cancelled_at=None, starts_at__gte=since):
        told = Away(absence.pk, absence.starts_at, absence.ends_at, absence.motive)
        found.setdefault(absence.stay_id, []).append(told)
    return found


def _done(stay_ids: list[UUID]) -> dict[UUID, dict[tuple[str, UUID], date]]:
    """By stay, the last day each delay was said met; what was taken back does not count."""
    marks = list(ClockMark.objects.filter(stay_id__in=stay_ids))
    gone = {mark.takes_back for mark in marks if mark.takes_back}
    found: dict[UUID, dict[tuple[str, UUID], date]] = {}
    for mark in marks:
        if mark.takes_back is None and mark.pk not in gone:
            days = found.setdefault(mark.stay_id, {})
            key = (mark.code, mark.source_id)
            days[key] = max(mark.done_on, days.get(key, mark.done_on))
    return found
