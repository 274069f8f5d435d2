"""Dates of the records become tasks at J-90, J-60 and J-30; they follow their date, and secret ones are told to nobody else."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from liane.access.enums import Volet
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit import slots
from liane.kit.dates import today
from liane.kit.door import NotVisible
from liane.kit.ids import uuid7
from liane.notes.actions.deadlines import PUT_OFF, remind, step_of
from liane.notes.actions.tasks import add_task, finish_task, reopen_task, take_task
from liane.notes.models import Task
from liane.notes.queries.home import counters, service_morning
from liane.notes.queries.tasks import late_in_service, tasks_of, tasks_of_record, tasks_of_units
from liane.people.deadlines import Deadline
from liane.testing import House

Tell = Callable[..., Deadline]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Deadline]]:
    """What the rooms below tell, in the hands of the test."""
    known: list[Deadline] = []

    def between(since: date, until: date) -> list[Deadline]:
        return [deadline for deadline in known if since <= deadline.due_on <= until]

    monkeypatch.setitem(slots._hung, slots.Slot.DEADLINES, [(1, between)])
    yield known


@pytest.fixture
def deadline(house: House, told: list[Deadline]) -> Tell:
    """`deadline(80)`: the measure of Sam ends in eighty days."""

    def tell(days: int, volet: str = Volet.ADMIN) -> Deadline:
        due_on = today() + timedelta(days=days)
        unit_id = house.units["mimosa"].pk
        made = Deadline(house.sam.pk, uuid7(), "measure-end", "La curatelle prend fin", due_on, unit_id, volet)
        told.append(made)
        return made

    return tell


def night(house: House, after: int = 0) -> tuple[int, int, int]:
    found = remind(house.deux_rives.pk, today() + timedelta(days=after))
    return len(found.made), len(found.moved), len(found.closed)


@pytest.mark.parametrize(
    ("left", "step"), [(91, None), (90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (0, 30), (-3, 30)]
)
def test_the_steps_are_ninety_sixty_and_thirty_days_before(left: int, step: int | None) -> None:
    assert step_of(today() + timedelta(days=left), today()) == step


def test_a_date_becomes_one_task_however_often_the_night_runs(house: House, deadline: Tell) -> None:
    due = deadline(80)
    assert [night(house) for _ in range(3)] == [(1, 0, 0), (0, 0, 0), (0, 0, 0)]
    task = Task.objects.get()
    assert (task.label, task.record_id, task.unit_id, task.volet) == (due.label, house.sam.pk, due.unit_id, "ADMIN")
    assert task.due_at is not None and timezone.localtime(task.due_at).date() == due.due_on
    assert [t.label for t in tasks_of_record(house.actor("sophie"), house.sam.pk)] == [due.label]


def test_a_date_further_than_ninety_days_asks_nothing_yet(house: House, deadline: Tell) -> None:
    deadline(91)
    assert night(house) == (0, 0, 0)
    assert night(house, after=1) == (1, 0, 0)


def test_done_at_ninety_days_it_is_asked_again_at_sixty_then_at_thirty(house: House, deadline: Tell) -> None:
    deadline(90)
    for after, step in ((0, 90), (30, 60), (60, 30)):
        assert night(house, after) == (1, 0, 0)
        task = Task.objects.get(done_at=None)
        assert task.deadline_step == step
        finish_task(house.actor("sophie"), task.pk)
        assert night(house, after + 1) == (0, 0, 0)
    assert night(house, 90) == (0, 0, 0)


def test_not_done_it_stays_one_line_and_not_three(house: House, deadline: Tell) -> None:
    deadline(90)
    assert [night(house, after) for after in (0, 30, 60)] == [(1, 0, 0), (0, 1, 0), (0, 1, 0)]
    assert Task.objects.get().deadline_step == 30


def test_a_renewed_measure_takes_its_task_away_or_with_it(house: House, deadline: Tell, told: list[Deadline]) -> None:
    due = deadline(20)
    night(house)
    told[0] = replace(due, due_on=today() + timedelta(days=70))
    assert night(house) == (0, 1, 0) and Task.objects.get().deadline_on == told[0].due_on
    told[0] = replace(due, due_on=today() + timedelta(days=800))
    assert night(house) == (0, 0, 1)
    assert Task.objects.get().done_by_name == PUT_OFF
    told[0] = due  # it was a mistake: the first date is asked again
    assert night(house) == (1, 0, 0) and Task.objects.filter(done_at=None).count() == 1


def test_what_was_done_for_a_date_is_not_asked_when_the_date_comes_back(
    house: House, deadline: Tell, told: list[Deadline]
) -> None:
    due = deadline(20)
    night(house)
    finish_task(house.actor("sophie"), Task.objects.get().pk)
    told[0] = replace(due, due_on=today() + timedelta(days=25))
    assert night(house) == (1, 0, 0)
    told[0] = due
    assert night(house) == (0, 0, 1) and not Task.objects.filter(done_at=None).exists()


def test_a_date_that_is_withdrawn_leaves_nothing_to_do(house: House, deadline: Tell, told: list[Deadline]) -> None:
    deadline(20)
    night(house)
    told.clear()
    assert night(house) == (0, 0, 1)
    reopen_task(house.actor("sophie"), Task.objects.get().pk)
    assert night(house) == (0, 0, 1)


def test_a_date_that_passed_long_ago_is_history_and_yesterday_is_late(house: House, deadline: Tell) -> None:
    deadline(-8)
    deadline(-1)
    assert night(house) == (1, 0, 0)
    assert night(house, after=30) == (0, 0, 0), "an open late task stays, however late"
    assert Task.objects.get(done_at=None).deadline_on == today() - timedelta(days=1)


def test_a_task_asked_by_hand_is_never_touched(house: House, deadline: Tell) -> None:
    add_task(house.actor("ines"), uuid7(), "Peser Sam", record_id=house.sam.pk)
    deadline(10)
    assert night(house) == (1, 0, 0) and night(house) == (0, 0, 0)


def test_a_judicial_date_is_told_to_readers_of_the_judicial_part_only(house: House, deadline: Tell) -> None:
    due = deadline(20, Volet.JUDICIAL)
    night(house)
    task = Task.objects.get()
    assert [t.label for t in tasks_of_record(house.actor("sophie"), house.sam.pk)] == [due.label]
    for slug in ("ines", "maud", "nicole", "helene", "amine", "farid"):
        who = house.actor(slug)
        assert tasks_of_record(who, house.sam.pk) == [] and tasks_of_units(who, [due.unit_id]) == []
        with pytest.raises(NotVisible):
            take_task(who, task.pk)


def test_who_took_a_judicial_task_then_lost_the_part_no_longer_sees_it(house: House, deadline: Tell) -> None:
    deadline(20, Volet.JUDICIAL)
    night(house)
    task = take_task(house.actor("sophie"), Task.objects.get().pk)
    assert counters(house.actor("sophie")).tasks == 1
    Task.objects.filter(pk=task.pk).update(owner=house.practitioner("ines"))  # as if her role had been narrowed since
    who = house.actor("ines")
    assert tasks_of(who) == [] and counters(who).tasks == 0 and tasks_of_record(who, house.sam.pk) == []
    with pytest.raises(NotVisible):
        finish_task(who, task.pk)


def test_late_since_a_week_it_goes_to_who_answers_for_the_service(house: House, deadline: Tell) -> None:
    due = deadline(3, Volet.JUDICIAL)
    night(house)
    assert late_in_service(house.actor("sophie")) == [] and service_morning(house.actor("sophie")).late == 0
    Task.objects.update(due_at=timezone.now() - timedelta(days=7, minutes=1))
    assert [t.label for t in late_in_service(house.actor("sophie"))] == [due.label]
    assert service_morning(house.actor("sophie")).late == 1
    for slug in ("karim", "ines", "nicole", "helene", "farid"):
        assert late_in_service(house.actor(slug)) == []
    home = house.client("sophie").get("/").content.decode()
    assert "1\u00a0tâche en retard de plus de 7 jours" in home
    page = house.client("sophie").get("/taches/?vue=retards").content.decode()
    assert due.label in page and "Mimosa" in page
    assert due.label not in house.client("ines").get("/taches/?vue=retards").content.decode()


def test_the_night_is_traced_in_figures_and_not_in_the_record(house: House, deadline: Tell) -> None:
    deadline(20, Volet.JUDICIAL)
    night(house)
    night(house)
    entry = JournalEntry.objects.get(kind=Kind.DEADLINES_REMINDED)
    assert (entry.record_id, entry.detail) == (None, {"made": 1, "moved": 0, "closed": 0})


def test_another_house_keeps_its_own_dates(house: House, deadline: Tell) -> None:
    deadline(20)
    night(house)
    with house.inside(house.bel_air):
        assert not Task.objects.exists()
