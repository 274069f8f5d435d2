"""What somebody who has never come must know tonight: when the team passes, who passed, whom to call."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection

from liane.access.enums import Right
from liane.access.queries import holders_of
from liane.professionals.models import Practitioner

# Hours at which this team noted passages on three nights at least of the last fourteen: facts, not a plan.
_USUAL = """
SELECT hour FROM (
    SELECT extract(hour FROM c.seen_at AT TIME ZONE %(zone)s)::int AS hour,
        (c.seen_at AT TIME ZONE %(zone)s - interval '12 hours')::date AS night
    FROM notes_roundcheck c WHERE c.unit_id = %(unit)s AND c.seen_at > now() - interval '14 days') h
GROUP BY hour HAVING count(DISTINCT night) >= 3 ORDER BY (hour + 12) %% 24
"""
_LAST = """
SELECT DISTINCT ON (c.record_id) c.record_id, c.seen_at, c.remark FROM notes_roundcheck c
WHERE c.unit_id = %s AND c.seen_at > now() - interval '16 hours' ORDER BY c.record_id, c.seen_at DESC
"""


@dataclass(frozen=True, slots=True)
class Passage:
    """When somebody was last seen, and what was noted."""

    at: datetime
    remark: str


def usual_rounds(unit_id: UUID) -> list[int]:
    """«21, 23, 3, 6»: the hours at which the team usually passes, in the order of the night."""
    with connection.cursor() as cursor:
        cursor.execute(_USUAL, {"unit": unit_id, "zone": settings.TIME_ZONE})
        return [row[0] for row in cursor.fetchall()]


def last_passages(unit_id: UUID) -> dict[UUID, Passage]:
    """The last passage of the night for each person."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [unit_id])
        return {record_id: Passage(at, remark) for record_id, at, remark in cursor.fetchall()}


def whom_to_call(unit_id: UUID) -> list[Practitioner]:
    """Those who answer for the unit and have left a number."""
    people = Practitioner.objects.filter(pk__in=holders_of(Right.NOTE_CANCEL, unit_id)).exclude(phone="")
    return list(people.order_by("last_name", "first_name")[:5])
