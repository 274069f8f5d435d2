"""The list of persons and the search: one round trip, values ready for the page, never more than what may be opened."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.queries import records_last_opened
from liane.kit.dates import today
from liane.people.queries.told import told_sql, units_of_reader
from liane.people.queries.words import Asked
from liane.people.spoken import Somebody

PAGE = 50
PRESENT, MINE, ALL = "presentes", "suivis", "tous"
_HELD = """
SELECT x.record_id FROM people_recordunit x WHERE x.unit_id = ANY(%(units)s) AND (x.until IS NULL OR x.until > now())
"""
_FOLLOWED = (
    "AND r.id IN (SELECT k.record_id FROM people_keyworker k WHERE k.practitioner_id = %(me)s"
    " AND (k.until IS NULL OR k.until > %(today)s))"
)
_IN_ORDER = """
SELECT r.id AS record_id, r.person_id, 0 AS rank FROM people_person p JOIN people_record r ON r.person_id = p.id
WHERE p.organization_id = %(organization)s AND (p.sort_key, p.id) > (%(after_key)s, %(after_id)s)
    AND r.id IN ({held}) {more}
ORDER BY p.sort_key, p.id LIMIT %(limit)s
"""
_FOUND = """
SELECT record_id, person_id, rank FROM people_found(%(units)s, %(written)s, %(heard)s, %(named)s, %(rooms)s, %(limit)s)
"""
_NAMED = """
SELECT r.id AS record_id, r.person_id, -array_position(%(records)s::uuid[], r.id) AS rank FROM people_record r
WHERE r.id = ANY(%(records)s) AND r.id IN ({held}) ORDER BY rank DESC LIMIT %(limit)s
"""
# Where she is: not yet in the unit that expects her, else in the one that she joined last.
_HERE = "x.presence = 'EXPECTED', x.since DESC, x.unit_id"
_CARDS = f"""
WITH page AS MATERIALIZED ({{page}}),
place AS MATERIALIZED (
    SELECT u.id, u.name AS unit, f.name AS facility, f.pack
    FROM organizations_unit u JOIN organizations_facility f ON f.id = u.facility_id WHERE u.id = ANY(%(units)s)),
held AS MATERIALIZED (
    SELECT x.record_id, array_agg(x.unit_id) AS unit_ids, (array_agg(x.unit_id ORDER BY {_HERE}))[1] AS unit_id,
        (array_agg(x.place ORDER BY {_HERE}))[1] AS place, (array_agg(x.presence ORDER BY {_HERE}))[1] AS presence
    FROM people_recordunit x
    WHERE x.record_id IN (SELECT page.record_id FROM page) AND x.unit_id = ANY(%(units)s)
        AND (x.until IS NULL OR x.until > now())
    GROUP BY x.record_id)
SELECT page.record_id, p.id, p.birth_name, p.used_name, p.first_names, p.preferred_name, p.sex, p.birth_date,
    p.birth_precision, p.birth_first_name, p.used_first_name, p.sort_key, place.unit, place.facility, place.pack,
    held.place, held.presence, EXISTS (SELECT 1 FROM people_portrait f WHERE f.person_id = p.id),
    ARRAY(SELECT g.icon || '|' || g.label FROM people_flag g WHERE g.record_id = page.record_id AND g.kind = 'DANGER'
        AND (g.until IS NULL OR g.until > %(today)s) AND {told_sql("g")} ORDER BY g.id),
    held.unit_ids
FROM page JOIN held ON held.record_id = page.record_id JOIN place ON place.id = held.unit_id
JOIN people_person p ON p.id = page.person_id
ORDER BY page.rank DESC, p.sort_key, p.id
"""  # noqa: S608 - no input in the text


@dataclass(frozen=True, slots=True)
class Card:
    """One person of a list, with where she is and what is dangerous for her."""

    record_id: UUID
    person: Somebody
    sort_key: str
    unit: str
    facility: str
    pack: str
    place: str
    presence: str
    has_portrait: bool
    dangers: list[tuple[str, str]]
    unit_ids: list[UUID]  # those of the reader, for what she may do there


def _card(row: tuple[Any, ...]) -> Card:
    person = Somebody(*row[1:11])
    dangers = [(icon or "alerte", label) for icon, _, label in (flag.partition("|") for flag in row[18])]
    where = row[11:18]  # sort key, unit, facility, pack, place, presence, portrait
    return Card(row[0], person, *where, dangers=dangers, unit_ids=row[19])


def _cards(page: str, values: dict[str, Any]) -> list[Card]:
    with connection.cursor() as cursor:
        cursor.execute(_CARDS.format(page=page), values)
        return [_card(row) for row in cursor.fetchall()]


def _values(actor: Actor, unit_id: UUID | None, limit: int) -> dict[str, Any]:
    units = actor.units_with(Right.RECORD_READ)
    if unit_id is not None:
        units &= {unit_id}
    return {
        "units": sorted(units),
        "reader": units_of_reader(actor),
        "organization": actor.organization_id,
        "me": actor.practitioner_id,
        "limit": limit,
        "today": today(),
    }


def persons_in_order(
    actor: Actor,
    view: str,
    *,
    unit_id: UUID | None = None,
    after: tuple[str, UUID] | None = None,
    limit: int = PAGE + 1,
) -> list[Card]:
    """Persons of her units, by name; `after` = (sort key, person) of the last one shown (keyset)."""
    held = f"{_HELD} AND x.presence = 'PRESENT'" if view == PRESENT else _HELD
    page = _IN_ORDER.format(held=held, more=_FOLLOWED if view == MINE else "")
    key, person_id = after or ("", UUID(int=0))
    return _cards(page, {**_values(actor, unit_id, limit), "after_key": key, "after_id": person_id})


def persons_found(actor: Actor, what: Asked, *, limit: int = PAGE) -> list[Card]:
    """Persons of her units who answer to these words: as typed first, then as heard."""
    if not what:
        return []
    values = _values(actor, None, limit)
    values |= {"written": what.written, "heard": what.heard, "named": what.named, "rooms": what.rooms}
    return _cards(_FOUND, values)


def persons_last_opened(actor: Actor, *, limit: int = 8) -> list[Card]:
    """Those whose record she opened last, that she may still open: offered before typing (ux §8)."""
    return persons_of_records(actor, records_last_opened(actor.organization_id, actor.practitioner_id), limit=limit)


def persons_of_records(actor: Actor, records: list[UUID], *, limit: int = PAGE) -> list[Card]:
    """Whose records these are, in this order, as far as she may open them now."""
    return _cards(_NAMED.format(held=_HELD), {**_values(actor, None, limit), "records": records}) if records else []
