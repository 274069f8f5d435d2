"""The state of the sealing of one organisme, for those who answer for it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class SealedState:
    """Last seal, last verification, and since when a line waits for its seal."""

    number: int | None
    sealed_at: datetime | None
    checked_at: datetime | None
    lines: int | None
    faults: int | None
    sentences: list[str]
    waits_since: datetime | None

    @property
    def is_late(self) -> bool:
        """A minute is usual; more than half an hour means that the job that seals has stopped."""
        return self.waits_since is not None and self.waits_since < timezone.now() - timedelta(minutes=30)


_STATE = """
SELECT s.number, s.sealed_at, v.at, v.lines, v.faults, coalesce(v.sentences, '[]')::text, (
    SELECT j.at FROM journal_journalentry j WHERE j.organization_id = house.id AND j.number > coalesce(s.last_line, 0)
    ORDER BY j.number LIMIT 1)
FROM (SELECT %s::uuid AS id) house
LEFT JOIN LATERAL (SELECT * FROM journal_seal x WHERE x.organization_id = house.id ORDER BY x.number DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT * FROM journal_verification x WHERE x.organization_id = house.id ORDER BY x.at DESC, x.id DESC
    LIMIT 1) v ON true
"""


def sealed_state(organization_id: UUID | None) -> SealedState:
    """The state of the journal of an organisme, in one query whatever its age."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [organization_id])
        number, sealed_at, checked_at, lines, faults, sentences, waits = cursor.fetchone()
    return SealedState(number, sealed_at, checked_at, lines, faults, json.loads(sentences), waits)
