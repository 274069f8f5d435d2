"""What the delays of some stays are counted from, read in a few questions however many they are."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from liane.stays.clocks.engine import Facts
from liane.stays.clocks.models import ClockMark
from liane.stays.models import Stay


def facts_of(stay_ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """Facts by stay."""
    keys = list(stay_ids)
    done = _done(keys)
    stays = Stay.objects.filter(pk__in=keys).select_related("unit__facility", "record__person")
    return {
        stay.pk: Facts(
            stay_id=stay.pk,
            pack=stay.unit.facility.pack,
            admitted_on=stay.begins_on,
            ends_on=stay.ends_on,
            birth_date=stay.record.person.birth_date,
            done=done.get(stay.pk, {}),
        )
        for stay in stays
    }


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
