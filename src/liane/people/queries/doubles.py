"""Is she already known? Same birth date and first letters, or a name heard alike: near twins are shown before creating."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.policies import Held, Level, decide
from liane.kit.dates import short, today
from liane.people.doubles.scoring import Agree, Days, Score, close_days, face, score
from liane.people.identity import sound_key
from liane.people.models import Person
from liane.people.traits import Traits
from liane.people.words import shown_units, where

_SQL = """
SELECT r.id, r.is_protected, p.birth_name, p.used_name, p.first_names, p.preferred_name, p.sex, p.birth_date, p.birth_precision,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('unit_id', u.id, 'unit', u.name, 'facility', f.name, 'pack', f.pack,
            'is_discreet', f.is_discreet, 'place', h.place) ORDER BY (h.presence = 'EXPECTED'), h.since DESC), '[]')
        FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
        JOIN organizations_facility f ON f.id = u.facility_id
        WHERE h.record_id = r.id AND (h.until IS NULL OR h.until > now())),
    (SELECT w.first_name || ' ' || w.last_name FROM people_keyworker k
        JOIN professionals_practitioner w ON w.id = k.practitioner_id
        WHERE k.record_id = r.id AND (k.until IS NULL OR k.until > %(today)s) ORDER BY k.since DESC LIMIT 1), p.id,
    (SELECT max(h.until) FROM people_recordunit h WHERE h.record_id = r.id AND h.unit_id = ANY(%(mine)s))
FROM people_person p JOIN people_record r ON r.person_id = p.id
WHERE p.organization_id = %(organization)s AND (p.birth_date = ANY(%(dates)s) OR p.sound_key = ANY(%(sounds)s))
ORDER BY coalesce(p.birth_date = ANY(%(dates)s), false)::integer + (p.sound_key = ANY(%(sounds)s))::integer DESC, p.sort_key, p.id
LIMIT 300
"""


@dataclass(frozen=True, slots=True)
class Twin:
    """Somebody very like the one being written. `may_open`: the reader accompanies her; else she is told whom to ask."""

    record_id: UUID
    person: Person
    is_certain: bool
    may_open: bool
    place: str
    whom_to_ask: str
    may_return: bool = False


def near_twins(actor: Actor, birth_name: str, first_names: str, birth_date: date | None) -> list[Twin]:
    """The closest first, ten at most; under a date that everybody bears (1st of January), who also sounds alike is read first.

    Somebody whom the reader does not accompany is only told when the birth date and both names agree, which means
    that the reader already knows them, and when the rule allows it (never a protected person, nor a discreet facility).
    """
    values = {
        "organization": actor.organization_id,
        "today": today(),
        "mine": sorted(actor.units_with(Right.STAY_WRITE)),
        "dates": close_days(birth_date),
        "sounds": _sounds(birth_name, first_names),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, values)
        rows = cursor.fetchall()
    twins = []
    typed = face(Traits(birth_name=birth_name, first_names=first_names, birth_date=birth_date))
    for row in rows:
        person = _person(row)
        likeness = _likeness(score(typed, face(Traits.of(person)), begun=True))
        twin = _told(actor, row, person, likeness) if likeness else None
        if twin is not None:
            twins.append((-likeness, twin))
    return [twin for _, twin in sorted(twins, key=lambda pair: (pair[0], pair[1].person.full_name))[:10]]


def _sounds(birth_name: str, first_names: str) -> list[str]:
    if not first_names:
        return []
    return [sound_key(birth_name, first_names), sound_key(first_names, birth_name)]


def _likeness(found: Score) -> int:
    """3: certainly she; 2: very near; 1: perhaps; 0: somebody else. A person who searches is shown more than a queue."""
    name, first = found.name >= Agree.CLOSE, found.first >= Agree.CLOSE
    if found.days is Days.SAME:
        heard = found.name >= Agree.HEARD and (found.first >= Agree.HEARD or found.first is Agree.UNKNOWN)
        if heard or found.is_crossed:
            return 3
        return 2 if name or first else 0
    if (name and first) or found.is_crossed:
        return 1 if found.days is Days.APART else 2
    return 0


def _told(actor: Actor, row: tuple[Any, ...], person: Person, likeness: int) -> Twin | None:
    held = json.loads(row[9])
    if not held and row[12] is not None:  # she has left a unit of this reader, who may welcome her back
        return Twin(
            row[0],
            person,
            likeness == 3,
            False,
            "",
            f"Déjà accompagnée ici, jusqu’au {short(row[12] - timedelta(seconds=1))}.",
            True,
        )
    units = [Held(UUID(h["unit_id"]), h["unit"], h["facility"], h["is_discreet"]) for h in held]
    decision = decide(actor, Right.RECORD_READ, units, is_protected=row[1])
    if not decision.allowed and (decision.level is not Level.FOLLOWED or likeness < 3):
        return None
    shown = shown_units(held, actor.unit_ids)
    place = where(shown[0]["unit"], shown[0]["facility"], shown[0]["place"], shown[0]["pack"]) if shown else ""
    if decision.allowed:
        return Twin(row[0], person, likeness == 3, True, place, "")
    team = f"{shown[0]['unit']}, {shown[0]['facility']}"
    asked = (
        row[10] if row[10] and len(shown) == len(held) else "cette équipe"
    )  # else it may be the one of a discreet place
    return Twin(
        row[0], person, True, False, "", f"Elle est suivie par {team}. Demandez à {asked} avant de créer un dossier."
    )


def _person(row: tuple[Any, ...]) -> Person:
    return Person(
        id=row[11], birth_name=row[2], used_name=row[3], first_names=row[4], preferred_name=row[5], sex=row[6],
        birth_date=row[7], birth_precision=row[8],
    )  # fmt: skip
