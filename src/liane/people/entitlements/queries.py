"""Rights and requests as a reader sees them: her volets, and never what a discreet facility that is not hers wrote."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.people.entitlements.enums import RUNNING
from liane.people.entitlements.models import Claim, Entitlement
from liane.people.entitlements.policies import kinds_unsaid, locating, volets_here
from liane.people.entitlements.unsaid import claims_shown, rights_shown
from liane.people.facts import RecordFacts
from liane.people.models import Record
from liane.people.queries.names import FULL_NAME
from liane.people.queries.told import SPEAKS_OF_PLACES, told_sql, told_to, units_of_reader

Line = TypeVar("Line", Entitlement, Claim)
PAGE = 50
LONG_AGO = timedelta(days=365)


def rights_told(actor: Actor, facts: RecordFacts) -> QuerySet[Entitlement]:
    """Every version of every right that she reads here."""
    return _told(actor, facts, Entitlement.objects.all())


def claims_told(actor: Actor, facts: RecordFacts) -> QuerySet[Claim]:
    """Every step of every request that she reads here."""
    return _told(actor, facts, Claim.objects.all())


def _told(actor: Actor, facts: RecordFacts, lines: QuerySet[Line]) -> QuerySet[Line]:
    found = lines.filter(record_id=facts.id, volet__in=volets_here(actor, facts))
    return told_to(actor, found.exclude(kind__in=kinds_unsaid(actor, facts)))


def rights_of(actor: Actor, facts: RecordFacts) -> list[Entitlement]:
    """The current version of every right that she reads, the one that ends first on top; what follows it comes after."""
    found = rights_told(actor, facts).filter(is_current=True)
    return rights_shown(actor, facts, found.order_by("is_withdrawn", "expires_on", "kind", "id"))


def claims_of(actor: Actor, facts: RecordFacts) -> list[Claim]:
    """The requests that run, the oldest first."""
    found = claims_told(actor, facts).filter(is_current=True, state__in=RUNNING)
    return claims_shown(actor, facts, found.order_by("on", "id"))


def right_of(actor: Actor, facts: RecordFacts, thread_id: UUID) -> list[Entitlement]:
    """Every version of one right, the current one first; nothing when it is not for this reader."""
    return rights_shown(actor, facts, rights_told(actor, facts).filter(thread_id=thread_id).order_by("-version"))


def claim_of(actor: Actor, facts: RecordFacts, thread_id: UUID) -> list[Claim]:
    """Every step of one request, the last one first."""
    return claims_shown(actor, facts, claims_told(actor, facts).filter(thread_id=thread_id).order_by("-version"))


def claims_about(actor: Actor, facts: RecordFacts, thread_id: UUID) -> list[Claim]:
    """The steps of the requests that ask this right again, the last one first."""
    found = claims_told(actor, facts).filter(renews=thread_id)
    return claims_shown(actor, facts, found.order_by("-written_at", "-version"))


def same_decision(actor: Actor, national_number: str, but: UUID) -> Entitlement | None:
    """Another right with this national number, among the records that she opens: nobody learns here who is followed elsewhere."""
    found = Entitlement.objects.filter(
        organization_id=actor.organization_id, national_number=national_number, is_current=True, is_withdrawn=False,
        record__in=Record.objects.visible_to(actor),
    )  # fmt: skip
    return told_to(actor, found.exclude(national_number="").exclude(thread_id=but)).first()


@dataclass(frozen=True, slots=True)
class Ending:
    """One right that ends, with the person it belongs to and what is being done about it."""

    id: UUID
    thread_id: UUID
    record_id: UUID
    kind: str
    told_answers: str
    expires_on: date
    name: str
    unit: str
    state: str  # of the request that runs; empty when nothing was said
    state_on: date | None

    @property
    def answers(self) -> dict[str, Any]:
        """Those of its questions (PostgreSQL brings them as text)."""
        return dict(json.loads(self.told_answers))


_MINE = """EXISTS (SELECT 1 FROM people_recordunit h WHERE h.record_id = e.record_id
    AND (h.until IS NULL OR h.until > now()) AND ({mine}))"""
_CURRENT = """e.organization_id = %(organization)s AND e.is_current AND NOT e.is_withdrawn AND e.renewed_by IS NULL
    AND e.expires_on IS NOT NULL"""
_ENDING = """
SELECT e.id, e.thread_id, e.record_id, e.kind, e.answers::text, e.expires_on, {name}, held.name, coalesce(c.state, ''), c.on
FROM people_entitlement e JOIN people_record r ON r.id = e.record_id JOIN people_person p ON p.id = r.person_id
JOIN LATERAL (SELECT u.name FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
    WHERE h.record_id = e.record_id AND (h.until IS NULL OR h.until > now()) AND ({mine})
    ORDER BY (h.presence = 'EXPECTED'), h.since DESC, h.id LIMIT 1) held ON true
LEFT JOIN people_claim c ON c.renews = e.thread_id AND c.is_current AND c.state = ANY(%(running)s) AND {told_claim}
WHERE {current} AND e.expires_on >= %(since)s AND e.expires_on <= %(until)s
    AND (%(after_on)s::date IS NULL OR (e.expires_on, e.id) > (%(after_on)s::date, %(after_id)s::uuid)) AND {told}
ORDER BY e.expires_on, e.id LIMIT %(limit)s
"""
_COUNTS = """
SELECT count(*) FILTER (WHERE e.expires_on < %(today)s), count(*) FILTER (WHERE e.expires_on >= %(today)s)
FROM people_entitlement e WHERE {current} AND e.expires_on >= %(since)s AND e.expires_on <= %(until)s AND {mine} AND {told}
"""


_ENDED = ("id", "thread_id", "record_id", "kind", "told_answers", "expires_on", "name", "unit", "state", "state_on")


_UNPLACED = """NOT (e.kind = ANY(%(locating)s) AND EXISTS (SELECT 1 FROM people_record apart
    WHERE apart.id = e.record_id AND apart.is_protected))"""


def _mine(actor: Actor) -> tuple[str, dict[str, Any]]:
    """Units × volets of each post that opens records: what is not read there does not end there either."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    for rank, grant in enumerate(g for g in actor.grants if Right.RECORD_READ in g.rights and g.reads):
        placed = "" if SPEAKS_OF_PLACES & set(grant.reads) else f" AND {_UNPLACED}"
        parts.append(f"h.unit_id = ANY(%(units{rank})s) AND e.volet = ANY(%(volets{rank})s){placed}")
        values |= {f"units{rank}": sorted(grant.unit_ids), f"volets{rank}": sorted(grant.reads)}
    return " OR ".join(f"({part})" for part in parts) or "false", values


def _values(actor: Actor, since: date, until: date) -> dict[str, Any]:
    return {
        "organization": actor.organization_id,
        "reader": units_of_reader(actor),
        "since": since,
        "until": until,
        "running": [str(state) for state in RUNNING],
        "locating": sorted(locating()),
    }


def ending(
    actor: Actor, since: date, until: date, after: tuple[date, UUID] | None = None, limit: int = PAGE + 1
) -> list[Ending]:
    """Rights of the persons of her units that end between two days, by date, one more than a page: one query, by its index."""
    mine, params = _mine(actor)
    sql = _ENDING.format(name=FULL_NAME, mine=mine, current=_CURRENT, told=told_sql("e"), told_claim=told_sql("c"))
    on, key = after or (None, None)
    values = _values(actor, since, until) | params | {"after_on": on, "after_id": key, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Ending(**dict(zip(_ENDED, row, strict=True))) for row in cursor.fetchall()]


def ended_and_ending(actor: Actor, on: date, until: date) -> tuple[int, int]:
    """How many of them have ended in the last year, how many end by a day."""
    mine, params = _mine(actor)
    sql = _COUNTS.format(mine=_MINE.format(mine=mine), current=_CURRENT, told=told_sql("e"))
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(actor, on - LONG_AGO, until) | params | {"today": on})
        ended, soon = cursor.fetchone()
    return ended, soon
