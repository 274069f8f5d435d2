"""What the fil hangs in the rooms below."""

from liane.kit.slots import Slot, hang
from liane.timeline.regrouping import plan

hang(Slot.MERGE, plan, order=20)
