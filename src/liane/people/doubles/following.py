"""What follows a record when two records are one person, or when one record held two persons: each room hangs its list.

`Slot.MERGE` holds one `Plan` per room. A table that points at a record and is in no plan stops the merge by itself (the
closed record could not go), and `tests/test_merge_lists.py` finds it the day it is born.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from liane.access.actor import Actor
from liane.kit.slots import Slot, hung
from liane.people.facts import RecordFacts

CHOSEN, WITH = "chosen", "with"


@dataclass(frozen=True, slots=True)
class Follow:
    """A table whose rows follow the record, or the person.

    `twins`: SQL giving the pairs (gone, kept) of rows that say the same thing in both records, with %(source)s and
    %(target)s: the first is set aside. `once`: the row moves only if the other person has none (a photo).
    `parted`: how a row goes when a file is split: chosen line by line, with a chosen line, or else why it stays.
    """

    table: str
    parted: str
    column: str = "record_id"
    twins: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A line that may be given to the other person, as the reader sees it."""

    kind: str
    id: UUID
    group: str
    label: str
    detail: str
    at: datetime | None = None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.id}"


Chosen = Mapping[str, list[UUID]]


def _no_parts(actor: Actor, facts: RecordFacts) -> list[Part]:
    return []


def _no_rows(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    return {}


def _nothing(one: UUID, other: UUID) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Plan:
    """What one room does. `keeps`: rows that keep the identifier under which they were written, and why."""

    room: str
    follows: tuple[Follow, ...] = ()
    keeps: Mapping[str, str] = field(default_factory=dict)
    parts: Callable[[Actor, RecordFacts], list[Part]] = _no_parts  # lines that this reader may give to the other person
    widen: Callable[[UUID, Chosen], dict[str, list[UUID]]] = _no_rows  # lines of the fil that go with the lines chosen
    rows: Callable[[UUID, Chosen], dict[str, list[UUID]]] = _no_rows  # table → rows that go with the lines chosen
    prepare: Callable[[UUID, UUID], None] = _nothing  # what is computed goes first, when it would stand in the way
    settle: Callable[[UUID, UUID], None] = _nothing  # what is computed, made anew for both records
    tell: Callable[[Actor, UUID, UUID, UUID, str], None] | None = (
        None  # actor, record, unit, source, words: the fil says it
    )


def plans() -> Iterator[Plan]:
    """One a room, the lowest first."""
    for plan in hung(Slot.MERGE):
        yield plan()


def parts_of(actor: Actor, facts: RecordFacts) -> list[Part]:
    """Every line that this reader may give to the other person; the same line told by two rooms is there once."""
    found: dict[str, Part] = {}
    for plan in reversed(list(plans())):  # the room of the fact tells it better than the fil
        for part in plan.parts(actor, facts):
            found.setdefault(part.key, part)
    return list(found.values())


def rows_of(record_id: UUID, lines: Chosen) -> list[tuple[Follow, list[UUID]]]:
    """Which rows of which tables pass with these lines."""
    chosen = {kind: list(ids) for kind, ids in lines.items()}
    for plan in plans():
        for kind, ids in plan.widen(record_id, lines).items():
            chosen.setdefault(kind, []).extend(ids)
    rows: dict[str, set[UUID]] = {}
    for plan in plans():
        for table, keys in plan.rows(record_id, chosen).items():
            rows.setdefault(table, set()).update(keys)
    follows = [follow for plan in plans() for follow in plan.follows]
    return [(follow, sorted(rows[follow.table])) for follow in follows if rows.get(follow.table)]
