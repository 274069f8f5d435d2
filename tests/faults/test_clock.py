"""The clock runs ahead, goes back, changes at night, or shows the 29th of February: the order is that of the facts written."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db.models.functions import Now
from django.utils import timezone

from liane.journal.models import JournalEntry
from liane.kit.dates import local
from liane.kit.ids import uuid7
from liane.notes.actions.handover import take_over
from liane.notes.actions.writing import correct_note, write_note
from liane.notes.drafts import Draft
from liane.notes.models import Note
from liane.notes.queries.handover import opening
from liane.notes.views.handover_sheet import gather
from liane.professionals.models import Session
from liane.testing import House, HouseClient

AHEAD, BEHIND = timedelta(days=3), timedelta(days=-3)


def wrote(house: House, text: str, who: str = "ines", **more: Any) -> Note:
    """Somebody writes about Sam."""
    return write_note(house.actor(who), house.sam.pk, uuid7(), Draft(text=text, **more))


def test_a_relay_taken_while_the_clock_ran_ahead_does_not_empty_those_of_the_next_days(house: House) -> None:
    unit, maud = house.units["mimosa"].pk, house.actor("maud")
    with time_machine.travel(timezone.now() + AHEAD):
        take_over(maud, uuid7(), unit, since=timezone.now())
    wrote(house, "Écrit après que l’horloge a été remise")
    assert opening(maud, unit).since(timezone.now()) <= timezone.now()
    assert "Écrit après" in " ".join(line.title for line in gather(maud, unit).others)


def test_what_was_written_while_the_clock_ran_ahead_is_in_the_hand_over_all_the_same(house: House) -> None:
    with time_machine.travel(timezone.now() + AHEAD):
        wrote(house, "Écrit par une horloge en avance")
    titles = [line.title for line in gather(house.actor("maud"), house.units["mimosa"].pk).others]
    assert titles == ["Écrit par une horloge en avance"]
    assert "horloge en avance" in house.client("maud").get(f"/personnes/{house.sam.pk}/").content.decode()


def test_the_last_correction_counts_even_when_the_clock_went_back_meanwhile(house: House) -> None:
    note = wrote(house, "Premier texte")
    with time_machine.travel(timezone.now() + BEHIND):
        correct_note(house.actor("ines"), note.pk, uuid7(), Draft(text="Dernier texte"), version=1)
    page = house.client("maud").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert "Dernier texte" in page
    assert "Premier texte" not in page


@pytest.mark.parametrize("jump", [AHEAD, BEHIND], ids=["ahead", "behind"])
def test_the_journal_keeps_the_order_in_which_things_happened(house: House, jump: timedelta) -> None:
    first = wrote(house, "Avant")
    with time_machine.travel(timezone.now() + jump):
        second = wrote(house, "Pendant")
    third = wrote(house, "Après")
    told = JournalEntry.objects.filter(kind="note.written").order_by("number").values_list("object_id", flat=True)
    assert list(told) == [first.pk, second.pk, third.pk]


@pytest.mark.parametrize("jump", [AHEAD, BEHIND], ids=["ahead", "behind"])
def test_every_page_opens_whatever_the_clock_says(house: House, jump: timedelta) -> None:
    wrote(house, "À lire", level=1)
    client = house.client("maud")
    record = f"/personnes/{house.sam.pk}/"
    with time_machine.travel(timezone.now() + jump):
        for address in ("/", "/releve/", "/taches/", "/personnes/", record, f"{record}essentiel/", f"{record}projet/"):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    ("on", "at", "meant"),
    [
        ("29/03/2026", "2 h 30", {datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)}),
        (
            "25/10/2026",
            "2 h 30",
            {datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)},
        ),
    ],
    ids=["an hour that does not exist", "an hour that comes twice"],
)
def test_an_hour_of_a_night_when_clocks_change_is_kept(house: House, on: str, at: str, meant: set[datetime]) -> None:
    sent = {"id": str(uuid7()), "text": "Levée", "happened_on": on, "happened_at": at}
    answer = house.client("ines").post(f"/personnes/{house.sam.pk}/ecrire/", sent)
    assert answer.status_code == 303
    assert Note.objects.get().happened_at in meant


def test_the_hour_that_comes_twice_keeps_the_order_of_the_night(house: House) -> None:
    for number, hour in enumerate((0, 1), start=1):  # 2 h 30 in summer time, then 2 h 30 in winter time
        moment = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)
        with time_machine.travel(moment, tick=False):
            wrote(house, f"Passage numéro {number}")
        assert local(moment).hour == 2
    page = house.client("maud").get(f"/personnes/{house.sam.pk}/").content.decode()
    assert page.index("Passage numéro 2") < page.index("Passage numéro 1"), "the newest is above"


def came_in(house: House) -> HouseClient:
    """Karim, in a year where the database is not yet."""
    client = house.client("karim")
    Session.objects.update(seen_at=Now())
    return client


def test_on_the_29th_of_february_one_works_as_on_any_other_day(house: House) -> None:
    born = house.person("Leïla Bissextile", "mimosa", birth=date(2000, 2, 29))
    with time_machine.travel(datetime(2028, 2, 29, 12, tzinfo=UTC)):
        client = came_in(house)
        for address in ("/", "/releve/", "/personnes/", f"/personnes/{born.pk}/", f"/personnes/{born.pk}/projet/"):
            assert client.get(address).status_code == 200, address
        assert "28\u00a0ans" in client.get(f"/personnes/{born.pk}/").content.decode()
        sent = {"id": str(uuid7()), "text": "À revoir", "reminder": "30"}
        assert client.post(f"/personnes/{born.pk}/ecrire/", sent).status_code == 303
    with time_machine.travel(datetime(2027, 2, 28, 12, tzinfo=UTC)):
        assert "26\u00a0ans" in came_in(house).get(f"/personnes/{born.pk}/").content.decode()
    with time_machine.travel(datetime(2027, 3, 1, 12, tzinfo=UTC)):
        assert "27\u00a0ans" in came_in(house).get(f"/personnes/{born.pk}/").content.decode()
