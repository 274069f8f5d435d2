"""What the organisation hangs in the rooms below: its tables, when a house moves."""

from liane.kit.slots import Slot, hang
from liane.organizations import moving

hang(Slot.MOVING, moving.nouns, order=10)
