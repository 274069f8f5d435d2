"""A sentence in, a task out; the first hand takes it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from liane.kit.door import NotVisible, Refused
from liane.kit.ids import uuid7
from liane.notes.actions.tasks import add_task, finish_task, reopen_task, take_task
from liane.notes.models import Note, Task
from liane.notes.queries.home import counters
from liane.notes.queries.tasks import tasks_of, tasks_of_record
from liane.testing import House

Write = Callable[..., Note]


@pytest.fixture
def task(house: House) -> Task:
    """«Peser Paul», for nobody yet."""
    return add_task(house.actor("ines"), uuid7(), "Peser Sam", record_id=house.sam.pk)


def test_asked_twice_it_exists_once(house: House, task: Task) -> None:
    assert add_task(house.actor("ines"), task.pk, "Peser Sam", record_id=house.sam.pk).pk == task.pk
    assert Task.objects.count() == 1


def test_the_first_hand_takes_it_and_the_second_is_told(house: House, task: Task) -> None:
    take_task(house.actor("karim"), task.pk)
    with pytest.raises(Refused, match="Karim Duval a déjà pris"):
        take_task(house.actor("maud"), task.pk)


def test_done_then_undone(house: House, task: Task) -> None:
    done = finish_task(house.actor("karim"), task.pk)
    assert done.done_by_name == "Karim Duval"
    assert finish_task(house.actor("maud"), task.pk).done_by_name == "Karim Duval"
    assert reopen_task(house.actor("karim"), task.pk).done_at is None


@pytest.mark.parametrize("slug", ["farid", "helene", "amine", "admin"])
def test_another_team_neither_sees_nor_takes_it(house: House, task: Task, slug: str) -> None:
    for gesture in (take_task, finish_task, reopen_task):
        with pytest.raises(NotVisible):
            gesture(house.actor(slug), task.pk)
    assert Task.objects.get().owner_id is None


def test_a_task_of_care_is_not_shown_to_the_educator(house: House) -> None:
    add_task(house.actor("maud"), uuid7(), "Refaire le pansement", record_id=house.sam.pk, volet="CARE")
    assert tasks_of_record(house.actor("karim"), house.sam.pk) == []
    assert [t.label for t in tasks_of_record(house.actor("ines"), house.sam.pk)] == ["Refaire le pansement"]


def test_a_sentence_of_a_writing_becomes_a_task_with_a_day_and_an_owner(house: House, write: Write) -> None:
    note = write("ines", observation="Un quart de l’assiette.", outcome="À peser ce matin.")
    client = house.client("karim")
    assert "À peser ce matin." in client.get(f"/ecrits/{note.pk}/tache/").content.decode()
    owner = str(house.practitioner("maud").pk)
    data = {"id": str(uuid7()), "label": "Peser Sam", "due_on": "", "due_hour": "10 h", "owner": owner}
    assert client.post(f"/ecrits/{note.pk}/tache/", data).status_code == 303
    made = Task.objects.get()
    assert (str(made.owner_id), made.source_thread_id, made.record_id) == (owner, note.pk, house.sam.pk)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("label", "", "Écrivez ce qu’il y a à faire."),
        ("due_on", "30/02/2026", "n’existe pas"),
        ("label", "x" * 500, "La limite est"),
    ],
)
def test_bad_input_gets_a_sentence(house: House, field: str, value: str, sentence: str) -> None:
    data: dict[str, Any] = {"id": str(uuid7()), "label": "Appeler la MDPH", "owner": "me", field: value}
    answer = house.client("karim").post("/taches/", data)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Task.objects.exists()


def test_a_task_is_given_to_somebody_of_the_team_only(house: House) -> None:
    stranger = house.practitioner("helene").pk
    with pytest.raises(Refused, match="n’est plus dans l’équipe"):
        add_task(house.actor("ines"), uuid7(), "Peser Sam", record_id=house.sam.pk, owner_id=stranger)


def test_a_post_that_ends_takes_its_persons_with_it(house: House) -> None:
    ines = house.practitioner("ines")
    add_task(house.actor("ines"), uuid7(), "Peser Sam", record_id=house.sam.pk, owner_id=ines.pk)
    assert [t.label for t in tasks_of(house.actor("ines"))] == ["Peser Sam"]
    ines.posts.update(ends_at=timezone.now() - timedelta(minutes=1))
    assert tasks_of(house.actor("ines")) == [] and counters(house.actor("ines")).tasks == 0
