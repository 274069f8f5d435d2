"""What people hang in the record page: who to call now, and who has seen the record; in the search, what one may do; which forms keep drafts."""

from liane.kit.drafts.known import keeps_drafts
from liane.kit.slots import Slot, hang
from liane.people import moving
from liane.people.circle import directory_views
from liane.people.door import opens_quietly
from liane.people.doubles import menu as doubles_menu
from liane.people.doubles import plan
from liane.people.entitlements import expiry_views, regrouping, reminders
from liane.people.gestures import gestures
from liane.people.protection import regrouping as protection_regrouping
from liane.people.protection import reminders as protection_reminders
from liane.people.queries.subjects import about_records
from liane.people.views import aside, emergency

hang(Slot.MOVING, moving.nouns, order=20)
hang(Slot.OPENS, opens_quietly)
hang(Slot.MERGE, plan.plan, order=10)
hang(Slot.RECORD_ASIDE, aside.who_to_call, order=10)
hang(Slot.RECORD_ASIDE, aside.who_has_seen, order=40)
hang(Slot.GESTURES, gestures, order=10)
hang(Slot.NAV, doubles_menu.nav, order=130)
hang(Slot.NAV, emergency.nav, order=200)
hang(Slot.NAV, directory_views.nav, order=132)
hang(Slot.NAV, expiry_views.nav, order=115)
hang(Slot.DEADLINES, reminders.deadlines, order=20)
hang(Slot.MERGE, regrouping.plan, order=15)
hang(Slot.DEADLINES, protection_reminders.deadlines, order=10)
hang(Slot.MERGE, protection_regrouping.plan, order=16)
hang(Slot.GESTURES, expiry_views.gestures, order=12)
hang(Slot.HOME, emergency.waiting_review)
hang(Slot.CONFORMITY, emergency.review_card, order=30)

keeps_drafts("people:create", "Accueil d’une personne")
keeps_drafts("people:create_alias", "Accueil sans papiers")
keeps_drafts("people:identity", "Identité", about_records)
keeps_drafts("people:part", "Dossier à séparer", about_records)
keeps_drafts("people:essential_answer", "L’essentiel", about_records)
keeps_drafts("people:flag_add", "À savoir avant d’agir", about_records)
keeps_drafts("people:relative_add", "Entourage, quelqu’un de plus", about_records)
keeps_drafts("people:relative_edit", "Entourage", about_records)
keeps_drafts("people:right_add", "Droit de plus", about_records)
keeps_drafts("people:right_correct", "Droit", about_records)
keeps_drafts("people:claim_add", "Démarche de plus", about_records)
keeps_drafts("people:claim", "Démarche", about_records)
keeps_drafts("people:home_add", "Lieu de vie de plus", about_records)
keeps_drafts("people:home_edit", "Lieu de vie", about_records)
keeps_drafts("people:measure_add", "Mesure de plus", about_records)
keeps_drafts("people:measure_correct", "Mesure", about_records)
keeps_drafts("people:authority_add", "Autorité parentale", about_records)
keeps_drafts("people:authority_correct", "Autorité parentale", about_records)
keeps_drafts("people:hearing_add", "Audience de plus", about_records)
keeps_drafts("people:hearing_correct", "Audience", about_records)
