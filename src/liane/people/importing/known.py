"""Bring, in one query, everybody whom the lines of a file could already be."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from liane.kit.text import fold
from liane.people.doubles.scoring import close_days
from liane.people.enums import Precision, Sex
from liane.people.importing.matching import Known, sounds
from liane.people.importing.rows import PersonLine
from liane.people.ins.policies import kept_by_a_list
from liane.people.models import Person
from liane.people.queries.told import told_sql
from liane.people.traits import Traits

_SQL = f"""
SELECT p.id, r.id, p.version, r.is_protected, p.birth_name, p.used_name, p.first_names, p.preferred_name, p.sex,
    p.birth_date, p.birth_precision, p.birth_place, p.birth_place_code,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('unit_id', u.id, 'unit', u.name, 'facility', f.name,
            'is_discreet', f.is_discreet, 'is_open', h.until IS NULL OR h.until > now(),
            'until', to_char(h.until, 'DD/MM/YYYY')) ORDER BY h.since DESC), '[]')
        FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
        JOIN organizations_facility f ON f.id = u.facility_id WHERE h.record_id = r.id),
    (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value, 'facility_id', i.facility_id)), '[]')
        FROM people_localidentifier i WHERE i.person_id = p.id),
    ARRAY(SELECT n.name FROM people_relative x JOIN people_contact n ON n.id = x.contact_id WHERE x.record_id = r.id AND {told_sql("x")}),
    EXISTS (SELECT 1 FROM people_keyworker k WHERE k.record_id = r.id), p.birth_order, p.identity_status
FROM people_person p JOIN people_record r ON r.person_id = p.id
WHERE p.organization_id = %(organization)s AND p.id IN (
    SELECT q.id FROM people_person q WHERE q.organization_id = %(organization)s AND q.birth_date = ANY(%(dates)s)
    UNION SELECT q.id FROM people_person q WHERE q.organization_id = %(organization)s AND q.sound_key = ANY(%(sounds)s)
    UNION SELECT n.person_id FROM people_localidentifier n
        WHERE n.organization_id = %(organization)s AND n.value = ANY(%(numbers)s))
"""  # noqa: S608 - no input in the text


def people_like(organization_id: UUID, lines: Iterable[PersonLine], reader: Iterable[UUID] = ()) -> list[Known]:
    """Persons of the organisme with a birth date, a sound or a number of the file. What may be told is decided above.

    `reader`: units of whoever imports; a relative that a discreet facility alone knows is not already there for her.
    """
    dates: set[date] = set()
    heard: set[str] = set()
    numbers: set[str] = set()
    for line in lines:
        dates.update(close_days(line.traits.birth_date))
        heard.update(sounds(line.traits))
        numbers.update(line.numbers.values())
    values: dict[str, Any] = {
        "organization": organization_id,
        "dates": list(dates),
        "sounds": list(heard),
        "numbers": list(numbers),
        "reader": list(reader),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        return [_known(row) for row in cursor.fetchall()]


def _known(row: tuple[Any, ...]) -> Known:
    traits = Traits(
        birth_name=row[4], used_name=row[5], first_names=row[6], preferred_name=row[7], sex=row[8], birth_date=row[9],
        birth_precision=row[10] if row[9] else Precision.UNKNOWN, birth_place=row[11], birth_order=row[17],
    )  # fmt: skip
    held, numbers = json.loads(row[13]), json.loads(row[14])
    for number in numbers:
        number["facility_id"] = UUID(number["facility_id"]) if number["facility_id"] else None
    return Known(
        traits=traits,
        person_id=row[0],
        record_id=row[1],
        version=row[2],
        is_protected=row[3],
        fixed=kept_by_a_list(Person(identity_status=row[18])),
        birth_place_code=row[12],
        held=[h for h in held if h["is_open"]],
        numbers=numbers,
        relatives=frozenset(fold(name) for name in row[15]),
        has_key_worker=row[16],
        unit_ids={UUID(h["unit_id"]) for h in held if h["is_open"]},
        closed_units={UUID(h["unit_id"]): h["until"] for h in held if not h["is_open"]},
    )


def fills_of(person: PersonLine, known: Known) -> dict[str, object]:
    """The empty traits that the line completes; what is written is never replaced, nor what a paper has shown completed."""
    fills: dict[str, object] = {}
    for name in ("used_name", "first_names", "preferred_name", "birth_place", "birth_order"):
        value = getattr(person.traits, name)
        if value and not getattr(known.traits, name):
            fills[name] = value
    if person.traits.sex != Sex.UNKNOWN and known.traits.sex == Sex.UNKNOWN:
        fills["sex"] = person.traits.sex
    if person.traits.birth_date and not known.traits.birth_date:
        fills["birth_date"] = person.traits.birth_date
        fills["birth_precision"] = person.traits.birth_precision
    if person.birth_place_code and not known.birth_place_code:
        fills["birth_place_code"] = person.birth_place_code
    return {name: value for name, value in fills.items() if name not in known.fixed}


class KeyWorkers:
    """The professionals of an organisme, found by the name that a list gives them."""

    def __init__(self, organization_id: UUID) -> None:
        self.by_name: dict[str, set[UUID]] = {}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, first_name, last_name FROM professionals_practitioner WHERE organization_id = %s",
                [organization_id],
            )
            for practitioner_id, first, last in cursor.fetchall():
                first, last = fold(first), fold(last)
                for name in (f"{first} {last}", f"{last} {first}", last, f"{first[:1]} {last}", f"{last} {first[:1]}"):
                    self.by_name.setdefault(name, set()).add(practitioner_id)

    def find(self, name: str) -> UUID | None:
        """The only professional of that name; nobody when there are two."""
        words = [
            word for word in fold(name).split() if word not in {"M", "MR", "MME", "MLLE", "DR", "MONSIEUR", "MADAME"}
        ]
        found = self.by_name.get(" ".join(words), set())
        return next(iter(found)) if len(found) == 1 else None
