"""Delays asked by the pages: what is late by unit, the lines of one unit, what was said done for a stay."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID, uuid5

from django.db import connection
from django.db.models import Q, QuerySet

from liane.access.enums import Volet
from liane.nomenclatures.clocks import clocks
from liane.people.deadlines import Deadline
from liane.stays.clocks.models import ClockDue, ClockMark

PAGE = 50
SOON = timedelta(days=30)

_BY_UNIT = """
SELECT u.id, u.name, f.name, coalesce(d.late, 0), coalesce(d.soon, 0)
FROM organizations_unit u JOIN organizations_facility f ON f.id = u.facility_id
JOIN LATERAL (SELECT count(*) FILTER (WHERE due_on < %(today)s) AS late, count(*) FILTER (WHERE due_on >= %(today)s) AS soon
    FROM stays_clockdue WHERE unit_id = u.id AND due_on < %(horizon)s) d ON true
WHERE u.id = ANY(%(units)s) ORDER BY f.rank, f.name, u.rank, u.name
"""


@dataclass(frozen=True, slots=True)
class UnitTold:
    """One unit, with how many delays are late and how many come within a month."""

    unit_id: UUID
    unit: str
    facility: str
    late: int
    soon: int


@dataclass(frozen=True, slots=True)
class DueLine:
    """One delay to meet, for one person."""

    id: UUID
    record_id: UUID
    stay_id: UUID
    code: str
    source_id: UUID
    due_on: date
    why: str
    name: str


def told_by_unit(unit_ids: Iterable[UUID], on: date) -> list[UnitTold]:
    """Every unit asked for, in the order of the houses; only open delays are counted, by their index."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_UNIT, {"units": list(unit_ids), "today": on, "horizon": on + SOON})
        return [UnitTold(*row) for row in cursor.fetchall()]


def due_in_unit(unit_id: UUID, before: date, after: tuple[date, UUID] | None = None) -> list[DueLine]:
    """The delays of one unit due before a day, oldest first, one more than a page."""
    found = ClockDue.objects.filter(unit_id=unit_id, due_on__lt=before)
    if after is not None:
        found = found.filter(Q(due_on__gt=after[0]) | Q(due_on=after[0], pk__gt=after[1]), due_on__gte=after[0])
    return _lines(found, PAGE + 1)


def due_for_record(record_id: UUID, unit_ids: Iterable[UUID]) -> list[DueLine]:
    """What is still to do for one person, in the units of the reader."""
    return _lines(ClockDue.objects.filter(record_id=record_id, unit_id__in=list(unit_ids)), PAGE)


def _lines(found: QuerySet[ClockDue], limit: int) -> list[DueLine]:
    rows = found.select_related("record__person").order_by("due_on", "pk")[:limit]
    return [
        DueLine(
            row.pk,
            row.record_id,
            row.stay_id,
            row.code,
            row.source_id,
            row.due_on,
            row.why,
            row.record.person.full_name,
        )
        for row in rows
    ]


def marks_of(record_id: UUID, unit_ids: Iterable[UUID]) -> list[ClockMark]:
    """What was said done for one person in the units of the reader, newest first, without what was taken back."""
    found = ClockMark.objects.filter(record_id=record_id, unit_id__in=list(unit_ids))
    marks = list(found.order_by("-done_on", "-written_at")[:200])
    gone = {mark.takes_back for mark in marks if mark.takes_back}
    return [mark for mark in marks if mark.takes_back is None and mark.pk not in gone]


def deadlines(since: date, until: date) -> Iterator[Deadline]:
    """The far delays of the organisation due between two days, for the tasks of the teams (`Slot.DEADLINES`)."""
    far = {code: clock for code, clock in clocks().items() if clock.is_far}
    found = ClockDue.objects.filter(due_on__range=(since, until), code__in=far).order_by("due_on", "pk")
    for row in found.iterator():
        yield Deadline(
            record_id=row.record_id, source_id=uuid5(row.source_id, row.code), kind="CLOCK",
            label=far[row.code].label, due_on=row.due_on, unit_id=row.unit_id, volet=Volet.ADMIN,
        )  # fmt: skip
