"""Rights that end become tasks of the team that prepares them, at J-90, J-60 and J-30 (slot DEADLINES; ux §7)."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection

from liane.kit.dates import short, today
from liane.people.deadlines import Deadline
from liane.people.entitlements.enums import ClaimState
from liane.people.entitlements.words import title_of

# Asked again in time, a right is only reminded when nothing has come a month before its end.
_NO_ANSWER = timedelta(days=30)
_SQL = """
SELECT e.record_id, e.thread_id, e.kind, e.answers::text, e.expires_on, team.unit_id, e.volet, c.id IS NOT NULL
FROM people_entitlement e
LEFT JOIN organizations_unit w ON w.id = e.unit_id LEFT JOIN organizations_facility writer ON writer.id = w.facility_id
JOIN LATERAL (SELECT h.unit_id FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
    JOIN organizations_facility f ON f.id = u.facility_id
    WHERE h.record_id = e.record_id AND (h.until IS NULL OR h.until > now()) AND (h.unit_id = e.unit_id
        OR (NOT f.is_discreet AND (e.is_shared OR NOT coalesce(writer.is_discreet, false))))
    ORDER BY (h.unit_id = e.unit_id) DESC NULLS LAST, (h.presence = 'EXPECTED'), h.since DESC, h.id LIMIT 1) team ON true
LEFT JOIN people_claim c ON c.renews = e.thread_id AND c.is_current AND c.state = %(asked)s
WHERE e.is_current AND NOT e.is_withdrawn AND e.renewed_by IS NULL AND e.expires_on >= %(since)s AND e.expires_on <= %(until)s
    AND (c.id IS NULL OR e.expires_on <= %(no_answer)s)
ORDER BY e.expires_on, e.id
"""


def deadlines(since: date, until: date) -> Iterator[Deadline]:
    """Each right of the organisation of the transaction that ends between two days, for a team that holds the record now.

    What a discreet facility wrote is reminded to its team alone, unless shared.
    """
    values: dict[str, Any] = {
        "since": since,
        "until": until,
        "asked": ClaimState.ASKED.value,
        "no_answer": today() + _NO_ANSWER,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows = cursor.fetchall()
    for record_id, thread_id, kind, answers, expires_on, unit_id, volet, asked in rows:
        what = "Renouvellement sans réponse" if asked else "Droit à renouveler"
        label = f"{what}\u00a0: {title_of(kind, json.loads(answers))}, finit le {short(expires_on)}"
        yield Deadline(record_id, thread_id, "RIGHT", label, expires_on, unit_id, volet)
