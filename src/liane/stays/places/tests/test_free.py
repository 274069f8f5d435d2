"""Free places are offered where a place is chosen: by whom sees the places, without a name, and never one that is held."""

from datetime import timedelta

from liane.kit.dates import short, today
from liane.stays.models import Stay
from liane.stays.places.free import free_places, offered
from liane.stays.places.tests.test_places import put, rooms
from liane.stays.referrals.tests.making import ask, go, wish_of
from liane.testing import House, asked


def said(house: House, unit: str = "mimosa") -> list[str]:
    return [one.said for one in free_places([house.units[unit].pk], today())]


def test_free_today_or_soon_in_the_order_of_the_rooms(house: House) -> None:
    held, sure, planned, late, expected, empty = rooms(house, count=6)
    in_ten, in_months = today() + timedelta(days=10), today() + timedelta(days=200)
    stays = [Stay.objects.get(record=house.person(f"Léo Voisin{n}", "mimosa")) for n in range(5)]
    put(stays[0], held, today() - timedelta(days=9))
    put(stays[1], sure, today() - timedelta(days=9), in_ten)
    Stay.objects.filter(pk=stays[2].pk).update(planned_ends_on=in_ten)
    put(stays[2], planned, today() - timedelta(days=9))
    put(stays[3], late, today() - timedelta(days=9), in_months)
    put(stays[4], expected, in_ten)
    eleventh = short(in_ten + timedelta(days=1))
    assert said(house) == [
        f"Chambre 5, libre jusqu’au {short(in_ten - timedelta(days=1))}", "Chambre 6",
        f"Chambre 2, se libère le {eleventh}", f"Chambre 3, se libère le {eleventh} (sortie prévue, pas encore notée)",
    ]  # fmt: skip
    Stay.objects.filter(pk=stays[2].pk).update(planned_ends_on=today() - timedelta(days=3))
    assert "Chambre 3" not in " ".join(said(house))  # the day has passed and she is still there
    assert empty.name == "Chambre 6"


def test_a_place_promised_to_somebody_the_day_after_is_not_offered(house: House) -> None:
    room = rooms(house, count=1)[0]
    leaves, comes = (Stay.objects.get(record=house.person(f"Léo Voisin{n}", "mimosa")) for n in range(2))
    put(leaves, room, today() - timedelta(days=9), today() + timedelta(days=10))
    put(comes, room, today() + timedelta(days=11))
    assert said(house) == []


def test_they_are_shown_where_somebody_comes_in_or_moves_and_name_nobody(house: House) -> None:
    _, second = rooms(house, count=2)
    neighbour = Stay.objects.get(record=house.person("Zéphyrin Voisin", "mimosa"))
    put(neighbour, second, today() - timedelta(days=9), today() + timedelta(days=10))
    wish = go(house, wish_of(ask(house)), "ADMISSION")
    house.hire("chef", "chef_de_service", "acacia")
    other = house.person("Ana Acacia", "acacia")
    stay = Stay.objects.get(record=other)
    for slug, url in (
        ("sophie", f"/demandes/{wish.referral_id}/lieux/{wish.pk}/admission/entree/"),
        ("sophie", f"/personnes/{house.sam.pk}/accompagnements/ouvrir/"),
        ("marc", f"/personnes/{other.pk}/accompagnements/{stay.pk}/changer-d-unite/"),
    ):
        page = house.client(slug).get(url).content.decode()
        assert "Places libres" in page and "Chambre 1" in page and '<option value="Chambre 1"' in page, url
        assert "Chambre 2, se libère le" in page and "Zéphyrin" not in page and '<option value="Chambre 2"' not in page


def test_nothing_of_a_unit_whose_places_she_does_not_see(house: House) -> None:
    rooms(house, "mimosa", 1)
    rooms(house, "csapa", 1)
    everywhere = [unit.pk for unit in house.units.values()]
    assert [one["names"] for one in offered(house.actor("sophie"), everywhere)] == [["Chambre 1"]]
    assert offered(house.actor("karim"), everywhere) == []
    with house.inside(house.bel_air):
        assert offered(house.actor("farid"), [house.units["mimosa"].pk]) == []


def test_they_cost_two_questions_whatever_they_are(house: House) -> None:
    rooms(house, "mimosa", 1)
    url = f"/personnes/{house.sam.pk}/accompagnements/ouvrir/"
    one = len(asked(house.client("sophie"), url))
    rooms(house, "acacia", 12)
    assert len(asked(house.client("sophie"), url)) == one <= 12
