"""Is the person of a line already known? Certain, near, or somebody else. No machine joins two files on a resemblance.

The rule is the one of the whole house (`doubles.scoring`), read strictly: only equal traits are the same person (identity
never linked on a name alone, security.md §3); anything near waits for a choice.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import Any
from uuid import UUID

from liane.kit.text import fold, sound
from liane.people.doubles.scoring import Agree, Face, close_days, face, score
from liane.people.enums import IdentifierKind, Precision
from liane.people.traits import Traits


class Likeness(IntEnum):
    """How much two identities agree."""

    OTHER = 0
    NEAR = 1
    SAME = 2


@dataclass(slots=True)
class Known:
    """Somebody of the organisme, or of a line above in the same file (then `line` says which)."""

    traits: Traits
    person_id: UUID | None = None
    record_id: UUID | None = None
    line: int = 0
    version: int = 1
    birth_place_code: str = ""
    is_protected: bool = False
    fixed: frozenset[str] = frozenset()  # traits that a list does not complete
    held: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[dict[str, Any]] = field(default_factory=list)
    relatives: frozenset[str] = frozenset()
    has_key_worker: bool = False
    unit_ids: set[UUID] = field(default_factory=set)
    closed_units: dict[UUID, str] = field(default_factory=dict)
    face: Face = field(init=False)

    def __post_init__(self) -> None:
        self.face = face(self.traits, self.birth_place_code)

    @property
    def its_person(self) -> UUID:
        """The person once she is written: a line above in the same file gets it when it is walked through."""
        if self.person_id is None:
            raise LookupError(f"line {self.line} is not written yet")
        return self.person_id

    @property
    def its_record(self) -> UUID:
        """Her record, likewise."""
        if self.record_id is None:
            raise LookupError(f"line {self.line} is not written yet")
        return self.record_id

    def has_number(self, kind: IdentifierKind, value: str, facility_id: UUID | None) -> bool:
        """Does this number already name her?"""
        return any(
            n["kind"] == kind and fold(n["value"]) == fold(value) and n["facility_id"] in (None, facility_id)
            for n in self.numbers
        )


class KnownPeople:
    """Finds the few identities worth comparing: same day of birth, same sound, exchanged names or day and month."""

    def __init__(self, people: Iterable[Known] = ()) -> None:
        self.by_date: dict[date, list[Known]] = defaultdict(list)
        self.by_sound: dict[str, list[Known]] = defaultdict(list)
        self.by_number: dict[str, list[Known]] = defaultdict(list)
        for known in people:
            self.add(known)

    def add(self, known: Known) -> None:
        """One more person that the next lines may be."""
        if known.traits.birth_date:
            self.by_date[known.traits.birth_date].append(known)
        for key in sounds(known.traits):
            self.by_sound[key].append(known)
        for number in known.numbers:
            self.by_number[fold(number["value"])].append(known)

    def near(self, traits: Traits, unit_id: UUID | None = None) -> list[tuple[Likeness, Known]]:
        """The same person and the near ones, the nearest first."""
        seen: dict[int, Known] = {}
        for day in close_days(traits.birth_date):
            seen.update((id(known), known) for known in self.by_date.get(day, ()))
        for key in sounds(traits):
            seen.update((id(known), known) for known in self.by_sound.get(key, ()))
        mine = face(traits)
        found = [(compare(traits, mine, known, unit_id), known) for known in seen.values()]
        return sorted((pair for pair in found if pair[0]), key=lambda pair: -pair[0])

    def named(self, kind: IdentifierKind, value: str, facility_id: UUID | None) -> Known | None:
        """Who holds a number, if somebody does."""
        for known in self.by_number.get(fold(value), ()):
            if known.has_number(kind, value, facility_id):
                return known
        return None


def sounds(traits: Traits) -> list[str]:
    """How the names are heard, in both orders, by each name."""
    first = fold(traits.first_names or traits.preferred_name).split(" ")[0]
    names = {name for name in (traits.birth_name, traits.used_name) if name}
    keys = {f"{sound(name)} {sound(first)}"[:120] for name in names}
    return sorted(keys | {f"{sound(first)} {sound(name)}"[:120] for name in names if first})


def compare(traits: Traits, mine: Face, known: Known, unit_id: UUID | None = None) -> Likeness:
    """The same name, first name and day of birth are one person; what `doubles.scoring` finds likely is a question."""
    other = known.traits
    found = score(mine, known.face)
    same_date = traits.birth_date == other.birth_date and traits.birth_precision == other.birth_precision
    exact = traits.birth_date is not None and traits.birth_precision == Precision.DAY
    here = unit_id in known.unit_ids or unit_id in known.closed_units
    nameless = not any((mine.first, mine.called, known.face.first, known.face.called))
    first = found.first is Agree.SAME or nameless
    if found.name is Agree.SAME and first and same_date and (exact or here):
        return Likeness.NEAR if found.orders_differ else Likeness.SAME
    return Likeness.NEAR if found.is_likely else Likeness.OTHER
