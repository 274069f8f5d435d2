"""Questions asked to the organisation: its units, the shift of a moment."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db import connection

from liane.kit.dates import Period, at_clock
from liane.organizations.models import Facility, Unit


@dataclass(frozen=True, slots=True)
class WorkShift:
    """One shift on one given day: «la nuit du lundi 23 novembre, de 21 h à 7 h»."""

    name: str
    period: Period


def shift_on(on: date, name: str, starts: time, ends: time) -> WorkShift:
    """The shift that starts that day. A night ends the day after, at the hour the clock of the house then shows."""
    end_day = on + timedelta(days=1) if ends <= starts else on
    return WorkShift(name, Period(at_clock(on, starts), at_clock(end_day, ends)))


def units_by_facility(unit_ids: frozenset[UUID]) -> list[Unit]:
    """Units with their facility, for a menu: in the order chosen by the house."""
    units = Unit.objects.filter(pk__in=unit_ids, is_open=True).select_related("facility")
    return list(units.order_by("facility__rank", "facility__name", "rank", "name"))


@dataclass(frozen=True, slots=True)
class UnitName:
    """One unit as a menu names it."""

    id: UUID
    name: str
    facility: str
    facility_id: UUID
    pack: str = ""

    @property
    def label(self) -> str:
        """«Mimosa (FAM Les Tilleuls)», «SAVS Horizon»."""
        return self.name if self.name == self.facility else f"{self.name} ({self.facility})"


_NAMES = """
SELECT u.id, u.name, f.name, f.id, f.pack FROM organizations_unit u JOIN organizations_facility f ON f.id = u.facility_id
WHERE u.id = ANY(%s) AND u.is_open ORDER BY f.rank, f.name, u.rank, u.name
"""


def unit_names(unit_ids: frozenset[UUID]) -> list[UnitName]:
    """Open units of a menu, in the order chosen by the house: names only, without a model behind."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, [list(unit_ids)])
        return [UnitName(*row) for row in cursor.fetchall()]


def unit_choices(unit_ids: frozenset[UUID]) -> list[tuple[str, str]]:
    """The same, as choices of a list."""
    return [(str(unit.id), unit.label) for unit in unit_names(unit_ids)]


def facilities_with_units() -> list[tuple[Facility, list[Unit]]]:
    """The whole house, in its order: each facility with its open units."""
    units: dict[UUID, list[Unit]] = {}
    for unit in Unit.objects.filter(is_open=True).order_by("rank", "name"):
        units.setdefault(unit.facility_id, []).append(unit)
    return [(facility, units.get(facility.pk, [])) for facility in Facility.objects.order_by("rank", "name")]
