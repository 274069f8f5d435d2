"""Who is here, and what must be known of each before acting: for a page that tells a whole unit at once."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.kit.dates import today
from liane.people.queries.names import CALLED, FULL_NAME
from liane.people.queries.told import told_sql, units_of_reader

_SQL = f"""
SELECT h.record_id, h.place, h.presence, {FULL_NAME}, {CALLED},
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', g.kind, 'label', g.label, 'icon', g.icon)
            ORDER BY array_position(ARRAY['DANGER','COMMUNICATION','LEGAL','IDENTITY'], g.kind::text), g.id), '[]')
        FROM people_flag g WHERE g.record_id = r.id AND (g.until IS NULL OR g.until > %(today)s)
        AND g.kind IN ('DANGER', 'COMMUNICATION') AND {told_sql("g")})
FROM people_recordunit h JOIN people_record r ON r.id = h.record_id JOIN people_person p ON p.id = r.person_id
WHERE h.unit_id = %(unit)s AND (h.until IS NULL OR h.until > now())
ORDER BY substring(h.place from '[0-9]+')::numeric NULLS LAST, h.place, p.sort_key LIMIT 200
"""  # noqa: S608 - no input in the text


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the unit, with her dangers and how she communicates."""

    record_id: UUID
    place: str
    presence: str
    name: str
    called: str
    flags: list[dict[str, Any]]

    @property
    def is_in_danger(self) -> bool:
        """Something dangerous is written about her."""
        return any(flag["kind"] == "DANGER" for flag in self.flags)


def dangers_of(actor: Actor, unit_id: UUID) -> list[Known]:
    """Those whom a unit accompanies now, those in danger first, then in the order of the rooms. One query."""
    values: dict[str, Any] = {"unit": unit_id, "today": today(), "reader": units_of_reader(actor)}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows: list[Any] = cursor.fetchall()
    found = [Known(*row[:5], flags=json.loads(row[5])) for row in rows]
    return sorted(found, key=lambda known: not known.is_in_danger)
