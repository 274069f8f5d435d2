"""Dates of the records become tasks at J-90, J-60 and J-30 (ux §7): each night, for the team that prepares them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from liane.access.actor import Actor
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.dates import at_clock, today
from liane.kit.ids import uuid7
from liane.notes.models import Task
from liane.people.deadlines import Deadline, deadlines_between

STEPS = (30, 60, 90)  # days before
LATE = timedelta(days=7)  # a date that passed since longer, and that nobody was ever told of, is history
NOBODY = UUID(int=0)  # no account is behind a reminder: nobody finds it because «she asked for it»
AUTHOR = "Rappel d’échéance"
PUT_OFF = "Échéance reportée ou levée"

Key = tuple[str, UUID]
Done = dict[tuple[str, UUID, date], int]


@dataclass(slots=True)
class Night:
    """What the reminders of one night change."""

    made: list[Task] = field(default_factory=list)
    moved: list[Task] = field(default_factory=list)
    closed: list[Task] = field(default_factory=list)


def step_of(due_on: date, on: date) -> int | None:
    """The step at which a deadline is on a day: 90, 60 or 30; None while it is further away."""
    left = (due_on - on).days
    return next((step for step in STEPS if left <= step), None)


@transaction.atomic
def remind(organization_id: UUID, on: date | None = None) -> Night:
    """Tasks of the organisation of the transaction, brought in step with its deadlines. Run twice, it changes nothing more.

    A deadline has one open task at a time: still open at the next step, the same task goes on; done, another one asks
    again. When the date is put off the open task follows it, or is closed if the new date is far.
    """
    on = on or today()
    ours = Task.objects.filter(organization_id=organization_id, deadline_source_id__isnull=False)
    known = list(ours.select_for_update().filter(done_at=None))
    since = min([on - LATE, *(task.deadline_on for task in known if task.deadline_on)])
    told = _by_key(deadlines_between(since, on + timedelta(days=max(STEPS))))
    done = _done(ours, told.values())
    night = Night()
    open_now = _follow(night, known, told, done, on)
    for key in sorted(told.keys() - open_now, key=lambda key: (told[key].due_on, str(key[1]))):
        if told[key].due_on >= on - LATE and _asks_again(told[key], done, on):
            night.made.append(_fill(_new(organization_id, told[key]), told[key], on))
    Task.objects.bulk_create(night.made, batch_size=1000)
    Task.objects.bulk_update(night.moved, _FOLLOWS, batch_size=500)
    Task.objects.bulk_update(night.closed, ("done_at", "done_by_name", "deadline_step"), batch_size=500)
    if night.made or night.moved or night.closed:
        made, moved, closed = len(night.made), len(night.moved), len(night.closed)
        trace(_liane(organization_id), Kind.DEADLINES_REMINDED, made=made, moved=moved, closed=closed)
    return night


_NAMES = ("deadline_kind", "deadline_source_id", "deadline_on", "deadline_step")
_FOLLOWS = ("label", "due_at", "unit_id", "volet", "deadline_on", "deadline_step")


def _by_key(deadlines: Iterable[Deadline]) -> dict[Key, Deadline]:
    """One date by source: the nearest, should a room tell two."""
    found: dict[Key, Deadline] = {}
    for deadline in deadlines:
        key = (deadline.kind, deadline.source_id)
        if key not in found or deadline.due_on < found[key].due_on:
            found[key] = deadline
    return found


def _done(ours: QuerySet[Task], told: Iterable[Deadline]) -> Done:
    """The last step that somebody did, for each date of each source. What was put off before being done is not there."""
    sources = {deadline.source_id for deadline in told}
    rows = ours.filter(deadline_source_id__in=sources, done_at__isnull=False, deadline_step__isnull=False)
    found: Done = {}
    for kind, source, day, step in rows.values_list(*_NAMES):
        found[kind, source, day] = min(step, found.get((kind, source, day), step))
    return found


def _follow(night: Night, known: list[Task], told: dict[Key, Deadline], done: Done, on: date) -> set[Key]:
    """Open tasks move with their date, or are closed when there is nothing to prepare any more. Those still open after."""
    still: set[Key] = set()
    for task in sorted(known, key=lambda task: (task.created_at, task.pk)):
        key = (task.deadline_kind, task.deadline_source_id or NOBODY)
        deadline = told.get(key)
        if deadline is None or key in still or not _asks_again(deadline, done, on):
            task.done_at, task.done_by_name, task.deadline_step = timezone.now(), PUT_OFF, None
            night.closed.append(task)
            continue
        still.add(key)
        before = [getattr(task, name) for name in _FOLLOWS]
        _fill(task, deadline, on)
        if before != [getattr(task, name) for name in _FOLLOWS]:
            night.moved.append(task)
    return still


def _asks_again(deadline: Deadline, done: Done, on: date) -> bool:
    """Is this step of this very date still to be done? What somebody ticked at J-90 is asked again at J-60."""
    step, last = step_of(deadline.due_on, on), done.get((deadline.kind, deadline.source_id, deadline.due_on))
    return step is not None and (last is None or step < last)


def _new(organization_id: UUID, deadline: Deadline) -> Task:
    return Task(
        id=uuid7(), organization_id=organization_id, record_id=deadline.record_id, deadline_kind=deadline.kind,
        deadline_source_id=deadline.source_id, author_id=NOBODY, author_name=AUTHOR, created_at=timezone.now(),
    )  # fmt: skip


def _fill(task: Task, deadline: Deadline, on: date) -> Task:
    task.label = deadline.label[:200]
    task.due_at = at_clock(deadline.due_on, time(18))
    task.unit_id, task.volet = deadline.unit_id, deadline.volet
    task.deadline_on, task.deadline_step = deadline.due_on, step_of(deadline.due_on, on)
    return task


def _liane(organization_id: UUID) -> Actor:
    """Nobody in person: one line of the journal says what the night reminded, in figures."""
    return Actor(None, None, organization_id, AUTHOR, "", origin="rappels")
