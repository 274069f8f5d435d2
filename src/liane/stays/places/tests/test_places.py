"""Places: two stays in one bed are refused by the database, and said; how full a unit was, is, will be."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from liane.kit.dates import short, today
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.organizations.models import Place
from liane.stays.actions import Exit, Opening, end_stay, open_stay
from liane.stays.models import Occupation, Stay
from liane.testing import House, asked

Browser = Callable[[str], Any]


def rooms(house: House, unit: str = "mimosa", count: int = 3) -> list[Place]:
    """Rooms of a unit."""
    at = house.units[unit]
    return [
        Place.objects.create(organization_id=at.organization_id, unit=at, name=f"Chambre {n}")
        for n in range(1, count + 1)
    ]


def put(stay: Stay, place: Place, since: date, until: date | None = None) -> Occupation:
    return Occupation.objects.create(
        organization_id=stay.organization_id, stay=stay, place=place, starts_on=since, ends_on=until
    )


def arrive(house: House, name: str, place: str, on: date | None = None) -> Stay:
    record, key = house.person(name, "savs"), uuid7()
    house.stay(record, "acacia", since=timezone.now() - timedelta(days=9))
    opening = Opening(house.units["mimosa"].pk, on or today(), place)
    open_stay(house.actor("sophie"), record.pk, key, opening)
    return Stay.objects.get(pk=key)


@pytest.mark.parametrize(("gap", "taken"), [(-1, True), (0, True), (1, False)])
def test_the_database_refuses_two_stays_in_one_place_on_one_day(house: House, gap: int, taken: bool) -> None:
    room, last = rooms(house)[0], today() - timedelta(days=10)
    put(Stay.objects.get(record=house.sam), room, today() - timedelta(days=50), last)
    other = Stay.objects.get(record=house.person("Léo Voisin", "mimosa"))
    if not taken:
        put(other, room, last + timedelta(days=gap))
        return
    with pytest.raises(IntegrityError, match="place_taken"), transaction.atomic():
        put(other, room, last + timedelta(days=gap))


def test_the_database_refuses_a_place_of_another_unit(house: House) -> None:
    room = rooms(house, "acacia")[0]
    with pytest.raises(IntegrityError, match="place_elsewhere"), transaction.atomic():
        put(Stay.objects.get(record=house.sam), room, today())


def test_a_room_that_is_taken_is_said_with_who_is_there_and_nothing_is_written(house: House) -> None:
    rooms(house)
    arrive(house, "Ana Première", "1")
    before = Stay.objects.count()
    with pytest.raises(Refused, match="Chambre 1 est occupée par Ana Première depuis le"), transaction.atomic():
        arrive(house, "Bob Second", "chambre 1")
    assert Stay.objects.count() == before


def test_leaving_frees_the_place_from_the_day_after(house: House) -> None:
    rooms(house)
    first = arrive(house, "Ana Première", "2", today() - timedelta(days=5))
    end_stay(house.actor("sophie"), first.record_id, first.pk, Exit(today(), "HOME"), version=first.version)
    with pytest.raises(Refused, match="jusqu’au"), transaction.atomic():
        arrive(house, "Bob Second", "2")
    second = arrive(house, "Bob Second", "2", today() + timedelta(days=1))
    assert second.place == "Chambre 2" and Occupation.objects.get(stay=second).starts_on == today() + timedelta(days=1)


def test_changing_room_keeps_where_she_was(house: House, client_of: Browser) -> None:
    rooms(house)
    stay = arrive(house, "Ana Première", "1", today() - timedelta(days=20))
    typed = {
        "place": "3", "place_since": short(today() - timedelta(days=4)), "mode": stay.mode, "starts_on": short(stay.starts_on),
        "version": stay.version,
    }  # fmt: skip
    address = f"/personnes/{stay.record_id}/accompagnements/{stay.pk}/"
    assert client_of("sophie").post(address, typed).status_code == 303
    found = (
        Occupation.objects.filter(stay=stay).order_by("starts_on").values_list("place__name", "starts_on", "ends_on")
    )
    assert list(found) == [
        ("Chambre 1", today() - timedelta(days=20), today() - timedelta(days=5)),
        ("Chambre 3", today() - timedelta(days=4), None),
    ]


def test_the_page_gives_the_rate_and_the_rows_behind_it(house: House, client_of: Browser) -> None:
    rooms(house, count=2)
    day = short(today() - timedelta(days=1))
    base = "/places/"
    page = client_of("sophie").get(f"{base}?du={day}&au={day}").content.decode()
    assert "Mimosa" in page and "50\u00a0%" in page  # Sam alone, two places
    unit = client_of("sophie").get(f"{base}unites/{house.units['mimosa'].pk}/?du={day}&au={day}").content.decode()
    assert "Samia Belkacem" in unit and "Chambre 2" in unit and "libre" in unit and "50\u00a0%" in unit


def test_the_forecast_counts_planned_exits_and_entries(house: House, client_of: Browser) -> None:
    rooms(house, count=2)
    Stay.objects.filter(record=house.sam).update(planned_ends_on=today() + timedelta(days=20))
    arrive(house, "Ana Future", "2", today() + timedelta(days=10))
    page = client_of("sophie").get(f"/places/unites/{house.units['mimosa'].pk}/").content.decode()
    assert "entrée prévue le" in page and "sortie prévue le" in page and "Ana Future" in page


def test_who_should_have_come_and_has_not_is_nowhere_and_her_place_is_kept(house: House, client_of: Browser) -> None:
    rooms(house, count=3)
    late = arrive(house, "Ana Retard", "2", today() + timedelta(days=1))
    Stay.objects.filter(pk=late.pk).update(planned_starts_on=today() - timedelta(days=4))
    Occupation.objects.filter(stay=late).update(starts_on=today() - timedelta(days=4))
    page = client_of("sophie").get(f"/places/unites/{house.units['mimosa'].pk}/").content.decode()
    assert f"attendu(e) depuis le {short(today() - timedelta(days=4))}, arrivée non notée" in page
    forecast = page.split("Personnes accueillies dans les semaines qui viennent")[1].split("</table>")[0]
    cells = [
        re.sub("<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", forecast, re.DOTALL)
    ]
    day = cells.index(short(today()))
    assert cells[day + 1 : day + 3] == ["1", "1 (1 gardée pour qui est en retard)"]
    assert "libre, attendu" not in page
    held = page.split("Places aujourd’hui")[2].split("</table>")[0]
    assert f"Ana Retard, attendu(e) depuis le {short(today() - timedelta(days=4))}, arrivée non notée" in held
    assert "1, dont 1 en retard" in client_of("sophie").get("/places/").content.decode()


@pytest.mark.parametrize(("query", "sentence"), [("?du=31/02/2026", "Le 31/02 n’existe pas"), ("?du=02/01/2026&au=01/01/2026", "Le premier jour est après le dernier"), ("?du=01/01/2001&au=01/01/2020", "dépasse un an")])  # fmt: skip
def test_a_period_that_cannot_be_is_said(house: House, client_of: Browser, query: str, sentence: str) -> None:
    answer = client_of("sophie").get(f"/places/{query}")
    assert answer.status_code == 422 and sentence in answer.content.decode()


@pytest.mark.parametrize("page", ["/places/", "/places/unites/{unit}/"])
def test_occupation_asks_at_most_eight_questions_and_no_more_with_many(house: House, page: str) -> None:
    address = page.format(unit=house.units["mimosa"].pk)
    few = len(asked(house.client("sophie"), address))
    for number in range(30):
        house.person(f"Personne{number} Essai", "mimosa")
    assert len(asked(house.client("sophie"), address)) == few <= 8


def test_only_the_units_of_the_reader(house: House, client_of: Browser) -> None:
    assert client_of("karim").get("/places/").status_code == 404
    assert "CSAPA" not in client_of("sophie").get("/places/").content.decode()
    for slug in ("karim", "helene", "farid"):
        assert client_of(slug).get(f"/places/unites/{house.units['mimosa'].pk}/").status_code == 404


def test_more_people_than_places_is_said_and_not_hidden(house: House, client_of: Browser) -> None:
    rooms(house, count=1)
    house.person("Ana Deuxième", "mimosa")
    page = client_of("sophie").get(f"/places/unites/{house.units['mimosa'].pk}/").content.decode()
    assert "1 de trop" in page
