"""Questions about those who work here."""

from uuid import UUID

from django.db import connection

from liane.professionals.models import Session

_TEAM = """
SELECT DISTINCT w.id, w.first_name || ' ' || w.last_name || ' (' || w.profession || ')', w.last_name
FROM professionals_practitioner w
JOIN professionals_practitionerrole post ON post.practitioner_id = w.id
JOIN organizations_unit u ON u.id = %s
WHERE (post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id))
AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())
ORDER BY w.last_name
"""


def team_of(unit_id: UUID, but: UUID | None = None) -> list[tuple[str, str]]:
    """Those who have a post in the unit today (or in its facility), as choices of a list: (identifier, name and trade)."""
    with connection.cursor() as cursor:
        cursor.execute(_TEAM, [unit_id])
        return [(str(who), label) for who, label, _ in cursor.fetchall() if who != but]


def account_of_session(session_key: str) -> UUID | None:
    """Whose session it was, even over: the text typed before its end is given back to her only."""
    return Session.objects.filter(session_key=session_key).values_list("account_id", flat=True).first()
