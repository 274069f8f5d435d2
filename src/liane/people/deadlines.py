"""A date of a record that asks for something before it: the end of a measure, of a right, a hearing, a report due.

Each room that keeps such dates hangs a function in `Slot.DEADLINES`; the room of tasks asks them all each night and reminds
the teams at J-90, J-60 and J-30 (ux §7), so that no room has its own way to remind.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from liane.kit.slots import Slot, hung


@dataclass(frozen=True, slots=True)
class Deadline:
    """One date. `source_id` stays the same when the date is put off, so that the reminder moves instead of being doubled.

    `label` is the sentence of the task and is read by whoever reads `volet` for `unit_id`, nobody else; it names neither
    the person (the task knows her) nor, in a secret volet, more than what must be prepared. `unit_id`: the team that
    prepares it, among those that hold the record now; a person who has left asks nothing more of anybody.
    """

    record_id: UUID
    source_id: UUID
    kind: str
    label: str
    due_on: date
    unit_id: UUID
    volet: str


# Hung by a room: every deadline of the organisation of the transaction between two days, both included, by one query.
Teller = Callable[[date, date], Iterable[Deadline]]


def deadlines_between(since: date, until: date) -> Iterator[Deadline]:
    """What every room has to say of these days."""
    for tell in hung(Slot.DEADLINES):
        yield from tell(since, until)
