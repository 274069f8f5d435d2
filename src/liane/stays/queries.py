"""Questions asked to the stays."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.dates import local
from liane.stays.enums import StayState
from liane.stays.models import Stay


@dataclass(frozen=True, slots=True)
class Away:
    """One absence of a stay, as the path shows it."""

    id: UUID
    motive: str
    starts_at: datetime
    expected_at: datetime | None
    ends_at: datetime | None
    place: str

    def runs(self, now: datetime) -> bool:
        """Is she away at that moment?"""
        return self.starts_at <= now and (self.ends_at is None or self.ends_at > now)


@dataclass(frozen=True, slots=True)
class Step:
    """One stay of the path of somebody, with its absences, oldest first."""

    id: UUID
    record_id: UUID
    unit_id: UUID
    unit: str
    facility: str
    pack: str
    is_discreet: bool
    place: str
    mode: str
    planned_starts_on: date | None
    starts_on: date | None
    planned_ends_on: date | None
    ends_on: date | None
    exit_mode: str
    destination: str  # where she went: not told of a protected person to whoever does not read her addresses
    follows: UUID | None  # the stay of the unit she came from, by a change of unit
    absences: tuple[Away, ...]
    modes_before: tuple[tuple[str, date], ...] = ()  # with the last day of each, the latest first
    is_outside: bool = False  # a unit where this reader opens no record

    @property
    def begins_on(self) -> date:
        """The day she came in, or is expected."""
        found = self.starts_on or self.planned_starts_on
        assert found is not None  # the database keeps one of the two  # noqa: S101
        return found

    def state(self, on: date) -> StayState:
        """See `Stay.state`: the same rule."""
        return Stay(starts_on=self.starts_on, planned_starts_on=self.planned_starts_on, ends_on=self.ends_on).state(on)

    def away(self, now: datetime) -> Away | None:
        """The absence that runs at that moment."""
        return next((one for one in reversed(self.absences) if one.runs(now)), None)


_PATH = """
SELECT s.id, s.record_id, s.unit_id, u.name, f.name, f.pack, f.is_discreet, s.place,
    coalesce((SELECT m.mode FROM stays_formermode m WHERE m.stay_id = s.id AND m.until >= s.ends_on ORDER BY m.until LIMIT 1), s.mode),
    s.planned_starts_on, s.starts_on,
    s.planned_ends_on, s.ends_on, s.exit_mode, s.destination, s.follows_id, (SELECT coalesce(jsonb_agg(jsonb_build_array(a.id, a.motive, a.starts_at,
        a.expected_at, a.ends_at, a.place) ORDER BY a.starts_at), '[]')
        FROM stays_absence a WHERE a.stay_id = s.id AND a.cancelled_at IS NULL),
    (SELECT coalesce(jsonb_agg(jsonb_build_array(m.mode, m.until) ORDER BY m.until DESC), '[]') FROM stays_formermode m
        WHERE m.stay_id = s.id AND m.until >= coalesce(s.starts_on, s.planned_starts_on)
        AND (s.ends_on IS NULL OR m.until < s.ends_on))
FROM stays_stay s JOIN organizations_unit u ON u.id = s.unit_id JOIN organizations_facility f ON f.id = u.facility_id
WHERE s.record_id = %s ORDER BY coalesce(s.starts_on, s.planned_starts_on), s.id
"""


def path_of(actor: Actor, record_id: UUID) -> list[Step]:
    """The path of somebody, oldest first, in one query: never a stay in a discreet facility that is not the reader’s, and of
    the absences from a unit where she opens no record, nothing but that one runs (a stay opens the record to its unit)."""
    with connection.cursor() as cursor:
        cursor.execute(_PATH, [record_id])
        steps = [
            Step(*row[:16], absences=tuple(map(_away, json.loads(row[16]))), modes_before=_modes(row[17]))
            for row in cursor.fetchall()
        ]
    told = [step for step in steps if step.unit_id in actor.unit_ids or not step.is_discreet]
    mine, now = actor.units_with(Right.RECORD_READ), timezone.now()
    return [step if step.unit_id in mine else _from_outside(step, now) for step in told]


def _from_outside(step: Step, now: datetime) -> Step:
    """A colleague of another unit who accompanies her too knows that she is away, not why, where, nor the times before."""
    running = (replace(one, motive="", place="") for one in step.absences if one.runs(now))
    return replace(step, absences=tuple(running), modes_before=(), is_outside=True)


def _modes(told: str) -> tuple[tuple[str, date], ...]:
    return tuple((mode, date.fromisoformat(until)) for mode, until in json.loads(told))


def _away(row: list[Any]) -> Away:
    moments = [local(datetime.fromisoformat(text)) if text else None for text in row[2:5]]
    assert moments[0] is not None  # the column is never empty  # noqa: S101
    return Away(UUID(row[0]), row[1], moments[0], moments[1], moments[2], row[5])


def stays_told(actor: Actor, record_id: UUID) -> list[Stay]:
    """Stays of a record that may be named to this reader, newest first: never one in a discreet facility of others."""
    rows = Stay.objects.filter(record_id=record_id).select_related("unit__facility")
    told = [stay for stay in rows if stay.unit_id in actor.unit_ids or not stay.unit.facility.is_discreet]
    return sorted(told, key=lambda stay: (stay.begins_on, stay.pk), reverse=True)
