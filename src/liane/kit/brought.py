"""A paper that a room received before there was a record to file it in: handed to the room of the papers, through a slot."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Brought:
    """`data` was checked by `Slot.PAPER_CHECKED` when it came; `id` is kept, so that bringing it twice files it once.
    `volet`: the part of the file where it must stand, when it may not stand in the usual one."""

    id: UUID
    name: str
    media_type: str
    data: bytes
    title: str
    dated_on: date | None = None
    volet: str = ""
