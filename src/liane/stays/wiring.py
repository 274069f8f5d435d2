"""What stays hang in the rooms below: the first stay of a new record, the stays of «L’essentiel», the delays in the menu."""

from liane.kit.drafts.known import keeps_drafts
from liane.kit.slots import Slot, hang
from liane.people.queries.subjects import about_records
from liane.stays import menu, moving
from liane.stays.actions import open_first_stay
from liane.stays.clocks.queries import deadlines
from liane.stays.following.queries import about_left
from liane.stays.importing.erasing import rows_of_imports
from liane.stays.referrals import menu as requests
from liane.stays.regrouping import plan
from liane.stays.retention import views as retention
from liane.stays.ribbon import path_piece
from liane.stays.section import essential_section

hang(Slot.MOVING, moving.nouns, order=30)
hang(Slot.STAY_OPENED, open_first_stay)
hang(Slot.MERGE, plan, order=30)
hang(Slot.ESSENTIAL, essential_section)
hang(Slot.CONFORMITY, retention.card, order=25)
hang(Slot.ERASE, rows_of_imports)
hang(Slot.ERASE, requests.drafts_of)
hang(Slot.DEADLINES, deadlines, order=30)
hang(Slot.RECORD_PATH, path_piece)
hang(Slot.NAV, menu.nav, order=120)
hang(Slot.GESTURES, menu.gestures, order=25)
hang(Slot.NAV, requests.nav, order=115)
hang(Slot.GESTURES, requests.gestures, order=24)
hang(Slot.FINDS, requests.finds, order=24)
keeps_drafts("stays:open", "Accompagnement de plus", about_records)
keeps_drafts("stays:edit", "Accompagnement", about_records)
keeps_drafts("stays:clock_met", "Délai tenu", about_records)
keeps_drafts("stays:follow_up", "Suivi après la sortie", about_left)
keeps_drafts("stays:inventory_new", "Inventaire des affaires", about_records)
keeps_drafts("stays:absence_note", "Absence", about_records)
keeps_drafts("stays:absence_edit", "Correction d’une absence", about_records)
keeps_drafts("stays:referral_new", "Demande d’admission")
keeps_drafts("stays:notice", "Demande d’admission")
keeps_drafts("stays:notice_read", "Notification collée")
for name, label in (
    ("referral_edit", "Demande d’admission"),
    ("wish_decide", "Suite d’une demande"),
    ("wish_criteria", "Critères d’une demande"),
    ("wish_place", "Place dans une liste d’attente"),
    ("refusal_letter", "Lettre de refus"),
    ("wish_opinion", "Avis sur une demande"),
    ("admission_step", "Étape d’admission"),
    ("admit", "Entrée d’une personne admise"),
):
    keeps_drafts(f"stays:{name}", label, requests.about_requests)
keeps_drafts("stays:waiting_rules", "Règles de liste d’attente")
keeps_drafts("stays:destroy", "Destruction d’un dossier")
keeps_drafts("stays:requests_erase", "Effacement de demandes d’admission")
keeps_drafts("stays:take_out", "Dossier à ressortir")
