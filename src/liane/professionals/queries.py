"""Questions about those who work here."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from liane.professionals.models import Session

_TEAM = """
SELECT DISTINCT w.id, w.first_name || ' ' || w.last_name, w.profession, w.last_name
FROM professionals_practitionerrole post JOIN professionals_practitioner w ON w.id = post.practitioner_id
JOIN organizations_unit u ON u.organization_id = post.organization_id
    AND (post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id))
WHERE u.id = ANY(%s) AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())
ORDER BY w.last_name, 2
"""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of a team, as a list names her."""

    id: UUID
    name: str
    profession: str


def team_of(unit_ids: Iterable[UUID]) -> list[Colleague]:
    """Those who have a post now in these units or in their facility, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_TEAM, [list(unit_ids)])
        return [Colleague(*row[:3]) for row in cursor.fetchall()]


def colleagues(unit_id: UUID, me: UUID | None) -> list[tuple[str, str]]:
    """The others of a unit, as choices of a list: (identifier, name and trade)."""
    return [(str(who.id), f"{who.name} ({who.profession})") for who in team_of([unit_id]) if who.id != me]


def account_of_session(session_key: str) -> UUID | None:
    """Whose session it was, even over: the text typed before its end is given back to her only."""
    return Session.objects.filter(session_key=session_key).values_list("account_id", flat=True).first()
