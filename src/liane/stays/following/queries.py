"""The points to make after the exits of one unit: what is due, what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.stays.models import FollowUp, Stay
from liane.stays.whereabouts import reads_after_exit

PAGE = 50
SAID = 20
SOON = timedelta(days=60)  # the time to find somebody who has left


@dataclass(frozen=True, slots=True)
class Point:
    """One point of one person who has left."""

    id: UUID
    record_id: UUID
    stay_id: UUID
    name: str
    left_on: date
    due_on: date
    article: str
    done_on: date | None
    reached: bool | None
    said: str
    author: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The points of a unit: due, made, and among those made the ones that found nobody."""

    due: int
    made: int
    nobody: int


def points_to_make(actor: Actor, unit_id: UUID, on: date, after: tuple[date, UUID] | None = None) -> list[Point]:
    """Due by two months from that day or late, soonest first, one more than a page."""
    found = _of_unit(unit_id).filter(done_on=None, due_on__lt=on + SOON)
    if after is not None:
        found = found.filter(Q(due_on__gt=after[0]) | Q(due_on=after[0], pk__gt=after[1]))
    return _points(actor, found.order_by("due_on", "pk")[: PAGE + 1])


def points_made(actor: Actor, unit_id: UUID) -> list[Point]:
    """The latest that were said, to be read again or corrected."""
    made = _of_unit(unit_id).filter(done_on__isnull=False)
    return _points(actor, made.order_by("-done_on", "-pk")[:SAID])


def how_many(unit_id: UUID, on: date) -> Counts:
    """How many are to be made by then, were made, and found nobody."""
    due, made = Q(done_on=None, due_on__lt=on + SOON), Q(done_on__isnull=False)
    told = _of_unit(unit_id).aggregate(
        due=Count("pk", filter=due), made=Count("pk", filter=made), nobody=Count("pk", filter=Q(reached=False))
    )
    return Counts(**told)


def about_left(actor: Actor, addresses: list[Mapping[str, Any]]) -> list[str | None]:
    """For the drafts of an answer: about whom, while her unit is still one of the author’s."""
    stays = Stay.objects.filter(
        pk__in=[address["stay_id"] for address in addresses], unit_id__in=actor.units_with(Right.STAY_WRITE),
        ends_on__isnull=False, record__archived_at=None,
    )  # fmt: skip
    names = {stay.pk: stay.record.person.full_name for stay in stays.select_related("record__person")}
    return [names.get(address["stay_id"]) for address in addresses]


def _of_unit(unit_id: UUID) -> QuerySet[FollowUp]:
    return FollowUp.objects.filter(stay__unit_id=unit_id, stay__record__archived_at=None)


def _points(actor: Actor, found: QuerySet[FollowUp]) -> list[Point]:
    """What a protected person becomes is absent for who does not read where she is (`whereabouts`)."""
    return [
        Point(
            row.pk, row.stay.record_id, row.stay_id, row.stay.record.person.full_name, row.stay.ends_on or row.due_on,
            row.due_on, row.article, row.done_on, row.reached,
            row.said if reads_after_exit(actor, row.stay.unit_id, is_protected=row.stay.record.is_protected) else "", row.author_name,
        )
        for row in found.select_related("stay__record__person")
    ]  # fmt: skip
