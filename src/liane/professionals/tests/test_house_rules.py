"""What a house asks of those who come in, from which day on; and what a real instance asks of who administers it."""

from datetime import timedelta

from django.test import override_settings
from django.utils import timezone

from liane.professionals.models import Account
from liane.testing import House

HERE = "/reglages/connexions/"


def test_when_the_house_asks_a_second_factor_nothing_opens_before_it_is_there(house: House) -> None:
    today = timezone.localdate()
    marc, karim = house.client("marc"), house.client("karim")
    said = marc.post(f"{HERE}second-facteur/", {"second_factor_from": today.strftime("%d/%m/%Y")})
    assert said["Location"] == HERE
    assert karim.get("/personnes/")["Location"] == "/compte/securite/?next=%2Fpersonnes%2F"
    assert (
        karim.get("/compte/securite/").status_code == 200
        and karim.get("/compte/securite/application/").status_code == 200
    )
    assert house.client("farid").get("/").status_code == 200  # another house, another rule
    marc.post(f"{HERE}second-facteur/", {"second_factor_from": ""})


@override_settings(STRICT_ADMINISTRATORS=True)
def test_whoever_administers_a_real_instance_has_a_second_factor_and_a_password_of_this_year(house: House) -> None:
    admin = house.client("admin")
    assert admin.get("/organismes/nouveau/")["Location"].startswith("/compte/securite/")
    Account.objects.filter(slug="admin").update(password_at=timezone.now() - timedelta(days=367))
    assert admin.get("/organismes/nouveau/")["Location"].startswith("/mot-de-passe/")
    assert house.client("karim").get("/").status_code == 200


def test_until_the_day_chosen_nothing_is_asked(house: House) -> None:
    marc = house.client("marc")
    day = timezone.localdate() + timedelta(days=10)
    marc.post(f"{HERE}second-facteur/", {"second_factor_from": day.strftime("%d/%m/%Y")})
    assert house.client("karim").get("/personnes/").status_code == 200
    assert "Il sera demandé à partir du" in marc.get(HERE).content.decode()


def test_only_who_keeps_the_whole_house_changes_its_rule(house: House) -> None:
    page = house.client("sophie").get(HERE).content.decode()
    assert "Demander un second facteur" not in page
    assert house.client("sophie").post(f"{HERE}second-facteur/", {"second_factor_from": ""}).status_code == 404
    wrong = house.client("marc").post(f"{HERE}second-facteur/", {"second_factor_from": "31/02/2030"})
    assert wrong.status_code == 422 and "31/02/2030" in wrong.content.decode()
