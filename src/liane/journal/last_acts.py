"""When somebody last did something: a right that serves nobody is a right to end (security §1, revue des habilitations)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

_LAST = """
SELECT who.id, (SELECT e.at FROM journal_journalentry e WHERE e.organization_id = %s AND e.actor_id = who.id
    ORDER BY e.at DESC LIMIT 1) FROM unnest(%s::uuid[]) AS who (id)
"""


def last_acts(organization_id: UUID | None, actor_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """The last line of the journal of each; who has never done anything is not there. One query, one step of index each."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [organization_id, list(actor_ids)])
        return {who: at for who, at in cursor.fetchall() if at is not None}
