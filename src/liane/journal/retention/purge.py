"""Erase, on the first of each month, the traces whose time is over. Sealed lines only; never a held one; never in silence."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from liane.journal.actions import trace
from liane.journal.kinds import OF_A_UNIT, Kind
from liane.journal.models import RetentionPreview, Seal
from liane.journal.retention.certificates import certificate
from liane.journal.retention.rules import Rule, holds_of, next_purge, preview_of, rule_of
from liane.journal.sealing.chain import OUTSIDE
from liane.journal.sealing.keys import SigningKey, signing_key
from liane.journal.sealing.runs import sealed_chains
from liane.kit.dates import local, today
from liane.kit.tenancy import acting_for

# Seals that still hold lines and begin before the limit; the others are not even looked at.
_SEALS = """
SELECT s.id FROM journal_seal s
WHERE {here} AND s.first_at < %(limit)s
AND s.lines > (SELECT coalesce(sum(p.lines), 0) FROM journal_purge p
    WHERE {there} AND p.seal = s.number)
ORDER BY s.number
"""
# Of a record, or of all those of a unit at once: an access to what is written about somebody.
_ACCESS = "(j.record_id IS NOT NULL OR j.kind = ANY(%(units)s))"
_OVER = f"""
FROM journal_journalentry j WHERE (j.organization_id = %(house)s::uuid OR (%(house)s::uuid IS NULL AND j.organization_id IS NULL))
AND j.number BETWEEN %(first)s AND %(last)s
AND CASE WHEN {_ACCESS} THEN j.at < coalesce(%(access)s, '-infinity'::timestamptz) ELSE j.at < %(security)s END
"""
# A hold on one record keeps its lines, and what was read for whole units, where she may have been.
_KEPT = """%(whole)s OR (j.record_id IS NOT NULL AND j.record_id = ANY(%(records)s::uuid[]))
    OR (j.record_id IS NULL AND j.kind = ANY(%(units)s) AND cardinality(%(records)s::uuid[]) > 0)"""
_NUMBERS = f"SELECT j.number {_OVER} AND NOT ({_KEPT}) ORDER BY j.number"
_COUNTS = f"""
SELECT count(*) FILTER (WHERE {_ACCESS} AND NOT ({_KEPT})),
    count(*) FILTER (WHERE NOT {_ACCESS} AND NOT ({_KEPT})), count(*) FILTER (WHERE {_KEPT}) {_OVER}
"""


@dataclass(frozen=True, slots=True)
class ByTheRule:
    """The erasing is done in the name of the rule, which names who chose it."""

    organization_id: UUID | None
    name: str
    account_id: UUID | None = None
    practitioner_id: UUID | None = None
    role_label: str = "règle de conservation"
    origin: str = "travail de fond"


def purge_everywhere(on: date | None = None) -> int:
    """Every chain of the house, each behind its wall. How many lines were erased."""
    key = signing_key()
    erased = 0
    for organization_id in sealed_chains():
        if organization_id is None or announced(organization_id, on or today()):
            erased += purge_chain(organization_id, on or today(), key)
    return erased


def announced(organization_id: UUID, on: date) -> bool:
    """Was this erasing counted for this very day, on a day before? What nobody could see coming is not erased: a clock that
    jumps ahead by years only puts the erasing off to the next month."""
    with acting_for(organization_id):
        preview = preview_of(organization_id)
    return preview is not None and preview.on == on and local(preview.counted_at).date() < on


def purge_chain(organization_id: UUID | None, on: date, key: SigningKey) -> int:
    """One chain, one transaction for each seal: a crash leaves whole certificates and whole lines."""
    erased = 0
    with acting_for(organization_id or OUTSIDE):
        rule = rule_of(organization_id)
        seals = _candidates(organization_id, rule, on)
    for seal_id in seals:
        with acting_for(organization_id or OUTSIDE):
            erased += _purge_seal(Seal.objects.defer("leaves").get(pk=seal_id), rule, on, key)
    if erased:
        with acting_for(organization_id or OUTSIDE):
            trace(ByTheRule(organization_id, "Liane"), Kind.JOURNAL_PURGED, reason=rule.words, lines=erased)
    return erased


def _candidates(organization_id: UUID | None, rule: Rule, on: date) -> list[UUID]:
    limit = max(moment for moment in rule.limits(on) if moment)
    named = organization_id is not None
    here = "s.organization_id = %(house)s" if named else "s.organization_id IS NULL"
    there = "p.organization_id = %(house)s" if named else "p.organization_id IS NULL"
    bounds = {"limit": limit, **({"house": organization_id} if named else {})}
    with connection.cursor() as cursor:
        cursor.execute(_SEALS.format(here=here, there=there), bounds)
        return [row[0] for row in cursor.fetchall()]


def _bounds(seal: Seal, rule: Rule, on: date) -> dict[str, Any]:
    access, security = rule.limits(on)
    holds = holds_of(seal.organization_id)
    return {
        "house": seal.organization_id, "first": seal.first_line, "last": seal.last_line, "access": access,
        "security": security, "whole": any(hold.record_id is None for hold in holds),
        "records": [hold.record_id for hold in holds if hold.record_id], "units": [str(kind) for kind in OF_A_UNIT],
    }  # fmt: skip


def _purge_seal(seal: Seal, rule: Rule, on: date, key: SigningKey) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, _bounds(seal, rule, on))
        numbers = [row[0] for row in cursor.fetchall()]
        if not numbers:
            return 0
        made = certificate(seal, numbers, rule.words, key)
        made.save(force_insert=True)
        cursor.execute("SELECT journal_erase(%s)", [made.pk])
    return len(numbers)


def count_next(organization_id: UUID, now: datetime | None = None) -> RetentionPreview:
    """Count what the next first of the month will erase, and keep the count for the page."""
    on = next_purge(today())
    rule = rule_of(organization_id)
    accesses = security = held = 0
    for seal_id in _candidates(organization_id, rule, on):
        seal = Seal.objects.defer("leaves").get(pk=seal_id)
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS, _bounds(seal, rule, on))
            found = cursor.fetchone()
        accesses, security, held = accesses + found[0], security + found[1], held + found[2]
    counted = {"on": on, "accesses": accesses, "security": security, "held": held, "counted_at": now or timezone.now()}
    return RetentionPreview.objects.update_or_create(organization_id=organization_id, defaults=counted)[0]


def count_everywhere() -> int:
    """The count of each night, for each organisme."""
    houses = [organization_id for organization_id in sealed_chains() if organization_id]
    for organization_id in houses:
        with acting_for(organization_id):
            count_next(organization_id)
    return len(houses)
