"""A fact of the file that the fil must show: said here, written by the room above, in the same transaction (slot TELL)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liane.access.actor import Actor
from liane.kit.slots import Slot, hung


@dataclass(frozen=True, slots=True)
class Told:
    """One fact. `source_id` is its identifier in its own room; who reads the line: `unit_id` × `volet`."""

    record_id: UUID
    unit_id: UUID
    volet: str
    kind: str
    source_id: UUID
    happened_at: datetime
    title: str
    body: str = ""


def tell(actor: Actor, fact: Told) -> None:
    """Told once, however often it is sent."""
    for write in hung(Slot.TELL):
        write(actor, fact)
