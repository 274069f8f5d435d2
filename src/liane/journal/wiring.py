"""What the journal hangs in the rooms below: how long traces are kept goes with a house that moves."""

from liane.journal import moving
from liane.kit.slots import Slot, hang

hang(Slot.MOVING, moving.nouns, order=16)
