"""What plans hang in the rooms below."""

from liane.kit.drafts.known import keeps_drafts
from liane.kit.slots import Slot, hang
from liane.people.queries.subjects import about_records
from liane.plans import moving, views
from liane.plans.regrouping import plan

hang(Slot.MOVING, moving.nouns, order=50)
hang(Slot.MERGE, plan, order=40)
hang(Slot.FIL_CONTENT, views.fill_fil)

keeps_drafts("plans:goal_add", "Objectif de plus", about_records)
keeps_drafts("plans:goal_correct", "Objectif", about_records)
keeps_drafts("plans:goal_close", "Objectif atteint ou arrêté", about_records)
