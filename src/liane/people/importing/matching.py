"""Is the person of a line already known? Certain, near, or somebody else. No machine joins two files on a resemblance.

Stricter than the search of a page, where a human being looks: here only equal traits are the same person (identity
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
    held: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[dict[str, Any]] = field(default_factory=list)
    relatives: frozenset[str] = frozenset()
    has_key_worker: bool = False
    unit_ids: set[UUID] = field(default_factory=set)
    closed_units: dict[UUID, str] = field(default_factory=dict)

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
        found = [(compare(traits, known, unit_id), known) for known in seen.values()]
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


def close_days(day: date | None) -> list[date]:
    """The day itself, and day and month exchanged."""
    if day is None:
        return []
    if day.day > 12 or day.day == day.month:
        return [day]
    return [day, day.replace(day=day.month, month=day.day)]


def compare(traits: Traits, known: Known, unit_id: UUID | None = None) -> Likeness:
    """Compare two identities: the same name, first name and day of birth are one person; less than that is a question."""
    other = known.traits
    name, first = _same_names(traits, other), _same_first(traits, other)
    same_date = traits.birth_date == other.birth_date and traits.birth_precision == other.birth_precision
    exact = traits.birth_date is not None and traits.birth_precision == Precision.DAY
    here = unit_id in known.unit_ids or unit_id in known.closed_units
    if name and first and same_date and (exact or here):
        return Likeness.SAME
    heard_name = name or _heard(traits.birth_name, other.birth_name, other.used_name)
    heard_name = heard_name or _heard(traits.used_name, other.birth_name, other.used_name)
    heard_first = first or _heard(_first(traits), _first(other), other.preferred_name)
    crossed = _heard(_first(traits), other.birth_name) and _heard(traits.birth_name, _first(other))
    if same_date and exact and (heard_name or heard_first or crossed):
        return Likeness.NEAR
    if ((heard_name and heard_first) or crossed) and _dates_could_agree(traits, other):
        return Likeness.NEAR
    return Likeness.OTHER


def _same_names(traits: Traits, other: Traits) -> bool:
    """One name in common, of birth or of use; when both say a birth name beside a used name, the birth names agree."""
    if traits.used_name and other.used_name and fold(traits.birth_name) != fold(other.birth_name):
        return False
    mine = {fold(traits.birth_name), fold(traits.used_name)} - {""}
    return bool(mine & {fold(other.birth_name), fold(other.used_name)})


def _first(traits: Traits) -> str:
    """First birth first name, compound ones whole."""
    names = (traits.first_names or traits.preferred_name).split(",")[0]
    return names.strip()


def _same_first(traits: Traits, other: Traits) -> bool:
    """The same first first name; «Marie» and «Marie Thérèse» agree on what both say."""
    mine, theirs = fold(_first(traits)).split(), fold(_first(other)).split()
    if not mine or not theirs:
        return not mine and not theirs
    return mine == theirs[: len(mine)] or theirs == mine[: len(theirs)] or mine == fold(other.preferred_name).split()


def _heard(name: str, *others: str) -> bool:
    """Heard alike; two letters say nothing."""
    key = sound(name) if len(fold(name)) > 2 else ""
    return bool(key) and any(key == sound(other) for other in others if other)


def _dates_could_agree(traits: Traits, other: Traits) -> bool:
    """Missing, incomplete, exchanged, or one slip apart."""
    mine, theirs = traits.birth_date, other.birth_date
    if mine is None or theirs is None:
        return True
    if Precision.DAY not in (traits.birth_precision, other.birth_precision) or (
        traits.birth_precision != other.birth_precision
    ):
        return mine.year == theirs.year
    if theirs in close_days(mine):
        return True
    same = (mine.day == theirs.day) + (mine.month == theirs.month) + (mine.year == theirs.year)
    return same >= 2
