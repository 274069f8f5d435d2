"""What people hang in the record page: who to call now, and who has seen the record."""

from liane.kit.slots import Slot, hang
from liane.people.views import aside

hang(Slot.RECORD_ASIDE, aside.who_to_call, order=10)
hang(Slot.RECORD_ASIDE, aside.who_has_seen, order=40)
