"""What people hang in the record page: who to call now, and who has seen the record; in the search, what one may do; which forms keep drafts."""

from liane.kit.drafts.known import keeps_drafts
from liane.kit.slots import Slot, hang
from liane.people.door import opens_quietly
from liane.people.doubles import plan
from liane.people.gestures import gestures
from liane.people.queries.subjects import about_records
from liane.people.views import aside, emergency

hang(Slot.OPENS, opens_quietly)
hang(Slot.MERGE, plan.plan, order=10)
hang(Slot.RECORD_ASIDE, aside.who_to_call, order=10)
hang(Slot.RECORD_ASIDE, aside.who_has_seen, order=40)
hang(Slot.GESTURES, gestures, order=10)
hang(Slot.NAV, emergency.nav, order=200)
hang(Slot.HOME, emergency.waiting_review)
hang(Slot.CONFORMITY, emergency.review_card, order=30)

keeps_drafts("people:create", "Accueil d’une personne")
keeps_drafts("people:identity", "Identité", about_records)
keeps_drafts("people:essential_answer", "L’essentiel", about_records)
keeps_drafts("people:flag_add", "À savoir avant d’agir", about_records)
keeps_drafts("people:relative_add", "Entourage, quelqu’un de plus", about_records)
keeps_drafts("people:relative_edit", "Entourage", about_records)
