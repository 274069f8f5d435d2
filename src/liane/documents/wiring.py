"""What papers hang in the record page."""

from liane.documents.views import cards
from liane.kit.slots import Slot, hang

hang(Slot.FIL_JOINED, cards.fill_fil)
