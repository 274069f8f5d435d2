"""What notes hang in the rooms below, and what they hear."""

from uuid import UUID

from liane.access.enums import Right
from liane.access.queries import actor_of, holders_of
from liane.kit.drafts.known import keeps_drafts
from liane.kit.events import emit, on
from liane.kit.slots import Slot, hang
from liane.notes import moving
from liane.notes.actions.after_absence import return_note_task
from liane.notes.actions.reading import ESCALATION, escalate
from liane.notes.gestures import gestures
from liane.notes.models import Note, Reading
from liane.notes.queries.erasing import unlinked
from liane.notes.queries.subjects import about_writings
from liane.notes.regrouping import plan
from liane.notes.views import cards, composer, home, tasks
from liane.people.queries.subjects import about_records
from liane.professionals.models import Practitioner

hang(Slot.MOVING, moving.nouns, order=55)
hang(Slot.NAV, home.nav)
hang(Slot.FIL_CONTENT, cards.fill_fil)
hang(Slot.GOAL_WRITINGS, cards.under_goals)
hang(Slot.FIL_UNREAD, home.waiting_here)
hang(Slot.RECORD_COMPOSER, composer.composer_piece)
hang(Slot.RECORD_ASIDE, composer.project_piece, order=20)
hang(Slot.RECORD_ASIDE, tasks.aside, order=30)
hang(Slot.MERGE, plan, order=50)
hang(Slot.ERASE, unlinked)
hang(Slot.GESTURES, gestures, order=5)

keeps_drafts("notes:write", "Écrit", about_records)
keeps_drafts("notes:correct", "Correction d’un écrit", about_writings)
keeps_drafts("notes:cancel", "Annulation d’un écrit", about_writings)
keeps_drafts("notes:task_from", "Tâche", about_writings)
keeps_drafts("notes:tasks", "Tâche")
keeps_drafts("notes:handover_give", "Mot pour l’équipe suivante")


@on("notes.urgent_written")
def wait_half_an_hour(note_id: str) -> None:
    """An urgent writing is looked at again after half an hour."""
    note = Note.objects.get(pk=UUID(note_id))
    emit("notes.urgent_waited", organization_id=note.organization_id, after=ESCALATION, note_id=note.pk)


@on("notes.urgent_waited")
def show_to_the_service(note_id: str) -> None:
    """Nobody has read it: those who answer for the service find it first on their list. Struck or calmed down, it rests."""
    note = Note.objects.get(pk=UUID(note_id))
    readings = Reading.objects.filter(thread_id=note.thread_id).values_list("read_at", "is_expected")
    if any(read_at for read_at, _ in readings) or (readings and not any(expected for _, expected in readings)):
        return
    author = actor_of(Practitioner.objects.get(pk=note.author_id))
    chiefs = [who for who in holders_of(Right.NOTE_CANCEL, note.unit_id) if who != note.author_id]
    escalate(author, note, chiefs)


@on("stays.absence_ended")
def ask_for_a_return_note(
    absence_id: str, stay_id: str, record_id: str, unit_id: str, author_id: str, asks_note: str, **_: str
) -> None:
    """She is back from the hospital or from a fugue: the team writes what has changed, before the evening of tomorrow."""
    if not asks_note:
        return
    author = actor_of(Practitioner.objects.get(pk=UUID(author_id)))
    return_note_task(author, UUID(absence_id), UUID(record_id), UUID(unit_id))
