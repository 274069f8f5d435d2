"""What the delays of some stays are counted from, read in a few questions however many they are.

A change of unit inside one facility begins no new admission: the delays of the stay that follows are counted from the first
entry, what was said met before stays met, and an absence that goes on is counted from its own departure.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from liane.kit.dates import local
from liane.people.protection.policies import latest_birth
from liane.stays.absences.ending import carried_on
from liane.stays.clocks.engine import Away, Facts
from liane.stays.clocks.models import ClockMark
from liane.stays.models import Absence, AdmissionTask, Stay
from liane.stays.referrals.enums import TaskState

_BEFORE = """
WITH RECURSIVE chain AS (
    SELECT s.id AS stay_id, s.id AS at, s.follows_id, u.facility_id, coalesce(s.starts_on, s.planned_starts_on) AS entered, 0 AS far
    FROM stays_stay s JOIN organizations_unit u ON u.id = s.unit_id WHERE s.id = ANY(%s)
    UNION ALL
    SELECT c.stay_id, p.id, p.follows_id, c.facility_id, coalesce(p.starts_on, p.planned_starts_on), c.far + 1
    FROM chain c JOIN stays_stay p ON p.id = c.follows_id JOIN organizations_unit u ON u.id = p.unit_id
    WHERE u.facility_id = c.facility_id AND c.far < 100
)
SELECT stay_id, at, entered FROM chain ORDER BY stay_id, far
"""


Done = dict[tuple[str, UUID], date]  # the last day each delay was met, by what it is about


@dataclass(slots=True)
class _Chain:
    """A stay and those that it follows in its facility, the latest first; the day of the first entry."""

    stays: list[UUID] = field(default_factory=list)
    entered_on: date = date.max


def facts_of(stay_ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """Facts by stay that has begun: somebody expected is asked nothing yet."""
    chains = _chains(list(stay_ids))
    every = {one for chain in chains.values() for one in chain.stays}
    done, away, steps = _done(every), _away(every), _steps(every)
    stays = Stay.objects.filter(pk__in=chains, starts_on__isnull=False).select_related(
        "unit__facility", "record__person"
    )
    return {
        stay.pk: replace(
            _facts(stay, chains[stay.pk], away, done),
            steps={code: day for one in chains[stay.pk].stays for code, day in steps.get(one, ())},
        )
        for stay in stays
    }


def _facts(stay: Stay, chain: _Chain, away: dict[UUID, list[Away]], done: dict[UUID, Done]) -> Facts:
    person = stay.record.person
    absences, now = _absences(chain, away)
    return Facts(
        stay_id=stay.pk,
        pack=stay.unit.facility.pack,
        entered_on=chain.entered_on,
        ends_on=stay.ends_on,
        planned_end=stay.planned_ends_on,
        birth_date=latest_birth(person.birth_date, person.birth_precision),
        contract_given=stay.contract_given_on,
        contract_signed=stay.contract_signed_on,
        absences=tuple(absences.values()),
        done=_met(chain, now, done),
    )


def _chains(stay_ids: list[UUID]) -> dict[UUID, _Chain]:
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, [stay_ids])
        rows = cursor.fetchall()
    found: dict[UUID, _Chain] = {}
    for stay_id, at, entered in rows:
        chain = found.setdefault(stay_id, _Chain())
        chain.stays.append(at)
        chain.entered_on = entered
    return found


def _away(stay_ids: Iterable[UUID]) -> dict[UUID, list[Away]]:
    """Absences of the last year by stay: an older one that nobody said settled is no longer anybody's work."""
    since = timezone.now() - timedelta(days=365)
    found: dict[UUID, list[Away]] = {}
    for absence in Absence.objects.filter(stay_id__in=stay_ids, cancelled_at=None, starts_at__gte=since):
        told = Away(absence.pk, absence.starts_at, absence.ends_at, absence.motive)
        found.setdefault(absence.stay_id, []).append(told)
    return found


def _absences(chain: _Chain, away: dict[UUID, list[Away]]) -> tuple[dict[UUID, Away], dict[UUID, UUID]]:
    """Every absence since the first entry, the pieces that a change of unit made of one put together; and under which
    identifier each piece is known now."""
    found: dict[UUID, Away] = {}
    now: dict[UUID, UUID] = {}
    for stay_id in reversed(chain.stays):
        begun = {carried_on(stay_id, key): key for key in found}
        for one in away.get(stay_id, ()):
            if (before := begun.get(one.id)) is not None:
                one = Away(one.id, found.pop(before).starts_at, one.ends_at, one.motive)
                now = {key: one.id if last == before else last for key, last in now.items()} | {before: one.id}
            found[one.id] = one
    return found, now


def _met(chain: _Chain, now: dict[UUID, UUID], done: dict[UUID, Done]) -> Done:
    """What was said met for this stay, or before it changed unit: about the stay, or about one absence."""
    found: Done = {}
    for stay_id in chain.stays:
        for (code, source), day in done.get(stay_id, {}).items():
            key = (code, chain.stays[0] if source == stay_id else now.get(source, source))
            found[key] = max(day, found.get(key, day))
    return found


def _steps(stay_ids: Iterable[UUID]) -> dict[UUID, list[tuple[str, date]]]:
    """By stay, the steps of its admission that were said done, on the day they were."""
    done = AdmissionTask.objects.filter(wish__stay_id__in=stay_ids, state=TaskState.DONE)
    found: dict[UUID, list[tuple[str, date]]] = {}
    for stay_id, code, at in done.values_list("wish__stay_id", "code", "changed_at"):
        found.setdefault(stay_id, []).append((code, local(at).date()))
    return found


def _done(stay_ids: Iterable[UUID]) -> dict[UUID, Done]:
    """By stay, the last day each delay was said met; what was taken back does not count."""
    marks = list(ClockMark.objects.filter(stay_id__in=stay_ids))
    gone = {mark.takes_back for mark in marks if mark.takes_back}
    found: dict[UUID, Done] = {}
    for mark in marks:
        if mark.takes_back is None and mark.pk not in gone:
            days = found.setdefault(mark.stay_id, {})
            key = (mark.code, mark.source_id)
            days[key] = max(mark.done_on, days.get(key, mark.done_on))
    return found
