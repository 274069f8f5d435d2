"""What papers hang in the record page, and what they do for a room that receives a paper before there is a record."""

from liane.documents import moving
from liane.documents.actions.bringing import bring_paper, check_paper
from liane.documents.queries import papers_to_point
from liane.documents.regrouping import plan
from liane.documents.views import cards
from liane.kit.slots import Slot, hang

hang(Slot.MOVING, moving.nouns, order=45)
hang(Slot.MERGE, plan, order=30)
hang(Slot.FIL_JOINED, cards.fill_fil)
hang(Slot.PAPER_CHECKED, check_paper)
hang(Slot.PAPER_BROUGHT, bring_paper)
hang(Slot.PAPERS, papers_to_point)
