"""An exit written by mistake: what it closed is open again, once, and never over something that followed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid5

import pytest
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import at_clock, short, today
from liane.kit.ids import uuid7
from liane.organizations.models import Facility, Place
from liane.people.models import Person, Record, RecordUnit
from liane.stays.absences.actions import Leave, note_absence
from liane.stays.actions import change_stay, end_stay
from liane.stays.given import Changes, Exit
from liane.stays.models import Absence, ClockDue, FollowUp, Occupation, RetentionCase, Stay
from liane.stays.retention.actions import reckon_house
from liane.testing import House
from liane.timeline.models import Entry

Browser = Callable[[str], Any]
DAY = timedelta(days=1)


def page(stay: Stay) -> str:
    return f"/personnes/{stay.record_id}/accompagnements/{stay.pk}/reprendre-la-sortie/"


def leave(house: House, stay: Stay, on: date, mode: str = "FAMILY", who: str = "sophie") -> Stay:
    """She is said to have left."""
    stay.refresh_from_db()
    end_stay(house.actor(who), stay.record_id, stay.pk, Exit(on, mode, "Chez sa mère"), version=stay.version)
    stay.refresh_from_db()
    return stay


def typed(stay: Stay, **changes: Any) -> dict[str, Any]:
    return {"reason": "mauvaise personne", "version": stay.version, **changes}


@pytest.fixture
def stay(house: House) -> Stay:
    return Stay.objects.get(record=house.sam)


def test_what_the_exit_closed_is_open_again(house: House, client_of: Browser, stay: Stay) -> None:
    left = leave(house, stay, today() - DAY)
    assert client_of("ines").get(f"/personnes/{house.sam.pk}/").status_code != 200
    sophie, dues = client_of("sophie"), list(ClockDue.objects.filter(stay=stay).values_list("code"))
    reckon_house()
    assert RetentionCase.objects.filter(record_id=house.sam.pk).exists()
    version, asked = left.version, sophie.get(page(left)).content.decode()
    assert "Reprendre la sortie de Samia Belkacem" in asked and "Chez sa mère" not in asked
    for _ in range(2):  # sent twice: once
        assert sophie.post(page(left), typed(left)).status_code == 303
    stay.refresh_from_db()
    assert (stay.ends_on, stay.exit_mode, stay.destination, stay.version) == (None, "", "", version + 1)
    assert RecordUnit.objects.get(record=house.sam).until is None
    assert client_of("ines").get(f"/personnes/{house.sam.pk}/").status_code == 200
    assert not RetentionCase.objects.filter(record_id=house.sam.pk).exists()
    assert len(ClockDue.objects.filter(stay=stay)) >= len(dues)
    trace = JournalEntry.objects.filter(record_id=house.sam.pk, kind=Kind.STAY_END_TAKEN_BACK)
    assert trace.count() == 1
    titles = list(Entry.objects.filter(record_id=house.sam.pk, kind="STAY").values_list("title", flat=True))
    assert f"Sortie du {short(today() - DAY)} reprise\u00a0: mauvaise personne" in titles
    assert "Sortie notée par erreur\u00a0: mauvaise personne" in titles and "Fin de l’accompagnement" not in titles


def test_the_exit_that_comes_in_truth_is_told_again(house: House, client_of: Browser, stay: Stay) -> None:
    left = leave(house, stay, today() - DAY)
    client_of("sophie").post(page(left), typed(left))
    leave(house, stay, today())
    end = Entry.objects.get(kind="STAY", source_id=uuid5(stay.pk, "end"))
    assert end.title == "Fin de l’accompagnement" and end.happened_at.date() == timezone.now().date()


def test_a_reason_is_asked_and_nothing_moves_without_it(house: House, client_of: Browser, stay: Stay) -> None:
    left = leave(house, stay, today() - DAY)
    answer = client_of("sophie").post(page(left), typed(left, reason=" "))
    assert answer.status_code == 422 and "Écrivez pourquoi cette sortie est reprise." in answer.content.decode()
    stay.refresh_from_db()
    assert stay.ends_on is not None


def test_a_page_grown_old_takes_nothing_back(house: House, client_of: Browser, stay: Stay) -> None:
    left = leave(house, stay, today() - DAY)
    answer = client_of("sophie").post(page(left), typed(left, version=left.version - 1))
    assert answer.status_code == 422
    stay.refresh_from_db()
    assert stay.ends_on is not None


def test_who_may_not_close_may_not_take_back(house: House, client_of: Browser, stay: Stay) -> None:
    left = leave(house, stay, today() - DAY)
    for slug in ("karim", "ines", "nicole", "marc", "farid"):
        browser = client_of(slug)
        if not house.actor(slug).may("stay.write", stay.unit_id):
            assert browser.get(page(left)).status_code in (403, 404), slug
            assert browser.post(page(left), typed(left)).status_code in (403, 404), slug
    stay.refresh_from_db()
    assert stay.ends_on is not None


def test_the_absence_that_the_exit_ended_goes_on(house: House, client_of: Browser, stay: Stay) -> None:
    key = uuid7()
    note_absence(house.actor("karim"), house.sam.pk, stay.pk, key, Leave("HOSPITAL", timezone.now() - 5 * DAY))
    left = leave(house, stay, today() - DAY)
    assert Absence.objects.get(pk=key).ends_at == at_clock(today(), timezone.datetime.min.time())
    client_of("sophie").post(page(left), typed(left))
    absence = Absence.objects.get(pk=key)
    assert absence.ends_at is None and absence.cancelled_at is None
    assert RecordUnit.objects.get(record=house.sam).presence == "HOSPITAL"


def test_the_absence_that_had_not_begun_is_expected_again(house: House, client_of: Browser, stay: Stay) -> None:
    key = uuid7()
    note_absence(house.actor("karim"), house.sam.pk, stay.pk, key, Leave("FAMILY", timezone.now() + 5 * DAY))
    left = leave(house, stay, today())
    assert Absence.objects.get(pk=key).cancelled_at is not None
    client_of("sophie").post(page(left), typed(left))
    assert Absence.objects.get(pk=key).cancelled_at is None


def settled(house: House, stay: Stay) -> Place:
    """She sleeps in a known place."""
    place = Place.objects.create(organization=house.deux_rives, unit=house.units["mimosa"], name="Chambre 30")
    changes = Changes("Chambre 30", stay.mode, stay.begins_on, place_since=today() - 10 * DAY)
    change_stay(house.actor("sophie"), stay.record_id, stay.pk, changes, version=stay.version)
    return place


def test_her_place_is_hers_again_or_who_took_it_is_said(house: House, client_of: Browser, stay: Stay) -> None:
    place = settled(house, stay)
    left = leave(house, stay, today() - DAY)
    other = house.person("Zoé Voisine", "mimosa")
    taken = Occupation.objects.create(
        id=uuid7(), organization=house.deux_rives, stay=Stay.objects.get(record=other), place=place, starts_on=today()
    )
    answer = client_of("sophie").post(page(left), typed(left))
    said = "Chambre 30 est occupée par Zoé Voisine"
    assert answer.status_code == 422 and said in answer.content.decode()
    assert "Libérez d’abord cette place." in answer.content.decode()
    assert RecordUnit.objects.get(record=house.sam).until is not None  # nothing half-written
    taken.delete()
    assert client_of("sophie").post(page(left), typed(left)).status_code == 303
    assert Occupation.objects.get(stay=stay).ends_on is None


def test_what_she_becomes_is_no_longer_asked_but_an_answer_stops_it(house: House, client_of: Browser) -> None:
    Facility.objects.filter(name="IME La Garenne").update(category="183")
    house.hire("chef-ime", "chef_de_service", "garenne")
    lou = Stay.objects.get(record=house.person("Lou Sortie", "garenne", since=timezone.now() - 900 * DAY))
    left = leave(house, lou, today() - 370 * DAY, who="chef-ime")
    assert FollowUp.objects.filter(stay=lou).exists()
    client_of("chef-ime").post(page(left), typed(left))
    assert not FollowUp.objects.filter(stay=lou).exists()
    again = leave(house, lou, today() - 370 * DAY, who="chef-ime")
    FollowUp.objects.filter(stay=lou).update(done_on=today() - 3 * DAY, reached=True, said="Va bien.")
    answer = client_of("chef-ime").post(page(again), typed(again))
    assert answer.status_code == 422 and "Ce qu’elle devient a été noté" in answer.content.decode()


def test_a_death_written_by_mistake_leaves_her_identity(house: House, client_of: Browser, stay: Stay) -> None:
    left = leave(house, stay, today() - DAY, "DEATH")
    assert Person.objects.get(record=house.sam.pk).death_date == today() - DAY
    client_of("sophie").post(page(left), typed(left))
    assert Person.objects.get(record=house.sam.pk).death_date is None


def test_an_exit_that_something_followed_stays_and_says_why(house: House, client_of: Browser, stay: Stay) -> None:
    left = leave(house, stay, today() - 5 * DAY)
    house.stay(house.sam, "mimosa", since=timezone.now() - 2 * DAY)
    sentence = f"Cette unité l’accompagne de nouveau depuis le {short(today() - 2 * DAY)}."
    assert sentence in client_of("sophie").get(page(left)).content.decode()
    answer = client_of("sophie").post(page(left), typed(left))
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_a_change_of_unit_is_not_taken_back_here(house: House, client_of: Browser, stay: Stay) -> None:
    Stay.objects.filter(pk=stay.pk).update(ends_on=today() - DAY, exit_mode="MOVE")
    RecordUnit.objects.filter(record=house.sam).update(until=timezone.now() - DAY)
    assert "un autre accompagnement a suivi" in client_of("sophie").get(page(stay)).content.decode()


def test_an_archived_record_is_closed_to_it(house: House, client_of: Browser, stay: Stay) -> None:
    left = leave(house, stay, today() - DAY)
    Record.objects.filter(pk=house.sam.pk).update(archived_at=timezone.now())
    assert client_of("sophie").post(page(left), typed(left)).status_code in (403, 404)
    stay.refresh_from_db()
    assert stay.ends_on is not None


def test_who_welcomes_her_back_finds_it(house: House, client_of: Browser, stay: Stay) -> None:
    left = leave(house, stay, today() - DAY)
    back = client_of("sophie").get(f"/personnes/{house.sam.pk}/accompagnements/retour/").content.decode()
    assert f'href="{page(left)}"' in back
