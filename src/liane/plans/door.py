"""The door of a goal: the door of its record first, then the team that wrote it."""

from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.plans.models import Goal
from liane.plans.queries import latest, may_read


def open_project(actor: Actor, record_id: UUID) -> RecordFacts:
    """The page of what she aims at: for who reads the accompagnement in one of the teams that follow her."""
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    if Volet.SUPPORT not in actor.volets_read(held.unit_id for held in facts.units()):
        raise NotVisible(Refusal(record_id, Right.RECORD_READ, "Ne lit pas l’accompagnement"), actor)
    return facts


def open_goal(
    actor: Actor,
    record_id: UUID,
    thread_id: UUID,
    *,
    to: Right,
    kind: Kind | None = None,
    object_id: UUID | None = None,
) -> tuple[RecordFacts, Goal]:
    """The version that counts of one goal of this record, or NotVisible. The record’s door leaves the trace."""
    facts = open_record(actor, record_id, to=to, kind=kind, object_id=object_id or thread_id)
    goal = latest(thread_id)
    if goal is None or goal.record_id != record_id or not may_read(actor, goal):
        raise NotVisible(Refusal(record_id, to, "Cet objectif n’existe pas, ou une autre équipe le garde"), actor)
    if to == Right.PLAN_WRITE and not actor.may(to, goal.unit_id):
        raise NotVisible(Refusal(record_id, to, "N’écrit pas le projet pour cette équipe"), actor)
    return facts, goal


def linked_goal(actor: Actor, record_id: UUID, thread_id: UUID) -> Goal:
    """The goal that a writing is linked to: of the same record, and readable by who writes."""
    goal = latest(thread_id)
    if goal is None or goal.record_id != record_id or not may_read(actor, goal):
        raise NotVisible(Refusal(record_id, Right.NOTE_WRITE, "Cet objectif n’est pas de ce dossier"), actor)
    return goal
