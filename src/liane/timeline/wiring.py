"""What the fil hangs in the rooms below: it writes the facts of the file that they tell, and follows a record."""

from liane.access.actor import Actor
from liane.kit.slots import Slot, hang
from liane.people.telling import Told
from liane.timeline import moving
from liane.timeline.actions import Announcement, announce
from liane.timeline.regrouping import plan


def write_told(actor: Actor, fact: Told) -> None:
    """A line of the fil for a fact of `people`."""
    line = Announcement(
        fact.record_id, fact.unit_id, fact.volet, fact.kind, fact.source_id, fact.happened_at, fact.title, fact.body
    )
    announce(actor, line)


hang(Slot.MOVING, moving.nouns, order=40)
hang(Slot.TELL, write_told)
hang(Slot.MERGE, plan, order=20)
