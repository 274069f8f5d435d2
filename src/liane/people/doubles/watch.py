"""The look of the night over a whole organisme: which pairs deserve to be compared, which no longer do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from liane.people.doubles.blocks import pairs
from liane.people.doubles.scoring import Agree, Face, close_days, face, score
from liane.people.doubles.words import reasons
from liane.people.enums import Precision
from liane.people.identity import sound_key
from liane.people.ins.matricule import MatriculeRefused, contradictions, read_matricule
from liane.people.models import Person
from liane.people.traits import Traits

_PEOPLE = """
SELECT p.id, p.birth_name, p.used_name, coalesce(nullif(p.birth_first_name, ''), split_part(p.first_names, ',', 1)),
    coalesce(nullif(p.used_first_name, ''), p.preferred_name), p.sex, p.birth_date, p.birth_precision, p.birth_place,
    p.birth_place_code, p.ins_matricule, p.nss, p.birth_order
FROM people_person p JOIN people_record r ON r.person_id = p.id
WHERE p.organization_id = %(house)s AND NOT p.is_fictive {which} ORDER BY p.id
"""
_NEAR = """AND (p.id = %(person)s OR p.birth_date = ANY(%(days)s) OR p.sound_key = ANY(%(sounds)s) {or_ins})"""
_OR_INS = "OR p.ins_matricule = %(ins)s"
_KEEP = """
INSERT INTO people_double (id, organization_id, first_id, second_id, points, reasons, state, found_at, author_name, answer)
SELECT gen_random_uuid(), %(house)s, f.one, f.other, f.points, string_to_array(f.reasons, ' '), 'OPEN', now(), '', ''
FROM unnest(%(ones)s::uuid[], %(others)s::uuid[], %(points)s::int[], %(reasons)s::text[]) AS f (one, other, points, reasons)
ON CONFLICT DO NOTHING
"""
_FOLLOW = """
UPDATE people_double d SET points = f.points, reasons = string_to_array(f.reasons, ' ')
FROM unnest(%(ones)s::uuid[], %(others)s::uuid[], %(points)s::int[], %(reasons)s::text[]) AS f (one, other, points, reasons)
WHERE d.first_id = f.one AND d.second_id = f.other AND d.organization_id = %(house)s AND d.state = 'OPEN'
    AND (d.points <> f.points OR array_to_string(d.reasons, ' ') <> f.reasons)
"""
# A pair that no longer looks alike (an identity was corrected) is no longer asked; what a colleague asked stays asked.
_FORGET = """
DELETE FROM people_double d WHERE d.organization_id = %(house)s AND d.state = 'OPEN' AND NOT 'asked' = ANY (d.reasons)
    AND NOT EXISTS (SELECT 1 FROM unnest(%(ones)s::uuid[], %(others)s::uuid[]) AS f (one, other)
        WHERE f.one = d.first_id AND f.other = d.second_id)
    AND EXISTS (SELECT 1 FROM people_record r WHERE r.person_id = d.first_id)
    AND EXISTS (SELECT 1 FROM people_record r WHERE r.person_id = d.second_id)
"""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One identity of the organisme, ready to be compared."""

    face: Face
    matricule: str
    nss: str  # her own: empty when the number says another sex, month, year or place than she does (that of a parent)


@dataclass(frozen=True, slots=True)
class Night:
    """What a look found."""

    persons: int
    compared: int
    found: int
    new: int
    gone: int


@transaction.atomic
def look_for_doubles(organization_id: UUID) -> Night:
    """Compare what shares a key, keep the likely pairs, forget those that no longer are. Answers are never asked again.

    Each is compared with the few who share a key (`doubles.blocks`): seconds for ten thousand persons (`./liane bench`).
    """
    people = _people({"house": organization_id})
    compared, found = 0, {}
    for one, other in pairs((key, who.face) for key, who in people.items()):
        compared += 1
        pair = _judge(people[one], people[other])
        if pair is not None:
            found[min(one, other), max(one, other)] = pair
    for one, other in _same_number(people):
        found[min(one, other), max(one, other)] = (100, "number_same")
    return Night(len(people), compared, len(found), *_write(organization_id, found))


def notice(person: Person) -> int:
    """Somebody has just been welcomed, has told who she is, or has received her INS, and looks like another: the pair waits at
    once, without the night. How many.
    """
    first = person.first_names or person.preferred_name
    values = {
        "house": person.organization_id, "person": person.pk, "days": close_days(person.birth_date),
        "sounds": [person.sound_key, sound_key(first, person.birth_name)], "ins": person.ins_matricule,
    }  # fmt: skip
    people = _people(values, _NEAR.format(or_ins=_OR_INS if person.ins_matricule else ""))
    mine, found = people.get(person.pk), {}
    for key, who in people.items():
        pair = _judge(mine, who) if mine is not None and key != person.pk else None
        if pair is not None:
            found[min(key, person.pk), max(key, person.pk)] = pair
    for one, other in _same_number(people):
        if person.pk in (one, other):
            found[one, other] = (100, "number_same")
    return _keep(person.organization_id, found) if found else 0


def _people(values: dict[str, Any], which: str = "") -> dict[UUID, Somebody]:
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE.format(which=which), values)
        return {row[0]: _somebody(row) for row in cursor.fetchall()}


def _somebody(row: tuple[Any, ...]) -> Somebody:
    birth: date | None = row[6]
    traits = Traits(
        birth_name=row[1], used_name=row[2], first_names=row[3], preferred_name=row[4], sex=row[5], birth_date=birth,
        birth_precision=row[7], birth_place=row[8], birth_place_code=row[9], birth_order=row[12],
    )  # fmt: skip
    return Somebody(face(traits, row[9]), row[10], row[11] if _is_hers(row[11], traits) else "")


def _is_hers(nss: str, traits: Traits) -> bool:
    """Does the number say the birth that she says? The year too when only the year is known; without a date, nobody knows."""
    if not nss or traits.birth_date is None or traits.birth_precision == Precision.UNKNOWN:
        return False
    try:
        number = read_matricule(nss)
    except MatriculeRefused:
        return False
    against = contradictions(
        number, sex=traits.sex, birth_date=traits.birth_date, precision=traits.birth_precision,
        place_code=traits.birth_place_code,
    )  # fmt: skip
    return not against and number.year == traits.birth_date.year % 100


def _judge(one: Somebody, other: Somebody) -> tuple[int, str] | None:
    """Two different INS are two persons, whatever their names: the national service says so."""
    if one.matricule and other.matricule and one.matricule != other.matricule:
        return None
    found = score(one.face, other.face)
    return (found.points, " ".join(reasons(found))) if found.is_likely else None


def _same_number(people: dict[UUID, Somebody]) -> set[tuple[UUID, UUID]]:
    """The same INS, or the same social security number when it is that of both: one person, or a number of others.

    A child bears the NSS of a parent (ayant droit), and so do twins: a number counts only when it says the sex, the day as far
    as it tells it and the place of both, born together, whose first names are not apart nor their ranks in the register.
    """
    by_ins: dict[str, list[UUID]] = {}
    by_nss: dict[tuple[str, date | None], list[UUID]] = {}
    for key, who in people.items():
        if who.matricule:
            by_ins.setdefault(who.matricule, []).append(key)
        if who.nss:
            by_nss.setdefault((who.nss, who.face.born), []).append(key)
    shared = {pair for pair in _each_two(by_nss.values()) if _share(people[pair[0]], people[pair[1]])}
    return shared | set(_each_two(by_ins.values()))


def _each_two(groups: Iterable[list[UUID]]) -> Iterator[tuple[UUID, UUID]]:
    return (pair for keys in groups if len(keys) < 20 for pair in combinations(sorted(keys), 2))


def _share(one: Somebody, other: Somebody) -> bool:
    """Two persons whom their INS tells apart are not one because a number was copied from one to the other."""
    if one.matricule and other.matricule and one.matricule != other.matricule:
        return False
    found = score(one.face, other.face)
    return found.first is not Agree.APART and not found.orders_differ


Found = dict[tuple[UUID, UUID], tuple[int, str]]


def _write(organization_id: UUID, found: Found) -> tuple[int, int]:
    values = _values(organization_id, found)
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW, values)
    new = _keep(organization_id, found)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, values)
        return new, cursor.rowcount


def _keep(organization_id: UUID, found: Found) -> int:
    """The pairs that were not known."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, _values(organization_id, found))
        return cursor.rowcount


def _values(organization_id: UUID, found: Found) -> dict[str, Any]:
    return {
        "house": organization_id,
        "ones": [one for one, _ in found],
        "others": [other for _, other in found],
        "points": [points for points, _ in found.values()],
        "reasons": [codes for _, codes in found.values()],
    }
