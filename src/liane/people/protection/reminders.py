"""Ends of measures, reports due, hearings, delays of an OPP, majority: dates that become tasks (slot DEADLINES; ux §7)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from liane.kit.dates import local, short
from liane.nomenclatures.legal_measures import MeasureKind, measure_kinds
from liane.people.deadlines import Deadline
from liane.people.protection.facts import ProtectionFacts
from liane.people.protection.policies import majority_day

_SQL = """
SELECT m.record_id, m.thread_id, m.kind, m.volet, m.decided_on, m.starts_on, m.ends_on, m.report_due_on, m.seized_on,
    p.birth_date, p.birth_precision, team.unit_id,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', h.thread_id, 'at', h.held_at)), '[]') FROM people_hearing h
        WHERE h.record_id = m.record_id AND h.measure_thread_id = m.thread_id AND h.is_current AND NOT h.is_struck)::text,
    EXISTS (SELECT 1 FROM people_legalmeasure n WHERE n.record_id = m.record_id AND n.follows = m.thread_id
        AND n.is_current AND NOT n.is_struck)
FROM people_legalmeasure m JOIN people_record r ON r.id = m.record_id JOIN people_person p ON p.id = r.person_id
LEFT JOIN organizations_unit w ON w.id = m.unit_id LEFT JOIN organizations_facility writer ON writer.id = w.facility_id
JOIN LATERAL (SELECT h.unit_id FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
    JOIN organizations_facility f ON f.id = u.facility_id
    WHERE h.record_id = m.record_id AND (h.until IS NULL OR h.until > now()) AND (h.unit_id = m.unit_id
        OR (NOT f.is_discreet AND (m.is_shared OR NOT coalesce(writer.is_discreet, false))))
    ORDER BY (h.unit_id = m.unit_id) DESC NULLS LAST, (h.presence = 'EXPECTED'), h.since DESC, h.id LIMIT 1) team ON true
WHERE m.is_current AND NOT m.is_struck AND p.death_date IS NULL AND (m.ends_on IS NULL OR m.ends_on >= %(since)s)
ORDER BY m.id
"""


@dataclass(frozen=True, slots=True)
class _Row:
    record_id: UUID
    thread_id: UUID
    kind: str
    volet: str
    decided_on: date | None
    starts_on: date
    ends_on: date | None
    report_due_on: date | None
    seized_on: date | None
    birth_date: date | None
    birth_precision: str
    unit_id: UUID
    told_hearings: str
    is_followed: bool

    @property
    def hearings(self) -> list[tuple[UUID, date]]:
        return [(UUID(h["id"]), local(datetime.fromisoformat(h["at"])).date()) for h in json.loads(self.told_hearings)]

    @property
    def majority(self) -> date | None:
        return majority_day(ProtectionFacts("", self.birth_date, self.birth_precision))


def deadlines(since: date, until: date) -> Iterator[Deadline]:
    """Dates of the measures of the organisation of the transaction, for a team that holds the record now: one query.

    What a discreet facility wrote is reminded to its team alone, unless shared.
    """
    values: dict[str, Any] = {"since": since}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows = [_Row(*row) for row in cursor.fetchall()]
    for row in rows:
        kind = measure_kinds().get(row.kind)
        for source_id, code, label, day in _dates(row, kind) if kind else ():
            if since <= day <= until:
                yield Deadline(row.record_id, source_id, code, f"{label}, le {short(day)}", day, row.unit_id, row.volet)


_Date = tuple[UUID, str, str, date]


def _dates(row: _Row, kind: MeasureKind) -> Iterator[_Date]:
    majority = row.majority if kind.under == "minor" else None
    if majority and row.starts_on < majority and (row.ends_on is None or majority <= row.ends_on):
        yield row.thread_id, "MEASURE_END", f"Ses 18 ans, fin de la mesure\u00a0: {kind.label}", majority
    elif row.ends_on and not row.is_followed:
        yield row.thread_id, "MEASURE_END", f"Fin de la mesure\u00a0: {kind.label}", row.ends_on
    if row.report_due_on:
        yield row.thread_id, "MEASURE_REPORT", f"Rapport à rendre\u00a0: {kind.label}", row.report_due_on
    for hearing_id, day in row.hearings:
        yield hearing_id, "HEARING", f"Audience\u00a0: {kind.label}", day
    for clock in kind.clocks:
        decided = row.decided_on or row.starts_on
        met = row.seized_on is not None if clock.met_by == "seized" else any(d >= decided for _, d in row.hearings)
        start = decided if clock.starts == "decided" else row.seized_on
        if start and not met:
            yield row.thread_id, clock.code, clock.label, clock.after.after(start)
