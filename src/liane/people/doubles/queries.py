"""The queue of identitovigilance: pairs whose two records this actor may join, and nothing of the others."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.people.queries.names import FULL_NAME
from liane.people.spoken import Somebody

PAGE = 30
_HELD = """EXISTS (SELECT 1 FROM people_recordunit h WHERE h.record_id = {record}.id AND h.unit_id = ANY(%(units)s)
    AND (h.until IS NULL OR h.until > now()))"""
_SIDE = """jsonb_build_object('record', {r}.id, 'person', {p}.id, 'birth_name', {p}.birth_name, 'used_name', {p}.used_name,
    'first_names', {p}.first_names, 'preferred_name', {p}.preferred_name, 'sex', {p}.sex, 'birth_date', {p}.birth_date,
    'birth_precision', {p}.birth_precision, 'status', {p}.identity_status, 'units', (
        SELECT coalesce(jsonb_agg(DISTINCT u.name), '[]') FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
        WHERE h.record_id = {r}.id AND h.unit_id = ANY(%(units)s) AND (h.until IS NULL OR h.until > now())))"""
_BOTH = f"""
FROM people_double d JOIN people_person a ON a.id = d.first_id JOIN people_record ra ON ra.person_id = a.id
JOIN people_person b ON b.id = d.second_id JOIN people_record rb ON rb.person_id = b.id
WHERE d.organization_id = %(organization)s AND d.state = 'OPEN'
    AND {_HELD.format(record="ra")} AND {_HELD.format(record="rb")}
"""
_QUEUE = f"""
SELECT d.id, d.points, d.reasons, d.found_at, {_SIDE.format(r="ra", p="a")}, {_SIDE.format(r="rb", p="b")} {_BOTH}
    AND (%(points)s::int IS NULL OR d.points < %(points)s OR (d.points = %(points)s AND d.id > %(after)s))
ORDER BY d.points DESC, d.id LIMIT %(limit)s
"""
_COUNT = f"SELECT count(*) {_BOTH}"
_ALIKE = f"""
SELECT {FULL_NAME} FROM people_double d JOIN people_person p ON p.id IN (d.first_id, d.second_id) AND p.id <> %(person)s
JOIN people_record r ON r.person_id = p.id
WHERE d.organization_id = %(organization)s AND d.state = 'OPEN' AND %(person)s IN (d.first_id, d.second_id)
    AND {_HELD.format(record="r")} ORDER BY d.points DESC, d.id LIMIT %(limit)s
"""  # noqa: S608 - no input in the text
# One side is hers, the other is not: she is told that it may exist, by the rule of the existence of a record (`access.policies`):
# never a protected person, never what discreet facilities alone follow. Nothing of who it is, nor of what is alike.
_HALF = f"""
SELECT {_SIDE.format(r="r", p="p")}, w.unit, w.facility
FROM people_double d CROSS JOIN LATERAL (VALUES (d.first_id, d.second_id), (d.second_id, d.first_id)) AS x (mine, theirs)
JOIN people_person p ON p.id = x.mine JOIN people_record r ON r.person_id = p.id JOIN people_record o ON o.person_id = x.theirs
JOIN LATERAL (SELECT u.name AS unit, f.name AS facility FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
    JOIN organizations_facility f ON f.id = u.facility_id WHERE h.record_id = o.id AND NOT f.is_discreet
    AND (h.until IS NULL OR h.until > now()) ORDER BY (h.presence = 'EXPECTED'), h.since DESC LIMIT 1) w ON true
WHERE d.organization_id = %(organization)s AND d.state = 'OPEN' AND NOT o.is_protected
    AND {_HELD.format(record="r")} AND NOT {_HELD.format(record="o")}
ORDER BY d.points DESC, d.id LIMIT %(limit)s
"""  # noqa: S608 - no input in the text


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    record_id: UUID
    person: Somebody
    status: str
    units: list[str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records to compare."""

    id: UUID
    points: int
    reasons: list[str]
    found_at: datetime
    one: Side
    other: Side


def queue(actor: Actor, *, after: tuple[int, UUID] | None = None, limit: int = PAGE + 1) -> list[Pair]:
    """The most alike first; `after`: points and identifier of the last one shown."""
    points, key = after or (None, None)
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, {**_values(actor), "points": points, "after": key, "limit": limit})
        return [Pair(row[0], row[1], row[2], row[3], _side(row[4]), _side(row[5])) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Half:
    """A record of hers, and the team that perhaps follows the same person."""

    mine: Side
    unit: str
    facility: str

    @property
    def where(self) -> str:
        """«Acacia, FAM Les Tilleuls»."""
        return self.unit if self.unit == self.facility else f"{self.unit}, {self.facility}"


def half_pairs(actor: Actor) -> list[Half]:
    """Those that she cannot compare alone, with whom to ask: the direction, which follows every unit openly, has them whole."""
    if not actor.may(Right.RECORD_READ):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_HALF, {**_values(actor), "limit": PAGE})
        return [Half(_side(row[0]), row[1], row[2]) for row in cursor.fetchall()]


def alike(actor: Actor, person_id: UUID) -> list[str]:
    """Those whose record she may open and who may be this person: told to who has just written who she is."""
    values = {"organization": actor.organization_id, "units": sorted(actor.units_with(Right.RECORD_READ))}
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, {**values, "person": person_id, "limit": 3})
        return [row[0] for row in cursor.fetchall()]


def waiting(actor: Actor) -> int:
    """How many pairs wait for her."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, _values(actor))
        return int(cursor.fetchone()[0])


def _values(actor: Actor) -> dict[str, Any]:
    return {"organization": actor.organization_id, "units": sorted(actor.units_with(Right.IDENTITY_MERGE))}


def _side(found: str | dict[str, Any]) -> Side:
    row = json.loads(found) if isinstance(found, str) else found
    born = datetime.fromisoformat(row["birth_date"]).date() if row["birth_date"] else None
    person = Somebody(
        UUID(row["person"]), row["birth_name"], row["used_name"], row["first_names"], row["preferred_name"], row["sex"],
        born, row["birth_precision"],
    )  # fmt: skip
    return Side(UUID(row["record"]), person, row["status"], row["units"])
