"""Questions asked to the places of a unit."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, Q, Subquery

from liane.access.actor import Actor
from liane.kit.text import fold
from liane.organizations.models import Place
from liane.people.queries.subjects import Called, called
from liane.stays.models import Occupation


def place_named(unit_id: UUID, text: str) -> Place | None:
    """The place of this unit that somebody means by «12», «chambre 12»; nothing when the unit keeps no such place."""
    said = fold(text)
    if not said:
        return None
    found = list(Place.objects.filter(unit_id=unit_id))
    exact = [place for place in found if fold(place.name) == said]
    if not exact and said.isdigit():
        exact = [place for place in found if fold(place.name).split()[-1] == said]
    return exact[0] if len(exact) == 1 else None


def same_place(place: Place | None, text: str) -> str:
    """What is written of it everywhere: the name that the unit gives it, else what was typed."""
    return place.name if place is not None else text


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody of a unit today or to come, with the days that are foreseen."""

    stay_id: UUID
    record_id: UUID
    unit_id: UUID
    place: str
    begins_on: date
    leaves_on: date | None
    is_expected: bool
    is_away: bool
    who: Called

    def there(self, day: date, now: date) -> bool:
        """Will she be of the unit that day, seen from now, if nothing changes? Who should have come and has not is nowhere yet."""
        if self.is_overdue(now):
            return False
        return self.begins_on <= day and (self.leaves_on is None or self.leaves_on >= day)

    def is_overdue(self, now: date) -> bool:
        """Was she expected before, without anybody noting that she came?"""
        return self.is_expected and self.begins_on < now


_COMING = """
SELECT s.id, s.record_id, s.unit_id, s.place, coalesce(s.starts_on, s.planned_starts_on),
    coalesce(s.ends_on, s.planned_ends_on), s.starts_on IS NULL OR s.starts_on > %(today)s,
    EXISTS (SELECT 1 FROM stays_absence a WHERE a.stay_id = s.id AND a.cancelled_at IS NULL AND a.starts_at < now()
        AND (a.ends_at IS NULL OR a.ends_at >= now()))
FROM stays_stay s
WHERE s.unit_id = ANY(%(units)s) AND (s.ends_on IS NULL OR s.ends_on >= %(today)s)
"""


def coming(actor: Actor, unit_ids: Iterable[UUID], day: date) -> list[Coming]:
    """Everybody of these units from that day on: there, away, expected, about to leave. Two queries.

    A planned exit that has passed without being noted says nothing any more: she is still there.
    """
    rows = coming_rows(unit_ids, day)
    return as_coming(rows, called(actor, (row[1] for row in rows)), day)


def coming_rows(unit_ids: Iterable[UUID], day: date) -> list[Any]:
    """The same without the names, for a page that asks them once for several tables."""
    with connection.cursor() as cursor:
        cursor.execute(_COMING, {"units": list(unit_ids), "today": day})
        return list(cursor.fetchall())


def as_coming(rows: Iterable[Any], names: Mapping[UUID, Called], day: date) -> list[Coming]:
    """These rows, with their names, in the order of the lists."""
    found = sorted((Coming(*row, who=names[row[1]]) for row in rows), key=lambda one: (one.who.sort_key, one.stay_id))
    return [replace(one, leaves_on=None) if one.leaves_on and one.leaves_on < day else one for one in found]


def capacity(unit_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many places each unit keeps; nothing for the one that has described none."""
    counted = Place.objects.filter(unit_id__in=list(unit_ids)).values("unit_id").annotate(count=Count("pk"))
    return {row["unit_id"]: row["count"] for row in counted}


def places_held(unit_id: UUID, day: date) -> list[tuple[Place, UUID | None]]:
    """Every place of a unit with the stay that holds it that day, in the order of their numbers."""
    there = Occupation.objects.filter(place=OuterRef("pk"), starts_on__lte=day)
    there = there.filter(Q(ends_on=None) | Q(ends_on__gte=day))
    found = Place.objects.filter(unit_id=unit_id).annotate(held=Subquery(there.values("stay_id")[:1]))
    return sorted(((place, place.held) for place in found), key=lambda pair: in_order_of_rooms(pair[0].name))


def in_order_of_rooms(name: str) -> list[tuple[int, str]]:
    """«Chambre 2» before «Chambre 10»."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", name)]
