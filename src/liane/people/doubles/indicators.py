"""Figures of identitovigilance by facility (requirements I-018), and the persons behind each figure: one rule for both."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.people.spoken import Somebody

PAGE = 50
# key → (what the figure says, condition on the alias p of people_person); each figure opens exactly its rows.
FIGURES: dict[str, tuple[str, str]] = {
    "suivies": ("Personnes suivies", "true"),
    "qualifiees": ("Identités qualifiées (INS)", "p.identity_status = 'QUALIFIEE'"),
    "recuperees": ("Récupérées", "p.identity_status = 'RECUPEREE'"),
    "validees": ("Validées", "p.identity_status = 'VALIDEE'"),
    "provisoires": ("Provisoires", "p.identity_status = 'PROVISOIRE'"),
    "douteuses": ("Douteuses", "p.is_doubtful"),
    "doublons": (
        "Avec un doublon possible",
        """EXISTS (SELECT 1 FROM people_double d JOIN people_record o
            ON o.person_id = CASE WHEN d.first_id = p.id THEN d.second_id ELSE d.first_id END
            WHERE d.state = 'OPEN' AND p.id IN (d.first_id, d.second_id) AND EXISTS (SELECT 1 FROM people_recordunit x
                WHERE x.record_id = o.id AND x.unit_id = ANY(%(units)s) AND (x.until IS NULL OR x.until > now())))""",
    ),
}
_MINE = """
SELECT DISTINCT u.facility_id, h.record_id FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
WHERE h.organization_id = %(organization)s AND h.unit_id = ANY(%(units)s) AND (h.until IS NULL OR h.until > now())
"""
_BY_FACILITY = f"""
WITH mine AS ({_MINE})
SELECT f.id, f.name, {", ".join(f"count(*) FILTER (WHERE {rule})" for _, rule in FIGURES.values())},
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM q.at - r.opened_at) / 86400), count(q.at)
FROM mine m JOIN organizations_facility f ON f.id = m.facility_id JOIN people_record r ON r.id = m.record_id
JOIN people_person p ON p.id = r.person_id
LEFT JOIN LATERAL (SELECT min(s.at) AS at FROM people_identitystep s WHERE s.person_id = p.id AND s.after = 'QUALIFIEE') q ON true
GROUP BY f.id, f.name ORDER BY f.name, f.id
"""  # noqa: S608 - no input in the text
_ROWS = f"""
WITH mine AS ({_MINE})
SELECT r.id, p.id, p.birth_name, p.used_name, p.first_names, p.preferred_name, p.sex, p.birth_date, p.birth_precision, p.sort_key
FROM mine m JOIN people_record r ON r.id = m.record_id JOIN people_person p ON p.id = r.person_id
WHERE m.facility_id = %(facility)s AND {{rule}} AND (p.sort_key, p.id) > (%(after_key)s, %(after_id)s)
ORDER BY p.sort_key, p.id LIMIT %(limit)s
"""  # noqa: S608 - no input in the text


@dataclass(frozen=True, slots=True)
class FacilityFigures:
    """One facility. `days`: median between the opening of the record and the qualification; None while nobody is qualified."""

    id: UUID
    name: str
    counts: dict[str, int]
    days: float | None
    qualified: int


def figures(actor: Actor) -> list[FacilityFigures]:
    """Of the units for which she answers of identities. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_FACILITY, _values(actor))
        rows = cursor.fetchall()
    end = 2 + len(FIGURES)
    return [
        FacilityFigures(row[0], row[1], dict(zip(FIGURES, row[2:end], strict=True)), row[end], row[end + 1])
        for row in rows
    ]


def persons_behind(
    actor: Actor, facility_id: UUID, figure: str, *, after: tuple[str, UUID] | None = None, limit: int = PAGE + 1
) -> list[tuple[UUID, Somebody, str]]:
    """(record, person, place in the list) of those whom a figure counts, by name."""
    key, person_id = after or ("", UUID(int=0))
    values = {
        **_values(actor), "facility": facility_id, "after_key": key, "after_id": person_id, "limit": limit,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(rule=FIGURES[figure][1]), values)
        return [(row[0], Somebody(*row[1:9]), row[9]) for row in cursor.fetchall()]


def _values(actor: Actor) -> dict[str, Any]:
    return {"organization": actor.organization_id, "units": sorted(actor.units_with(Right.IDENTITY_MERGE))}
