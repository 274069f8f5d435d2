"""Coming back asks for a note: a task for the team, in the name of who noted the return."""

from datetime import time, timedelta
from uuid import UUID, uuid5

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.kit.dates import at_clock, today
from liane.notes.actions.tasks import add_task
from liane.notes.models import Task

LABEL = "Écrire la note de retour : ce qui a changé pendant l’absence"


def return_note_task(actor: Actor, absence_id: UUID, record_id: UUID, unit_id: UUID) -> None:
    """Due tomorrow evening. Heard twice, it is one task; who may not write tasks leaves none."""
    task_id = uuid5(absence_id, "return note")
    if not actor.may(Right.TASK_WRITE, unit_id) or Task.objects.filter(pk=task_id).exists():
        return
    volet = Volet.SUPPORT if actor.reads(unit_id, Volet.SUPPORT) else ""
    due = at_clock(today() + timedelta(days=1), time(18))
    add_task(actor, task_id, LABEL, unit_id=unit_id, record_id=record_id, due_at=due, volet=volet)
