"""What plans hang in the rooms below."""

from liane.kit.slots import Slot, hang
from liane.plans import views

hang(Slot.FIL_CONTENT, views.fill_fil)
