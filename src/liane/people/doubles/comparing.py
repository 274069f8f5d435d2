"""Two records side by side, as this reader may see each: what agrees, what differs, what each of them holds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import short
from liane.kit.door import NotVisible, Refusal
from liane.kit.text import fold
from liane.nomenclatures.identity import family_situations
from liane.people.banner import may_here
from liane.people.door import open_record
from liane.people.doubles.following import parts_of
from liane.people.doubles.models import Double
from liane.people.enums import Civility, IdentityStatus, Sex
from liane.people.facts import RecordFacts
from liane.people.ins.matricule import read_matricule
from liane.people.ins.moves import State
from liane.people.ins.showing import place_words, sees_care
from liane.people.models import Person
from liane.people.words import shown_units, where

_STATUS_ORDER = [
    IdentityStatus.PROVISIONAL, IdentityStatus.RETRIEVED, IdentityStatus.VALIDATED, IdentityStatus.QUALIFIED,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side."""

    facts: RecordFacts
    person: Person
    held: dict[str, list[str]]  # what the record holds, by group, as far as she reads it


def find_double(actor: Actor, double_id: UUID) -> Double:
    """The pair; both doors are opened by who asks for the sheets."""
    found = Double.objects.filter(pk=double_id, organization_id=actor.organization_id).first()
    if found is None:
        raise NotVisible(Refusal(right=Right.IDENTITY_MERGE, why="Paire inconnue dans son organisme"), actor)
    return found


def sheet_of(actor: Actor, record_id: UUID, double_id: UUID) -> Sheet:
    """Open one of the two records to compare it. What she may not read there is not in the sheet."""
    facts = open_record(actor, record_id, to=Right.IDENTITY_MERGE, kind=Kind.DOUBLE_COMPARED, object_id=double_id)
    person = Person.objects.get(pk=facts.person.pk)
    held: dict[str, list[str]] = {}
    for part in parts_of(actor, facts):
        held.setdefault(part.group, []).append(part.label)
    return Sheet(facts, person, held)


def sureness(person: Person) -> int:
    """The surer the identity (RNIV), the higher."""
    return _STATUS_ORDER.index(IdentityStatus(person.identity_status))


def better(one: Sheet, other: Sheet) -> Sheet:
    """The identity proposed to be kept: the surer one, then the record opened first. A human being decides."""
    rank = [sureness(s.person) for s in (one, other)]
    if rank[0] != rank[1]:
        return one if rank[0] > rank[1] else other
    return one if one.facts.opened_on <= other.facts.opened_on else other


def _number(value: str) -> str:
    return read_matricule(value).shown if value else ""


# Each trait of an identity: the rank in a register tells twins apart, a number one person written under two names.
# `people.traits.Traits` has no field that is not here (a test reads both).
_TRAITS: tuple[tuple[str, Callable[[Person], str]], ...] = (
    ("Nom de naissance", lambda p: p.birth_name),
    ("Nom utilisé", lambda p: p.used_name),
    ("Prénoms de naissance", lambda p: p.first_names),
    ("Premier prénom de naissance", lambda p: p.birth_first_name),
    ("Prénom utilisé", lambda p: p.used_first_name),
    ("Souhaite qu’on l’appelle", lambda p: p.preferred_name),
    ("Sexe", lambda p: Sex(p.sex).label if p.sex != Sex.UNKNOWN else ""),
    ("Civilité", lambda p: Civility(p.civility).label if p.civility else ""),
    ("Naissance", lambda p: p.birth_text if p.birth_date else ""),
    ("Rang de naissance", lambda p: str(p.birth_order or "")),
    ("Lieu de naissance", lambda p: p.birth_place),
    ("Code du lieu", lambda p: p.birth_place_code),
    ("Nationalités", lambda p: p.nationalities),
    ("Langues", lambda p: p.languages),
    ("Situation familiale", lambda p: family_situations().get(p.family_situation, p.family_situation)),
    ("N° de Sécurité sociale", lambda p: _number(p.nss)),
    ("Matricule INS", lambda p: _number(p.ins_matricule)),
    ("Décès", lambda p: ", ".join(filter(None, (short(p.death_date), place_words(p.death_place, p.death_place_code))))),
    ("Cause du décès", lambda p: p.death_cause),
    ("Remarque", lambda p: p.identity_comment),
)
_CHECKED: tuple[tuple[str, Callable[[Person], str]], ...] = (
    ("Identité", lambda p: IdentityStatus(p.identity_status).label),
    ("Signalée", lambda p: ", ".join(sorted(mark.lower() for mark in State.of(p).marks))),
)
# Told on the page «Identité» to these readers only: here too.
_TOLD_TO: dict[str, Callable[[Actor, RecordFacts], bool]] = {
    "N° de Sécurité sociale": lambda actor, facts: may_here(actor, facts, Right.RECORD_EDIT),
    "Matricule INS": lambda actor, facts: (
        may_here(actor, facts, Right.IDENTITY_VERIFY) or may_here(actor, facts, Right.RECORD_EDIT)
    ),
    "Cause du décès": sees_care,
}


def rows(actor: Actor, one: Sheet, other: Sheet) -> list[dict[str, Any]]:
    """Trait by trait; what both leave empty is left out."""
    found = _traits(actor, one, other)
    found += [_row(label, read(one.person), read(other.person), compares=True) for label, read in _CHECKED]
    found.append(_row("Accompagnée par", _units(actor, one), _units(actor, other)))
    found.append(_row("Dossier ouvert le", short(one.facts.opened_on), short(other.facts.opened_on)))
    groups = dict.fromkeys([*one.held, *other.held])
    found += [_row(group, _held(one.held.get(group, [])), _held(other.held.get(group, []))) for group in groups]
    return [row for row in found if row["one"] or row["other"]]


def _traits(actor: Actor, one: Sheet, other: Sheet) -> list[dict[str, Any]]:
    """The two identities alone, as far as she is told each."""

    def said(label: str, read: Callable[[Person], str], sheet: Sheet) -> str:
        return read(sheet.person) if _TOLD_TO.get(label, lambda *_: True)(actor, sheet.facts) else ""

    return [_row(label, said(label, read, one), said(label, read, other), compares=True) for label, read in _TRAITS]


def said_otherwise(actor: Actor, facts: RecordFacts, gone_id: UUID) -> list[dict[str, Any]]:
    """What the identity of a record that was joined to this one said, and the identity that was kept does not say."""
    people = Person.objects.in_bulk([facts.person.pk, gone_id])
    kept, gone = Sheet(facts, people[facts.person.pk], {}), Sheet(facts, people[gone_id], {})
    return [row for row in _traits(actor, kept, gone) if row["other"] and fold(row["one"]) != fold(row["other"])]


def _row(label: str, one: str, other: str, *, compares: bool = False) -> dict[str, Any]:
    """«Différent» is said of a trait that both records tell; what each holds is not a difference."""
    differs = compares and bool(one and other) and fold(one) != fold(other)
    return {"label": label, "one": one, "other": other, "differs": differs}


def _units(actor: Actor, sheet: Sheet) -> str:
    shown = shown_units(sheet.facts.held, actor.unit_ids)
    return "\u00a0; ".join(where(h["unit"], h["facility"], h["place"], h["pack"]) for h in shown)


def _held(labels: list[str]) -> str:
    if len(labels) <= 3:
        return "\u00a0; ".join(labels)
    return f"{len(labels)}, dont\u00a0: " + "\u00a0; ".join(label[:60] for label in labels[:2])
