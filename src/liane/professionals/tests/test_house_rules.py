"""What a house asks of those who come in, from which day on; and what a real instance asks of who administers it."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import override_settings
from django.utils import timezone

from liane.professionals.models import Account, SignInRule
from liane.testing import CAST, DEUX_RIVES, PASSWORD, House, HouseClient

HERE = "/reglages/connexions/"


def with_factor(house: House, *slugs: str) -> HouseClient:
    """A second factor for each; the browser of the last one."""
    for slug in slugs:
        Authenticator.objects.create(user=house.accounts[slug], type=Authenticator.Type.TOTP, data={})
    return house.client(slugs[-1])


def ask(client: HouseClient, days: int) -> HttpResponse:
    """A second factor is asked from so many days ahead."""
    start = timezone.localdate() + timedelta(days=days)
    return client.post(f"{HERE}second-facteur/", {"second_factor_from": start.strftime("%d/%m/%Y")})


def test_nobody_is_locked_out_by_surprise(house: House) -> None:
    bare = ask(house.client("marc"), 30)
    assert bare.status_code == 422 and "Ajoutez d’abord votre propre second facteur" in bare.content.decode()
    marc, people = with_factor(house, "marc"), len([c for c in CAST if DEUX_RIVES in c.organizations])
    for days in (0, 1, 6):
        refused = ask(marc, days)
        page = refused.content.decode()
        assert refused.status_code == 422 and f"{people - 1} personnes sur {people} n’ont pas encore" in page
    assert ask(marc, -1).status_code == 422
    assert not SignInRule.objects.exists() and house.client("karim").get("/").status_code == 200
    others = [c.slug for c in CAST if DEUX_RIVES in c.organizations and c.slug != "marc"]
    with_factor(house, *others)
    assert ask(marc, 0)["Location"] == HERE  # everybody has one: nobody is stopped


def test_when_the_house_asks_a_second_factor_nothing_opens_before_it_is_there(house: House) -> None:
    marc, karim = with_factor(house, "marc"), house.client("karim")
    assert ask(marc, 7)["Location"] == HERE
    SignInRule.objects.update(second_factor_from=timezone.localdate())  # a week later
    assert karim.get("/personnes/")["Location"] == "/compte/securite/?next=%2Fpersonnes%2F"
    assert (
        karim.get("/compte/securite/").status_code == 200
        and karim.get("/compte/securite/application/").status_code == 200
    )
    assert house.client("farid").get("/").status_code == 200  # another house, another rule
    marc.post(f"{HERE}second-facteur/", {"second_factor_from": ""})


@pytest.mark.parametrize(("days", "is_told"), [(1, True), (14, True), (15, False), (0, False)])
def test_for_a_fortnight_whoever_has_none_is_told_when_she_comes_in(house: House, days: int, is_told: bool) -> None:
    start = timezone.localdate() + timedelta(days=days)
    SignInRule.objects.create(organization=house.deux_rives, second_factor_from=start)
    with_factor(house, "maud")
    told = {}
    for slug in ("karim", "maud", "farid"):
        client = HouseClient()
        client.post("/connexion/", {"login": slug, "password": PASSWORD})
        told[slug] = "un second facteur sera demandé pour vous connecter" in client.get("/").content.decode()
    assert told == {"karim": is_told, "maud": False, "farid": False}  # maud has one, farid works elsewhere


@override_settings(STRICT_ADMINISTRATORS=True)
def test_whoever_administers_a_real_instance_has_a_second_factor_and_a_password_of_this_year(house: House) -> None:
    admin = house.client("admin")
    assert admin.get("/organismes/nouveau/")["Location"].startswith("/compte/securite/")
    Account.objects.filter(slug="admin").update(password_at=timezone.now() - timedelta(days=367))
    assert admin.get("/organismes/nouveau/")["Location"].startswith("/mot-de-passe/")
    assert house.client("karim").get("/").status_code == 200


def test_until_the_day_chosen_nothing_is_asked(house: House) -> None:
    marc = with_factor(house, "marc")
    ask(marc, 10)
    assert house.client("karim").get("/personnes/").status_code == 200
    assert "Il sera demandé à partir du" in marc.get(HERE).content.decode()


def test_only_who_keeps_the_whole_house_changes_its_rule(house: House) -> None:
    page = house.client("sophie").get(HERE).content.decode()
    assert "Demander un second facteur" not in page
    assert house.client("sophie").post(f"{HERE}second-facteur/", {"second_factor_from": ""}).status_code == 404
    wrong = house.client("marc").post(f"{HERE}second-facteur/", {"second_factor_from": "31/02/2030"})
    assert wrong.status_code == 422 and "31/02/2030" in wrong.content.decode()
