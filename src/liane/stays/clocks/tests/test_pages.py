"""What is late is seen by those who accompany, said done once, taken back with a reason; and never by anybody else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.people.models import Person
from liane.stays.absences.actions import Leave, cancel_absence, note_absence
from liane.stays.actions import Exit, Opening, end_stay, open_stay
from liane.stays.clocks.actions import refresh, refresh_house
from liane.stays.clocks.facts import facts_of
from liane.stays.clocks.models import ClockDue, ClockMark
from liane.stays.clocks.queries import deadlines
from liane.stays.models import Stay
from liane.testing import House, asked
from liane.timeline.models import Entry

Browser = Callable[[str], Any]
PAGE = "/delais/"


def sam_came(house: House, days: int) -> Stay:
    """Sam entered Mimosa that many days ago."""
    stay = Stay.objects.get(record_id=house.sam.pk, unit=house.units["mimosa"])
    stay.starts_on = today() - timedelta(days=days)
    stay.save()
    refresh([stay.pk])
    return stay


def met_url(stay: Stay, code: str, source: UUID | None = None) -> str:
    """Where one says that it is done."""
    keys = {"record_id": stay.record_id, "stay_id": stay.pk, "code": code, "source_id": source or stay.pk}
    return reverse("stays:clock_met", kwargs=keys)


def codes(stay: Stay) -> set[str]:
    """What is still to do."""
    return set(ClockDue.objects.filter(stay=stay).values_list("code", flat=True))


def test_what_is_late_is_explained_with_its_article_and_its_doubt(house: House, client_of: Browser) -> None:
    stay = sam_came(house, 40)
    page = client_of("sophie").get(f"{PAGE}?unite={stay.unit_id}").content.decode()
    assert "Contrat de séjour ou DIPC signé" in page and "CASF D311, III" in page
    assert "En retard de" in page and "À vérifier" in page and "Samia" in page
    assert f"entrée le {short(today() - timedelta(days=40))}" in page


def test_a_new_stay_and_its_end_keep_the_delays_in_step(house: House) -> None:
    sophie, key = house.actor("sophie"), uuid7()
    open_stay(sophie, house.sam.pk, key, Opening(house.units["acacia"].pk, today()))
    stay = Stay.objects.get(pk=key)
    assert {"contrat_remis", "contrat_signe", "avenant", "reactualisation", "livret"} <= codes(stay)
    end_stay(sophie, house.sam.pk, key, Exit(today(), "HOME"), version=stay.version)
    assert codes(stay) != set()  # its last day is still to be lived
    refresh([key], today() + timedelta(days=1))
    assert codes(stay) == set()


def test_it_is_said_done_once_and_the_fil_says_it(house: House, client_of: Browser) -> None:
    stay = sam_came(house, 40)
    sent = {"id": str(uuid7()), "done_on": short(today() - timedelta(days=20)), "note": "Lu avec Leïla."}
    for _ in range(2):
        assert client_of("sophie").post(met_url(stay, "contrat_signe"), sent).status_code == 303
    assert ClockMark.objects.filter(stay=stay).count() == 1
    assert "contrat_signe" not in codes(stay)
    assert Entry.objects.get(kind="CLOCK").title == "Contrat de séjour ou DIPC signé"
    assert JournalEntry.objects.filter(record_id=stay.record_id, kind=Kind.CLOCK_MET).count() == 1
    again = {**sent, "id": str(uuid7())}
    refused = client_of("sophie").post(met_url(stay, "contrat_signe"), again)
    assert refused.status_code == 422 and "n’est plus à tenir" in refused.content.decode()


def test_a_yearly_one_comes_back_a_year_after_it_was_done(house: House, client_of: Browser) -> None:
    stay = sam_came(house, 400)
    client_of("sophie").post(met_url(stay, "reactualisation"), {"id": str(uuid7()), "done_on": short(today())})
    due = ClockDue.objects.get(stay=stay, code="reactualisation")
    assert timedelta(days=364) <= due.due_on - today() <= timedelta(days=366)


def test_a_word_said_by_mistake_is_taken_back_with_its_reason_and_the_delay_runs_again(
    house: House, client_of: Browser
) -> None:
    stay, sophie = sam_came(house, 40), client_of("sophie")
    key = uuid7()
    sophie.post(met_url(stay, "contrat_signe"), {"id": str(key), "done_on": short(today())})
    url = reverse("stays:clock_take_back", kwargs={"record_id": stay.record_id, "stay_id": stay.pk, "mark_id": key})
    assert "Écrivez pourquoi" in sophie.post(url, {"id": str(uuid7()), "reason": ""}).content.decode()
    sent = {"id": str(uuid7()), "reason": "C’était pour Luc."}
    for _ in range(2):
        assert sophie.post(url, sent).status_code == 303
    assert "contrat_signe" in codes(stay)
    assert ClockMark.objects.filter(stay=stay).count() == 2
    later = sophie.post(url, {"id": str(uuid7()), "reason": "Encore."})
    assert later.status_code == 422 and "déjà repris" in later.content.decode()


@pytest.mark.parametrize(("day", "said"), [
    ("31/02/2026", "31/02 n’existe pas"), ("", "Écrivez le jour"), ("demain", "comme ceci"),
    ("01/01/1900", "1900 est trop ancienne"),
])  # fmt: skip
def test_an_impossible_day_is_told_and_nothing_is_written(
    house: House, client_of: Browser, day: str, said: str
) -> None:
    stay = sam_came(house, 40)
    answer = client_of("sophie").post(met_url(stay, "contrat_signe"), {"id": str(uuid7()), "done_on": day})
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not ClockMark.objects.exists()


def test_a_day_to_come_is_not_a_day_when_it_was_done(house: House, client_of: Browser) -> None:
    stay = sam_came(house, 40)
    tomorrow = short(today() + timedelta(days=1))
    answer = client_of("sophie").post(met_url(stay, "contrat_signe"), {"id": str(uuid7()), "done_on": tomorrow})
    assert answer.status_code == 422 and not ClockMark.objects.exists()


def test_nobody_else_sees_or_says(house: House, client_of: Browser) -> None:
    stay = sam_came(house, 40)
    sent = {"id": str(uuid7()), "done_on": short(today())}
    assert client_of("farid").post(met_url(stay, "contrat_signe"), sent).status_code == 404
    assert (
        client_of("helene").post(met_url(stay, "contrat_signe"), sent).status_code == 404
    )  # another facility, no such right
    assert (
        client_of("karim").post(met_url(stay, "contrat_signe"), sent).status_code == 404
    )  # his role does not end stays
    assert "Samia" not in client_of("helene").get(PAGE + f"?unite={stay.unit_id}").content.decode()
    assert "Samia" not in client_of("farid").get(PAGE + f"?unite={stay.unit_id}").content.decode()
    assert not ClockMark.objects.exists()


def test_the_page_of_a_record_shows_only_the_units_of_the_reader(house: House, client_of: Browser) -> None:
    sam_came(house, 40)
    other = Stay.objects.create(
        organization=house.deux_rives,
        record=house.sam,
        unit=house.units["csapa"],
        starts_on=today() - timedelta(days=60),
    )
    refresh([other.pk])
    page = client_of("sophie").get(f"/personnes/{house.sam.pk}/delais/").content.decode()
    assert short(today() - timedelta(days=60)) not in page and short(today() - timedelta(days=40)) in page


def test_the_pages_ask_the_same_however_many_are_late(house: House) -> None:
    here = f"{PAGE}?unite={sam_came(house, 40).unit_id}"
    few = asked(house.client("sophie"), here)
    for number in range(60):
        house.person(f"Personne{number} Essai", "mimosa", since=timezone.now() - timedelta(days=90))
    refresh_house()
    many = asked(house.client("sophie"), here)
    assert len(many) == len(few) <= 8
    page = house.client("sophie").get(here).content.decode()
    assert "Voir la suite" in page and page.count("<article") == 50
    assert len(asked(house.client("sophie"), f"/personnes/{house.sam.pk}/delais/")) <= 8


def test_computing_the_house_again_gives_the_same_lines(house: House) -> None:
    sam_came(house, 40)
    refresh_house()
    before = set(ClockDue.objects.values_list("stay_id", "code", "source_id", "due_on"))
    ClockDue.objects.all().delete()
    assert refresh_house() == len(before)
    assert set(ClockDue.objects.values_list("stay_id", "code", "source_id", "due_on")) == before
    Stay.objects.update(ends_on=date(2020, 1, 1), starts_on=date(2019, 1, 1))
    assert refresh_house() == 0 and not ClockDue.objects.exists()


def test_far_delays_become_tasks_of_the_team_and_near_ones_do_not(house: House) -> None:
    stay = sam_came(house, 300)  # the yearly review is due in two months
    told = list(deadlines(today(), today() + timedelta(days=90)))
    assert {(d.record_id, d.unit_id, d.label) for d in told if d.record_id == house.sam.pk} == {
        (house.sam.pk, stay.unit_id, "Objectifs et prestations revus dans l’année")
    }
    assert len({d.source_id for d in told}) == len(told)


def test_an_absence_starts_and_ends_what_it_asks(house: House) -> None:
    stay, maud, key = sam_came(house, 40), house.actor("maud"), uuid7()
    left = timezone.now() - timedelta(hours=80)
    note_absence(maud, stay.record_id, stay.pk, key, Leave("HOSPITAL", left))
    assert {"absence_72h", "quatre_fiches"} <= codes(stay)
    assert ClockDue.objects.get(stay=stay, code="absence_72h").source_id == key
    cancel_absence(maud, stay.record_id, key, "Ce n’était pas elle.", version=1)
    assert not {"absence_72h", "quatre_fiches"} & codes(stay)


def test_the_dates_of_the_contract_are_enough(house: House) -> None:
    stay = sam_came(house, 40)
    stay.contract_given_on = stay.contract_signed_on = today()
    stay.save()
    refresh([stay.pk])
    assert not {"contrat_remis", "contrat_signe"} & codes(stay)


def test_a_year_of_birth_alone_is_read_as_its_last_day(house: House) -> None:
    stay = Stay.objects.get(record=house.sam)
    Person.objects.filter(pk=house.sam.person_id).update(birth_date=date(2024, 1, 1), birth_precision="YEAR")
    assert facts_of([stay.pk])[stay.pk].birth_date == date(2024, 12, 31)
    Person.objects.filter(pk=house.sam.person_id).update(birth_precision="UNKNOWN")
    assert facts_of([stay.pk])[stay.pk].birth_date is None
