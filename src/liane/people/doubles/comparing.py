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
from liane.people.door import open_record
from liane.people.doubles.following import parts_of
from liane.people.doubles.models import Double
from liane.people.enums import IdentityStatus, Sex
from liane.people.facts import RecordFacts
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


_TRAITS: tuple[tuple[str, Callable[[Person], str]], ...] = (
    ("Nom de naissance", lambda p: p.birth_name),
    ("Nom utilisé", lambda p: p.used_name),
    ("Prénoms de naissance", lambda p: p.first_names),
    ("Souhaite qu’on l’appelle", lambda p: p.preferred_name),
    ("Sexe", lambda p: Sex(p.sex).label),
    ("Naissance", lambda p: p.birth_text),
    ("Lieu de naissance", lambda p: p.birth_place),
    ("Code du lieu", lambda p: p.birth_place_code),
    ("Nationalités", lambda p: p.nationalities),
    ("Identité", lambda p: IdentityStatus(p.identity_status).label),
    ("Décès", lambda p: short(p.death_date)),
)


def rows(actor: Actor, one: Sheet, other: Sheet) -> list[dict[str, Any]]:
    """Trait by trait; what both leave empty is left out."""
    found = [_row(label, read(one.person), read(other.person), compares=True) for label, read in _TRAITS]
    found.append(_row("Accompagnée par", _units(actor, one), _units(actor, other)))
    found.append(_row("Dossier ouvert le", short(one.facts.opened_on), short(other.facts.opened_on)))
    groups = dict.fromkeys([*one.held, *other.held])
    found += [_row(group, _held(one.held.get(group, [])), _held(other.held.get(group, []))) for group in groups]
    return [row for row in found if row["one"] or row["other"]]


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
