"""Set, correct, reach, stop, take up again. Nothing is overwritten: each gesture adds a version, with who and why."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.kinds import Kind
from liane.kit.dates import hour, local, short, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.people.door import open_record
from liane.people.policies import writes_for
from liane.plans.door import open_goal
from liane.plans.enums import GoalState, Voice
from liane.plans.models import Goal
from liane.plans.queries import latest
from liane.timeline.actions import Announcement, amend, announce

GOAL = "GOAL"  # the kind of our lines in the fil


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """What is aimed at, how it will be known, who said it."""

    wording: str
    proof: str = ""
    voice: str = Voice.SELF
    voice_of: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One more version of a goal: its identifier (chosen by the form), the version that was read, and why."""

    id: UUID
    version: int
    reason: str = ""


@transaction.atomic
def set_goal(actor: Actor, record_id: UUID, goal_id: UUID, draft: GoalDraft) -> None:
    """Write what she aims at. The same `goal_id` twice is once."""
    if already(Goal, goal_id, record_id=record_id, author_id=actor.practitioner_id):
        return
    facts = open_record(actor, record_id, to=Right.PLAN_WRITE, kind=Kind.GOAL_SET, object_id=goal_id)
    unit_id = writes_for(actor, facts, Right.PLAN_WRITE).unit_id
    goal = Goal(
        id=goal_id, thread_id=goal_id, organization_id=facts.organization_id, record_id=record_id, unit_id=unit_id
    )
    _sign(actor, _worded(goal, draft))
    insert(goal)
    _tell(actor, goal, "Un nouvel objectif")


@transaction.atomic
def correct_goal(actor: Actor, record_id: UUID, thread_id: UUID, step: Step, draft: GoalDraft) -> None:
    """Other words, another date: the former version stays readable. A stale version is given back, never written."""
    if (goal := _next(actor, record_id, thread_id, step, Kind.GOAL_CORRECTED)) is None:
        return
    _add(_sign(actor, _worded(goal, draft), reason=step.reason), step)
    first = Goal.objects.get(pk=thread_id)
    title = _title("Un nouvel objectif", goal)
    amend(GOAL, thread_id, title=title, body=goal.proof, level=0, happened_at=first.written_at)


@transaction.atomic
def close_goal(actor: Actor, record_id: UUID, thread_id: UUID, step: Step, state: str) -> None:
    """Reached, or stopped with its reason: it leaves the composer, its writings stay under it."""
    if state == GoalState.STOPPED and not step.reason:
        raise Refused("Écrivez pourquoi on s’arrête : cela servira au prochain point.")
    if (goal := _next(actor, record_id, thread_id, step, Kind.GOAL_CLOSED)) is None:
        return
    if goal.state != GoalState.ACTIVE:
        raise Refused("Cet objectif n’est plus en cours. Rechargez la page pour voir où il en est.")
    goal.state = state
    _add(_sign(actor, goal, reason=step.reason), step)
    _tell(actor, goal, "Objectif atteint" if state == GoalState.REACHED else "Objectif arrêté")


@transaction.atomic
def resume_goal(actor: Actor, record_id: UUID, thread_id: UUID, step: Step) -> None:
    """Closed too soon, or wished again: in progress once more."""
    if (goal := _next(actor, record_id, thread_id, step, Kind.GOAL_RESUMED)) is None:
        return
    if goal.state == GoalState.ACTIVE:
        raise Refused("Cet objectif est déjà en cours.")
    goal.state = GoalState.ACTIVE
    _add(_sign(actor, goal, reason=step.reason), step)
    _tell(actor, goal, "Objectif repris")


def _next(actor: Actor, record_id: UUID, thread_id: UUID, step: Step, kind: Kind) -> Goal | None:
    """The goal as it was read, ready to become its next version; None when this very step was already received."""
    known = Goal.objects.filter(pk=step.id).first()
    if known is not None:
        if known.thread_id != thread_id or known.author_id != actor.practitioner_id:
            raise NotVisible(Refusal(record_id, Right.PLAN_WRITE, "Identifiant déjà pris"), actor)
        return None
    _, goal = open_goal(actor, record_id, thread_id, to=Right.PLAN_WRITE, kind=kind, object_id=step.id)
    if goal.version != step.version:
        raise _stale(goal)
    return goal


def _worded(goal: Goal, draft: GoalDraft) -> Goal:
    goal.wording, goal.proof = draft.wording, draft.proof
    goal.voice = draft.voice
    goal.voice_of = "" if draft.voice == Voice.SELF else draft.voice_of
    goal.since, goal.until = draft.since or goal.since or today(), draft.until
    return goal


def _sign(actor: Actor, goal: Goal, *, reason: str = "") -> Goal:
    goal.author_id = actor.practitioner_id  # type: ignore[assignment]
    goal.author_name, goal.author_role = actor.name, actor.role_label
    goal.written_at, goal.reason = timezone.now(), reason
    return goal


def _add(goal: Goal, step: Step) -> None:
    """One more row; a colleague who arrived at the same moment is shown, not overwritten."""
    goal.pk, goal.version = step.id, goal.version + 1
    goal._state.adding = True
    try:
        with transaction.atomic():
            insert(goal)
    except IntegrityError as problem:
        current = latest(goal.thread_id)
        raise _stale(current or goal) from problem


def _stale(goal: Goal) -> Stale:
    day = local(goal.written_at).date()
    when = f"à {hour(goal.written_at)}" if day == today() else f"le {short(day)} à {hour(goal.written_at)}"
    return Stale(f"{goal.author_name} a modifié cet objectif {when}. Voici les deux versions\u00a0: choisissez.", goal)


def _title(what: str, goal: Goal) -> str:
    said = goal.wording if goal.voice == Voice.OBSERVED else f"«\u00a0{goal.wording}\u00a0»"
    return f"{what}\u00a0: {said}"[:200]


def _tell(actor: Actor, goal: Goal, what: str) -> None:
    """The fil of the record says it, to those who read the accompagnement."""
    line = Announcement(
        goal.record_id, goal.unit_id, Volet.SUPPORT, GOAL, goal.pk, goal.written_at, _title(what, goal), goal.proof
    )
    announce(actor, line)
