"""Places that are free today, or about to be, in the units where this reader sees the places: offered where one is chosen.

Nobody is named: a date says that a place will be left, never who leaves it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.dates import short, today
from liane.organizations.queries import unit_names
from liane.stays.places.queries import in_order_of_rooms

SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Free:
    """A place nobody holds today (`taken_on`: from when somebody is expected there), or left soon (`leaves_on`: last day)."""

    unit_id: UUID
    name: str
    leaves_on: date | None
    is_sure: bool
    taken_on: date | None

    @property
    def said(self) -> str:
        """«Chambre 7», «Chambre 12, libre jusqu’au 03/05/2027», «Chambre 4, se libère le 12/12/2026 (sortie prévue)»."""
        if self.leaves_on is not None:
            planned = "" if self.is_sure else " (sortie prévue, pas encore notée)"
            return f"{self.name}, se libère le {short(self.leaves_on + timedelta(days=1))}{planned}"
        return f"{self.name}, libre jusqu’au {short(self.taken_on - timedelta(days=1))}" if self.taken_on else self.name


_FREE = """
SELECT p.unit_id, p.name, held.until, coalesce(held.sure, true), next.on_day
FROM organizations_place p
LEFT JOIN LATERAL (SELECT coalesce(o.ends_on, s.planned_ends_on) AS until, o.ends_on IS NOT NULL AS sure
    FROM stays_occupation o JOIN stays_stay s ON s.id = o.stay_id
    WHERE o.place_id = p.id AND o.starts_on <= %(day)s AND (o.ends_on IS NULL OR o.ends_on >= %(day)s) LIMIT 1) held ON true
LEFT JOIN LATERAL (SELECT min(o.starts_on) AS on_day FROM stays_occupation o
    WHERE o.place_id = p.id AND o.starts_on > %(day)s) next ON true
WHERE p.unit_id = ANY(%(units)s) AND (held.sure IS NULL
    OR (held.until BETWEEN %(day)s AND %(soon)s AND (next.on_day IS NULL OR next.on_day > held.until + 1)))
"""


def free_places(unit_ids: Iterable[UUID], day: date) -> list[Free]:
    """Free that day first, then those that will be within two months; one query, in the order of the rooms."""
    values: dict[str, Any] = {"units": list(unit_ids), "day": day, "soon": day + SOON}
    with connection.cursor() as cursor:
        cursor.execute(_FREE, values)
        found = [Free(*row) for row in cursor.fetchall()]
    return sorted(found, key=lambda one: (one.leaves_on or date.min, in_order_of_rooms(one.name)))


def offered(actor: Actor, unit_ids: Iterable[UUID]) -> list[dict[str, Any]]:
    """What the form says under «Chambre ou place»: unit by unit, nothing for units whose places she does not see."""
    seen = set(unit_ids) & set(actor.units_with(Right.PLACES_READ))
    found: dict[UUID, list[Free]] = {}
    for one in free_places(seen, today()) if seen else []:
        found.setdefault(one.unit_id, []).append(one)
    named = unit_names(frozenset(found)) if found else []
    return [
        {"label": unit.label, "text": " ; ".join(one.said for one in found[unit.id]), "names": [one.name for one in found[unit.id] if one.leaves_on is None]}
        for unit in named
    ]  # fmt: skip
