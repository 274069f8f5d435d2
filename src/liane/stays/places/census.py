"""Who was there on a given day, evening after evening, by the stays and the absences as they are known today.

One definition serves the census of a day and the occupation of a period: somebody is of the day when her stay covers it
(first and last day included); she is away when an absence that was not cancelled covers the evening of that day: the last
midnight of the day, or this very moment for today.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from liane.access.actor import Actor
from liane.kit.dates import at_clock
from liane.nomenclatures.stay_lists import absence_motives
from liane.people.queries.subjects import Called, called
from liane.stays.absences.models import LONG

_AWAY = """LEFT JOIN LATERAL (SELECT a.motive, a.starts_at, a.expected_at, a.ends_at FROM stays_absence a
    WHERE a.stay_id = s.id AND a.cancelled_at IS NULL AND a.starts_at < d.evening
    AND (a.ends_at IS NULL OR a.ends_at >= d.evening) ORDER BY a.starts_at DESC LIMIT 1) w ON true"""
_CENSUS = f"""
SELECT s.id, s.record_id, coalesce((SELECT m.mode FROM stays_formermode m WHERE m.stay_id = s.id AND m.until >= d.day
        ORDER BY m.until LIMIT 1), s.mode), s.starts_on, s.planned_starts_on, s.ends_on, coalesce(s.starts_on <= d.day, false),
    coalesce((SELECT p2.name FROM stays_occupation o JOIN organizations_place p2 ON p2.id = o.place_id
        WHERE o.stay_id = s.id AND o.starts_on <= d.day AND (o.ends_on IS NULL OR o.ends_on >= d.day)
        ORDER BY o.starts_on DESC LIMIT 1),
        CASE WHEN EXISTS (SELECT 1 FROM stays_occupation o WHERE o.stay_id = s.id) THEN '' ELSE s.place END),
    EXISTS (SELECT 1 FROM stays_occupation o WHERE o.stay_id = s.id),
    coalesce(w.motive, ''), w.starts_at, w.expected_at
FROM stays_stay s CROSS JOIN (SELECT %(day)s::date AS day, %(evening)s::timestamptz AS evening) d
{_AWAY}
WHERE s.unit_id = %(unit)s AND (s.ends_on IS NULL OR s.ends_on >= d.day)
    AND (s.starts_on <= d.day OR (s.planned_starts_on <= d.day AND (s.starts_on IS NULL OR s.starts_on > d.day)))
"""  # noqa: S608 - our own words
_DAYS = f"""
SELECT s.unit_id, s.id, s.record_id, count(*), count(w.motive),
    count(*) FILTER (WHERE w.motive = ANY(%(kept)s) AND coalesce(w.ends_at, %(now)s) - w.starts_at <= %(long)s)
FROM stays_stay s JOIN unnest(%(days)s::date[], %(evenings)s::timestamptz[]) AS d(day, evening)
    ON s.starts_on <= d.day AND (s.ends_on IS NULL OR s.ends_on >= d.day)
{_AWAY}
WHERE s.unit_id = ANY(%(units)s) GROUP BY s.id
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Present:
    """One line of the census of a day: there, away and why, or expected.

    The mode is the one of that day. `is_dated`: the place is the one she held that day; in a unit that keeps no places, the last one noted is all that is known.
    """

    stay_id: UUID
    record_id: UUID
    mode: str
    starts_on: date | None
    planned_starts_on: date | None
    ends_on: date | None
    is_in: bool
    place: str
    is_dated: bool
    motive: str
    away_since: datetime | None
    expected_at: datetime | None
    who: Called


@dataclass(frozen=True, slots=True)
class Days:
    """What one stay makes of a period, in days: of the unit, away, away for less than 72 hours with the place kept."""

    unit_id: UUID
    stay_id: UUID
    record_id: UUID
    days: int
    away: int
    short: int
    who: Called

    @property
    def present(self) -> int:
        """Evenings when she was there."""
        return self.days - self.away

    @property
    def counted(self) -> int:
        """Days done in the formula A-03: there, or away for less than 72 hours (hospital, convenience)."""
        return self.present + self.short


def evening_of(day: date, now: datetime) -> datetime:
    """The moment at which a day is looked at: its last midnight, or now when it is not over."""
    return min(at_clock(day + timedelta(days=1), time()), now)


def census(actor: Actor, unit_id: UUID, day: date, now: datetime | None = None) -> list[Present]:
    """Who was of this unit that day, by name. Two queries; what was corrected since is what it answers."""
    values: dict[str, Any] = {"unit": unit_id, "day": day, "evening": evening_of(day, now or timezone.now())}
    with connection.cursor() as cursor:
        cursor.execute(_CENSUS, values)
        rows = cursor.fetchall()
    names = called(actor, (row[1] for row in rows))
    return sorted((Present(*row, who=names[row[1]]) for row in rows), key=_in_order)


def _in_order(line: "Present | Days") -> tuple[str, UUID]:
    return line.who.sort_key, line.stay_id


def days_of(
    actor: Actor, unit_ids: Iterable[UUID], since: date, until: date, now: datetime | None = None
) -> list[Days]:
    """Days of each stay between two days, both included and not later than today. Two queries for all the units."""
    rows = days_rows(unit_ids, since, until, now)
    return as_days(rows, called(actor, (row[2] for row in rows)))


def days_rows(unit_ids: Iterable[UUID], since: date, until: date, now: datetime | None = None) -> list[Any]:
    """The same without the names, for a page that asks them once for several tables."""
    now = now or timezone.now()
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    values: dict[str, Any] = {
        "units": list(unit_ids),
        "days": days,
        "evenings": [evening_of(day, now) for day in days],
        "kept": [one.code for one in absence_motives().values() if one.keeps_place],
        "long": LONG,
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, values)
        return list(cursor.fetchall())


def as_days(rows: Iterable[Any], names: Mapping[UUID, Called]) -> list[Days]:
    """These rows, with their names, in the order of the lists."""
    return sorted((Days(*row, who=names[row[2]]) for row in rows), key=_in_order)
