"""Somebody for one night: opened by the head of service, one unit, an end that each request checks."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from liane.access.models import PostDecision
from liane.access.temps import next_clock, usual_end
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import hour, local, today
from liane.kit.ids import uuid7
from liane.people.models import Flag
from liane.professionals.models import Account, Practitioner, PractitionerRole
from liane.testing import House, HouseClient

HERE = "/equipe/pour-une-nuit/"
CHOSEN = "trois-loutres-dorment-au-bord-du-petit-moulin"


def typed(house: House, unit: str = "mimosa", **fields: Any) -> dict[str, Any]:
    ends = hour(local(timezone.now() + timedelta(hours=9)).time().replace(minute=0))
    night = {"first_name": "Léa", "last_name": "Saint-Martin", "unit": str(house.units[unit].pk), "until": ends}
    return {"id": str(uuid7()), "known": "", "profession": "", **night, **fields}


def word(page: str, label: str) -> str:
    return page.split(f"{label}</dt><dd")[1].split(">")[1].split("<")[0]


def come_in(page: str) -> HouseClient:
    """She signs in with what was handed over, and chooses her own password."""
    client, login, given = HouseClient(), word(page, "Nom de connexion"), word(page, "Premier mot de passe")
    assert client.post("/connexion/", {"login": login, "password": given})["Location"] == "/mot-de-passe/"
    assert client.get("/ce-soir/").status_code != 200  # nothing opens before she has chosen hers
    client.post("/mot-de-passe/", {"password_current": given, "password_new": CHOSEN, "password_again": CHOSEN})
    return client


@pytest.fixture
def page(house: House) -> str:
    """What Sophie sees once: the way in."""
    answer = house.client("sophie").post(HERE, typed(house))
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_from_the_form_to_this_evening(house: House, page: str) -> None:
    Flag.objects.create(
        organization=house.deux_rives,
        record=house.sam,
        kind="DANGER",
        label="Fausses routes : eau gélifiée",
        since=today(),
    )
    client = come_in(page)
    assert client.get("/")["Location"] == "/ce-soir/"
    shown = client.get("/ce-soir/").content.decode()
    for words in ("Ce soir", "Mimosa", "Samia Belkacem", "Fausses routes", "Votre accès s’arrête", "Écrire", "tel:15"):
        assert words in shown, words
    assert client.get(f"/personnes/{house.sam.pk}/essentiel/").status_code == 200
    kept = JournalEntry.objects.filter(actor_name="Léa Saint-Martin").values_list("kind", flat=True)
    assert Kind.TONIGHT_OPENED in kept and Kind.RECORD_OPENED in kept


def test_at_the_hour_everything_closes_at_the_next_request(house: House, page: str) -> None:
    client, sam = come_in(page), f"/personnes/{house.sam.pk}/"
    assert client.get(sam).status_code == client.get("/ce-soir/").status_code == 200
    post = PractitionerRole.objects.get(practitioner__last_name="Saint-Martin")
    PractitionerRole.objects.filter(pk=post.pk).update(
        starts_at=timezone.now() - timedelta(hours=9), ends_at=timezone.now() - timedelta(seconds=30)
    )
    assert client.get(sam).status_code == client.get("/ce-soir/").status_code == 404
    assert "Votre accès est terminé depuis" in client.get("/").content.decode()
    assert "Samia" not in client.get("/").content.decode() + client.get("/personnes/").content.decode()


def test_she_sees_one_unit_and_nothing_of_the_team_nor_of_the_rights(house: House, page: str) -> None:
    other = house.person("Nadia Bel", "acacia")
    client = come_in(page)
    assert client.get(f"/personnes/{other.pk}/").status_code == 403
    for path in ("/droits/", "/reglages/", HERE, "/acces-urgence/", f"/personnes/{house.sam.pk}/qui-a-vu/"):
        assert client.get(path).status_code in (403, 404), path


@pytest.mark.parametrize("slug", ["karim", "ines", "maud", "nicole", "amine", "admin"])
def test_who_does_not_answer_for_a_service_opens_no_night(house: House, slug: str) -> None:
    client = house.client(slug)
    assert client.get(HERE).status_code == client.post(HERE, typed(house)).status_code == 404
    assert not Account.objects.filter(login__startswith="lea").exists()


def test_a_head_of_service_opens_nothing_outside_her_units(house: House) -> None:
    for unit in ("garenne", "belair"):
        answer = house.client("sophie").post(HERE, typed(house, unit))
        assert answer.status_code == 422 and "Choisissez une unité" in answer.content.decode()
    assert not Practitioner.objects.filter(last_name="Saint-Martin").exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"first_name": ""}, "Écrivez le prénom."), ({"last_name": "=1+1"}, "Un nom s’écrit avec des lettres"),
        ({"until": ""}, "Écrivez l’heure de fin"), ({"until": "demain"}, "Écrivez l’heure comme ceci"),
        ({"known": str(uuid7())}, "Ce choix n’existe plus"), ({"last_name": "x" * 300}, "La limite est"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_kept(house: House, fields: dict[str, str], sentence: str) -> None:
    answer = house.client("sophie").post(HERE, typed(house, **fields)).content.decode()
    assert sentence in answer and "Saint-Martin" in answer or "last_name" in fields
    assert not Account.objects.filter(login__startswith="lea").exists()


def test_a_night_lasts_sixteen_hours_at_most(house: House) -> None:
    past = local(timezone.now() - timedelta(hours=2)).time().replace(second=0, microsecond=0)
    answer = house.client("sophie").post(HERE, typed(house, until=f"{past.hour}:{past.minute:02d}"))
    assert answer.status_code == 422 and "seize heures au plus" in answer.content.decode()


def test_sent_twice_she_comes_once_and_the_password_is_not_shown_again(house: House) -> None:
    sophie, data = house.client("sophie"), typed(house)
    first, again = (sophie.post(HERE, data).content.decode() for _ in range(2))
    assert "Premier mot de passe" in first and "Premier mot de passe" not in again
    assert Practitioner.objects.filter(last_name="Saint-Martin").count() == 1
    assert PostDecision.objects.get().author_name == "Sophie Marchal"


@pytest.mark.parametrize(
    ("first_name", "last_name", "login"),
    [("Иван", "Петров", "remplacant"), ("Zoé", "d’Œuf", "zoe.d-oeuf"), ("لوك", "Bo", "bo")],
)
def test_a_name_of_another_alphabet_has_a_login_that_can_be_typed(
    house: House, first_name: str, last_name: str, login: str
) -> None:
    page = house.client("sophie").post(HERE, typed(house, first_name=first_name, last_name=last_name)).content.decode()
    assert word(page, "Nom de connexion") == login


def test_two_of_the_same_name_have_two_logins(house: House) -> None:
    sophie = house.client("sophie")
    logins = [word(sophie.post(HERE, typed(house)).content.decode(), "Nom de connexion") for _ in range(2)]
    assert logins == ["lea.saint-martin", "lea.saint-martin2"]


def test_who_has_already_come_finds_her_own_account_again(house: House, page: str) -> None:
    lea = Practitioner.objects.get(last_name="Saint-Martin")
    lea.posts.update(starts_at=timezone.now() - timedelta(days=9), ends_at=timezone.now() - timedelta(days=8))
    sophie = house.client("sophie")
    assert f'value="{lea.pk}"' in sophie.get(HERE).content.decode()
    password = Account.objects.get(pk=lea.account_id).password
    data = typed(house, known=str(lea.pk), first_name="", last_name="")
    for _ in range(2):
        assert sophie.post(HERE, data).status_code == 303
    assert lea.posts.filter(ends_at__gt=timezone.now()).count() == 1
    assert Account.objects.get(pk=lea.account_id).password == password  # nobody resets the account of somebody else
    stranger = house.hire("inconnu", "interimaire", "garenne", ends=timedelta(days=-1))
    assert str(stranger.pk) not in sophie.get(HERE).content.decode()


@pytest.mark.parametrize(
    ("now", "end"), [("20:30", 7), ("18:00", 7), ("03:50", 7), ("06:00", 14), ("09:00", 14), ("12:30", None)]
)
def test_the_end_proposed_in_the_evening_is_the_one_of_the_night(house: House, now: str, end: int | None) -> None:
    moment = timezone.make_aware(datetime.fromisoformat(f"2026-11-23T{now}"))
    with travel(moment, tick=False):
        proposed = usual_end(house.units["mimosa"].pk)
        assert proposed == time(end or 21)
        assert timedelta(0) < next_clock(proposed) - timezone.now() <= timedelta(hours=16)
        assert usual_end(None) == time(7)
