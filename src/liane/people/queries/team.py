"""Who works in the units that hold a record: those among whom a key worker is chosen."""

from uuid import UUID

from django.db import connection

_SQL = """
SELECT DISTINCT w.id, w.first_name || ' ' || w.last_name AS name, w.profession
FROM professionals_practitionerrole post JOIN professionals_practitioner w ON w.id = post.practitioner_id
JOIN organizations_unit u ON u.organization_id = post.organization_id
    AND (post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id))
WHERE u.id = ANY(%s) AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())
ORDER BY name
"""


def team_of(unit_ids: list[UUID]) -> list[tuple[UUID, str, str]]:
    """(identifier, name, profession) of those who have a post now in these units or in their facility."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [unit_ids])
        return [tuple(row) for row in cursor.fetchall()]
