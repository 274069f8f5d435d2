"""A sentence in, a task out; somebody takes it, somebody does it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import SECRET_VOLETS, Right
from liane.access.queries import holders_of
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import insert
from liane.notes.drafts import usual_unit, usual_volet
from liane.notes.models import Task
from liane.people.door import open_record
from liane.professionals.models import Practitioner


def _open_task(actor: Actor, task_id: UUID, kind: Kind) -> Task:
    """The door of a task: that of its record when it has one, else the unit's."""
    task = Task.objects.select_for_update().filter(pk=task_id).first()
    if task is None:
        raise NotVisible(Refusal(None, Right.TASK_WRITE, "Cette tâche n’existe pas dans son organisme"), actor)
    if not actor.may(Right.TASK_WRITE, task.unit_id) or not _reads(actor, task):
        raise NotVisible(Refusal(task.record_id, Right.TASK_WRITE, "N’est pas de cette équipe"), actor)
    if task.record_id:
        open_record(actor, task.record_id, to=Right.TASK_WRITE, kind=kind, object_id=task_id)
    else:
        trace(actor, kind, object_id=task_id)
    return task


def _reads(actor: Actor, task: Task) -> bool:
    mine = actor.practitioner_id in (task.owner_id, task.author_id) and task.volet not in SECRET_VOLETS
    return mine or actor.reads(task.unit_id, task.volet) or task.record_id is None


@transaction.atomic
def add_task(
    actor: Actor,
    task_id: UUID,
    label: str,
    *,
    unit_id: UUID | None = None,
    record_id: UUID | None = None,
    due_at: datetime | None = None,
    owner_id: UUID | None = None,
    volet: str = "",
    source_thread_id: UUID | None = None,
) -> Task:
    """Something to do for somebody, or for the unit. Sent twice, it exists once."""
    known = Task.objects.filter(pk=task_id).first()
    if known is not None:
        if known.author_id != actor.practitioner_id:
            raise NotVisible(Refusal(record_id, Right.TASK_WRITE, "Identifiant déjà pris"), actor)
        return known
    if not label.strip():
        raise Refused("Écrivez ce qu’il y a à faire.")
    unit_id = _unit_of(actor, task_id, record_id, unit_id)
    volet = volet or usual_volet(actor, unit_id, None)
    if record_id and not (actor.writes(unit_id, volet) or actor.reads(unit_id, volet)):
        raise Refused("Votre rôle n’écrit pas dans cette partie du dossier. Choisissez-en une autre.")
    if owner_id not in (None, actor.practitioner_id) and owner_id not in holders_of(Right.TASK_WRITE, unit_id):
        raise Refused("Cette personne n’est plus dans l’équipe. Choisissez quelqu’un d’autre.")
    task = Task(
        id=task_id, organization_id=actor.organization_id, record_id=record_id, unit_id=unit_id, volet=volet,
        label=label.strip()[:200], due_at=due_at, owner_id=owner_id, source_thread_id=source_thread_id,
        author_id=actor.practitioner_id, author_name=actor.name, created_at=timezone.now(),
    )  # fmt: skip
    insert(task)
    return task


def _unit_of(actor: Actor, task_id: UUID, record_id: UUID | None, unit_id: UUID | None) -> UUID:
    """The team whose task it is, through the door of the record when there is one; the trace is left here."""
    if record_id:
        facts = open_record(actor, record_id, to=Right.TASK_WRITE, kind=Kind.TASK_CREATED, object_id=task_id)
        held = [h.unit_id for h in facts.units()]
        unit_id = unit_id or usual_unit(actor, held)
        if unit_id not in held:
            raise NotVisible(Refusal(record_id, Right.TASK_WRITE, "Cette unité ne suit pas cette personne"), actor)
    else:
        unit_id = unit_id or actor.place_unit_id
        trace(actor, Kind.TASK_CREATED, object_id=task_id)
    if unit_id is None or not actor.may(Right.TASK_WRITE, unit_id):
        raise NotVisible(Refusal(record_id, Right.TASK_WRITE, "N’est pas de cette équipe"), actor)
    return unit_id


@transaction.atomic
def take_task(actor: Actor, task_id: UUID) -> Task:
    """«Je prends». The first hand wins, the second is told who has it."""
    task = _open_task(actor, task_id, Kind.TASK_TAKEN)
    if task.owner_id not in (None, actor.practitioner_id):
        owner = Practitioner.objects.get(pk=task.owner_id)
        raise Refused(f"{owner} a déjà pris cette tâche.")
    task.owner_id = actor.practitioner_id
    task.save(update_fields=["owner_id"])
    return task


@transaction.atomic
def finish_task(actor: Actor, task_id: UUID) -> Task:
    """Done. Ticked twice, it is done once, by the first."""
    task = _open_task(actor, task_id, Kind.TASK_DONE)
    if task.done_at is None:
        task.done_at = timezone.now()
        task.done_by_name = actor.name
        task.save(update_fields=["done_at", "done_by_name"])
    return task


@transaction.atomic
def reopen_task(actor: Actor, task_id: UUID) -> Task:
    """«Annuler» after a tick."""
    task = _open_task(actor, task_id, Kind.TASK_REOPENED)
    task.done_at = None
    task.done_by_name = ""
    task.save(update_fields=["done_at", "done_by_name"])
    return task
