"""Where I work today: among my posts only, kept in the session, traced, and giving no right."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.professionals.models import PractitionerRole, Session
from liane.testing import House, HouseClient

HERE = "/lieu/"


def actor_in(client: HouseClient):
    """Who the house sees behind this browser."""
    return client.get(HERE).wsgi_request.actor


def test_karim_chooses_acacia_and_stays_there(house: House) -> None:
    client = house.client("karim")
    answer = client.post(HERE, {"unit": str(house.units["acacia"].pk)})
    assert (answer.status_code, answer["Location"]) == (303, "/")
    actor = actor_in(client)
    assert (actor.place_label, actor.place_facility) == ("Acacia", "FAM Les Tilleuls")
    assert Session.objects.get(session_key=client.cookies["liane"].value).unit_id == house.units["acacia"].pk
    assert JournalEntry.objects.filter(kind=Kind.PLACE_CHANGED, object_id=house.units["acacia"].pk).count() == 1


def test_the_page_offers_the_posts_of_karim_and_nothing_else(house: House) -> None:
    text = house.client("karim").get(HERE).content.decode()
    assert all(name in text for name in ("Mimosa", "Acacia", "Les Grands", "FAM Les Tilleuls"))
    assert not any(
        name in text for name in ("La Source", "Belvédère", "Les Pins", "Travailler pour un autre organisme")
    )


@pytest.mark.parametrize("place", ["mecs", "belair"])
def test_a_place_without_a_post_is_refused_in_words(house: House, place: str) -> None:
    client = house.client("karim")
    before = actor_in(client).place_unit_id
    answer = client.post(HERE, {"unit": str(house.units[place].pk)})
    assert answer.status_code == 422
    assert "Ce lieu ne fait pas partie de vos postes." in answer.content.decode()
    assert actor_in(client).place_unit_id == before


@pytest.mark.parametrize(
    "sent", [{}, {"unit": "x"}, {"unit": str(uuid4())}, {"organization": str(uuid4())}, {"unit": "\x00"}]
)
def test_bad_input_is_refused_in_words(house: House, sent: dict[str, str]) -> None:
    answer = house.client("karim").post(HERE, sent)
    assert answer.status_code == 422
    assert "dans la liste." in answer.content.decode()


def test_choosing_a_place_gives_no_right(house: House) -> None:
    client = house.client("karim")
    before = actor_in(client)
    client.post(HERE, {"unit": str(house.units["acacia"].pk)})
    after = actor_in(client)
    assert (after.grants, after.unit_ids) == (before.grants, before.unit_ids)


def test_one_goes_back_where_one_was_but_only_in_this_house(house: House) -> None:
    client, unit = house.client("karim"), str(house.units["acacia"].pk)
    assert client.post(HERE, {"unit": unit, "next": "/droits/"})["Location"] == "/droits/"
    assert client.post(HERE, {"unit": unit, "next": "//ailleurs.fr/"})["Location"] == "/"


def test_amine_changes_of_organisme_with_a_new_key(house: House) -> None:
    client = house.client("amine")
    first = actor_in(client)
    other = next(o for o in house.organizations.values() if o.pk != first.organization_id)
    key = client.cookies["liane"].value
    assert client.post(HERE, {"organization": str(other.pk)}).status_code == 303
    assert client.cookies["liane"].value != key
    assert actor_in(client).organization_id == other.pk
    with house.inside(house.organizations[first.organization_name]):
        assert JournalEntry.objects.filter(kind=Kind.PLACE_CHANGED, object_id=other.pk).count() == 1


def test_nobody_enters_an_organisme_where_she_has_no_post(house: House) -> None:
    client = house.client("karim")
    assert client.post(HERE, {"organization": str(house.bel_air.pk)}).status_code == 422
    assert actor_in(client).organization_id == house.deux_rives.pk


def test_a_session_cannot_name_an_organisme_of_others(house: House) -> None:
    client = house.client("karim")
    Session.objects.filter(session_key=client.cookies["liane"].value).update(organization_id=house.bel_air.pk)
    assert actor_in(client).organization_id == house.deux_rives.pk


def test_without_any_post_the_page_says_whom_to_ask(house: House) -> None:
    text = house.client("admin").get(HERE).content.decode()
    assert "aucun dossier ne vous est ouvert" in text


def test_who_works_in_several_organismes_starts_with_the_first_by_name(house: House) -> None:
    assert actor_in(house.client("amine")).organization_name == "Association Les Deux Rives"


def test_who_has_left_the_chosen_organisme_is_in_the_other_at_the_next_page(house: House) -> None:
    client = house.client("amine")
    client.post(HERE, {"organization": str(house.bel_air.pk)})
    with house.inside(house.bel_air):
        amine = house.practitioner("amine", "Fondation Bel Air")
        PractitionerRole.objects.filter(practitioner=amine).update(ends_at=timezone.now() - timedelta(days=1))
    assert actor_in(client).organization_name == "Association Les Deux Rives"
    assert "Fondation Bel Air" not in client.get(HERE).content.decode()
