"""Everything the banner of a record shows and the rule needs, brought by one query."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.policies import Held
from liane.journal.queries import openers_sql
from liane.kit.dates import today
from liane.people.doubles.pairs import TAKEN_IN
from liane.people.models import Person
from liane.people.queries.told import kept_name_sql, kept_sql, told_sql

_SQL = f"""
SELECT r.id, r.is_protected, r.opened_at,
    p.id, p.birth_name, p.used_name, p.first_names, p.preferred_name, p.sex, p.birth_date, p.birth_precision,
    p.birth_place, p.version, p.birth_first_name, p.used_first_name, p.is_alias, p.identity_status, p.is_homonym, p.is_doubtful,
    p.is_fictive, p.death_date, EXISTS (SELECT 1 FROM people_portrait f WHERE f.person_id = p.id),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('unit_id', u.id, 'unit', u.name, 'facility_id', f.id, 'facility', f.name,
            'pack', f.pack, 'is_discreet', f.is_discreet, 'place', h.place, 'presence', h.presence, 'since', h.since)
            ORDER BY (h.presence = 'EXPECTED'), h.since DESC), '[]')
        FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
        JOIN organizations_facility f ON f.id = u.facility_id
        WHERE h.record_id = r.id AND (h.until IS NULL OR h.until > now())),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'kind', g.kind, 'label', g.label, 'icon', g.icon)
            ORDER BY array_position(ARRAY['DANGER','COMMUNICATION','LEGAL','IDENTITY'], g.kind::text), g.id), '[]')
        FROM people_flag g WHERE g.record_id = r.id AND (g.until IS NULL OR g.until > %(today)s)
        AND {told_sql("g")}),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', k.practitioner_id, 'name', w.first_name || ' ' || w.last_name,
            'profession', w.profession, 'phone', w.phone, 'is_discreet', coalesce((SELECT bool_and(coalesce(d.is_discreet, false))
                FROM professionals_practitionerrole post LEFT JOIN organizations_unit v ON v.id = post.unit_id
                LEFT JOIN organizations_facility d ON d.id = coalesce(post.facility_id, v.facility_id)
                WHERE post.practitioner_id = w.id AND (post.ends_at IS NULL OR post.ends_at > now())), false))), '[]')
        FROM people_keyworker k JOIN professionals_practitioner w ON w.id = k.practitioner_id
        WHERE k.record_id = r.id AND (k.until IS NULL OR k.until > %(today)s)),
    (SELECT count(*) FROM people_person q WHERE q.organization_id = p.organization_id AND q.sound_key = p.sound_key
        AND q.id <> p.id AND EXISTS (
            SELECT 1 FROM people_record qr JOIN people_recordunit a ON a.record_id = qr.id
            JOIN people_recordunit b ON b.unit_id = a.unit_id AND b.record_id = r.id
            WHERE qr.person_id = q.id AND (a.until IS NULL OR a.until > now()) AND (b.until IS NULL OR b.until > now()))),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('name', n.name, 'relation', c.relation_label,
            'phone', CASE WHEN {kept_sql("r.id", "n")} THEN '' ELSE coalesce(nullif(n.phone, ''), n.other_phone) END)
            ORDER BY c.call_order NULLS LAST, n.name), '[]')
        FROM people_relative c JOIN people_contact n ON n.id = c.contact_id
        WHERE c.record_id = r.id AND c.ended_on IS NULL AND (n.phone <> '' OR n.other_phone <> '')
        AND (c.is_emergency_contact OR c.call_order IS NOT NULL)
        AND {told_sql("c")} AND NOT {kept_name_sql("r.id", "n")}),
    {openers_sql(f"ANY(r.id || {TAKEN_IN})")},
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', m.kind, 'volet', m.volet, 'starts_on', m.starts_on, 'ends_on', m.ends_on,
            'report_due_on', m.report_due_on, 'holder_name', m.holder_name, 'covers_goods', m.covers_goods,
            'covers_person', m.covers_person, 'heard_at', (SELECT min(h.held_at) FROM people_hearing h
                WHERE h.measure_thread_id = m.thread_id AND h.record_id = r.id AND h.is_current AND NOT h.is_struck
                AND h.held_at > now())) ORDER BY m.starts_on, m.id), '[]')
        FROM people_legalmeasure m WHERE m.record_id = r.id AND m.is_current AND NOT m.is_struck
        AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s) AND {told_sql("m")})
FROM people_record r JOIN people_person p ON p.id = r.person_id
WHERE r.id = %(record)s AND r.organization_id = %(organization)s
"""  # noqa: S608 - no input in the text

# What the banner says of her, in the order of the query; the rest of her identity is on its own page.
_PERSON = (
    "id", "birth_name", "used_name", "first_names", "preferred_name", "sex", "birth_date", "birth_precision", "birth_place",
    "version", "birth_first_name", "used_first_name", "is_alias", "identity_status", "is_homonym", "is_doubtful", "is_fictive",
    "death_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """One record, as the door found it: the person, the units that hold it, the flags, the key workers, who to call."""

    id: UUID
    is_protected: bool
    person: Person
    has_portrait: bool
    held: list[dict[str, Any]]
    flags: list[dict[str, Any]]
    key_workers: list[dict[str, Any]]
    namesakes: int
    opened_on: date
    contacts: list[dict[str, str]]
    openers: frozenset[UUID]  # practitioners who opened it in the last seven days
    measures: list[
        dict[str, Any]
    ]  # legal measures dated today, of every part: `protection.tags` says who is told of them
    is_partial: bool = False  # something is not told to this reader

    @property
    def organization_id(self) -> UUID:
        """Organisme of the record."""
        return self.person.organization_id

    def units(self) -> list[Held]:
        """What the rule needs to know of the units that hold the record."""
        return [Held(UUID(h["unit_id"]), h["unit"], h["facility"], h["is_discreet"]) for h in self.held]

    def shown_to(self, unit_ids: frozenset[UUID]) -> "RecordFacts":
        """The same for one reader: a discreet facility that is not hers is not there, nor those who work only there."""
        held = [h for h in self.held if not h["is_discreet"] or UUID(h["unit_id"]) in unit_ids]
        if len(held) == len(self.held):
            return self
        inside = any(h["is_discreet"] for h in held)
        named = [w for w in self.key_workers if inside or not w["is_discreet"]]
        return replace(self, held=held, key_workers=named, is_partial=True)


def record_facts(
    record_id: UUID,
    organization_id: UUID,
    reader: Iterable[UUID] = (),
    entitled: Iterable[UUID] = (),
    *,
    for_writing: bool = False,
) -> RecordFacts | None:
    """The record, or nothing when the organisation has no such record (the second wall answers the same).

    `reader`: units through which she reads; without them, nothing that a discreet facility wrote is brought. `entitled`:
    those for which she reads where a protected person lives; without them, no number around a protected person is.
    `for_writing`: the record cannot be joined to another one before the end of the transaction.
    """
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "record": record_id,
            "organization": organization_id,
            "today": today(),
            "reader": list(reader),
            "entitled": list(entitled),
        }
        cursor.execute(f"{_SQL} FOR KEY SHARE OF r" if for_writing else _SQL, values)
        row = cursor.fetchone()
    if row is None:
        return None
    person = Person(organization_id=organization_id, **dict(zip(_PERSON, row[3:21], strict=True)))
    person._state.adding = False
    held, flags, key_workers, contacts = (json.loads(row[i]) for i in (22, 23, 24, 26))  # Django leaves jsonb as text
    opened_on, openers, measures = row[2].date(), frozenset(row[27]), json.loads(row[28])
    return RecordFacts(
        row[0], row[1], person, row[21], held, flags, key_workers, row[25], opened_on, contacts, openers, measures
    )
