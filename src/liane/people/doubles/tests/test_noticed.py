"""A double is noticed the minute when an identity is known: welcomed, told at last, corrected, given by the national service."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from liane.kit.ids import uuid7
from liane.people.doubles.models import Double, DoubleState
from liane.people.ins.matricule import DEMO_NIR, key_of
from liane.people.ins.port import Answer, Identity, Outcome
from liane.people.ins.receiving import receive_answer
from liane.people.models import Person, Record
from liane.testing import House

Browser = Callable[[str], Any]
BORN = date(1980, 3, 5)
BODY = "1800313055042"


@pytest.fixture
def momo(house: House, client_of: Browser) -> Record:
    """Met in the street under a nickname, while Mohamed Haddad is already followed in the same house."""
    typed = {"id": str(uuid7()), "preferred_name": "Momo", "about": "", "unit": str(house.units["chrs"].pk), "seen": ""}
    assert client_of("helene").post("/personnes/nouvelle/sans-papiers/", typed).status_code == 303
    return Record.objects.get(person__preferred_name="Momo")


def tell(client: Any, record: Record, **changes: str) -> str:
    """Her identity is written; gives the page that follows."""
    address = f"/personnes/{record.pk}/identite/"
    version = Person.objects.get(pk=record.person_id).version
    told = {
        "version": str(version), "preferred_name": "Momo", "birth_name": "Haddad", "first_names": "Mohamed", "sex": "M",
        "birth_date": "05/03/1980",
    } | changes  # fmt: skip
    answer = client.post(address, told)
    assert answer.status_code == 303, answer.content.decode()
    return str(client.get(answer["Location"]).content.decode())


def test_who_tells_her_name_at_last_is_compared_at_once_with_those_already_known(
    house: House, client_of: Browser, momo: Record
) -> None:
    known = house.person("Mohamed Hadad", "chrs", birth=BORN, sex="M")
    page = tell(client_of("helene"), momo)
    pair = Double.objects.get()
    assert {pair.first_id, pair.second_id} == {momo.person_id, known.person_id}
    assert "presque la même identité" in page and "Hadad" in page


def test_of_somebody_whom_she_may_not_open_nothing_is_said_and_the_pair_waits(
    house: House, client_of: Browser, momo: Record
) -> None:
    house.person("Mohamed Hadad", "mimosa", birth=BORN, sex="M")
    page = tell(client_of("helene"), momo)
    assert Double.objects.count() == 1
    assert "presque la même identité" not in page and "Hadad" not in page


def test_an_answered_pair_is_not_asked_again_by_a_correction(house: House, client_of: Browser, momo: Record) -> None:
    house.person("Mohamed Hadad", "chrs", birth=BORN, sex="M")
    tell(client_of("helene"), momo)
    Double.objects.update(state=DoubleState.APART)
    page = tell(client_of("helene"), momo, first_names="Mohamed Ali")
    assert Double.objects.get().state == DoubleState.APART
    assert "presque la même identité" not in page


def test_one_ins_in_two_records_is_noticed_when_it_is_received(house: House, settings: Any) -> None:
    """The names and the days were written otherwise: only the national service says that it is one person."""
    settings.DEMO = True
    one = house.person("Mohamed Haddad", "mimosa", birth=BORN, sex="M")
    other = house.person("Karl Weber", "mimosa", birth=date(1961, 8, 20), sex="M")
    identity = Identity(BODY + key_of(BODY), DEMO_NIR, "HADDAD", "MOHAMED", "MOHAMED", "M", BORN, "13055")
    receive_answer(house.actor("nicole"), one.pk, Answer(Outcome.FOUND, identity=identity))
    assert not Double.objects.exists()
    weber = Identity(BODY + key_of(BODY), DEMO_NIR, "WEBER", "KARL", "KARL", "M", BORN.replace(day=6), "13055")
    receive_answer(house.actor("nicole"), other.pk, Answer(Outcome.FOUND, identity=weber))
    pair = Double.objects.get()
    assert {pair.first_id, pair.second_id} == {one.person_id, other.person_id}
    assert (pair.points, pair.reasons) == (100, ["number_same"])
