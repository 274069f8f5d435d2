"""Goals as they stand: the version that counts of each, as far as this actor reads the team that wrote it."""

from typing import Any
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Volet
from liane.plans.enums import GoalState
from liane.plans.models import Goal

# Goals of a record, one row each: few by nature (1 to 5 at a time), whatever the age of the record.
_LATEST = "SELECT DISTINCT ON (thread_id) * FROM plans_goal WHERE {where} ORDER BY thread_id, version DESC"


def goals_of(actor: Actor, record_id: UUID) -> list[Goal]:
    """Every goal of a record, those in progress first, the oldest first. The door must have been opened."""
    found = Goal.objects.raw(_LATEST.format(where="record_id = %s"), [record_id])
    told = [goal for goal in found if may_read(actor, goal)]
    order = [GoalState.ACTIVE, GoalState.REACHED, GoalState.STOPPED]
    return sorted(told, key=lambda g: (order.index(GoalState(g.state)), g.since, g.thread_id))


def from_rows(rows: list[dict[str, Any]]) -> list[Goal]:
    """Goals out of rows that came with another query, as jsonb."""
    return [Goal(**{f.attname: f.to_python(row[f.attname]) for f in Goal._meta.concrete_fields}) for row in rows]


def latest(thread_id: UUID) -> Goal | None:
    """The version that counts of one goal."""
    return next(iter(Goal.objects.raw(_LATEST.format(where="thread_id = %s"), [thread_id])), None)


def versions(thread_id: UUID) -> list[Goal]:
    """Every version of a goal, newest first."""
    return list(Goal.objects.filter(thread_id=thread_id).order_by("-version"))


def may_read(actor: Actor, goal: Goal) -> bool:
    """A goal is read with the accompagnement of the team that wrote it: a discreet team keeps its own."""
    return goal.author_id == actor.practitioner_id or actor.reads(goal.unit_id, Volet.SUPPORT)
