"""A way back for who has lost her password, her telephone or her key: loud, good once, and never wider than one’s own keys."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import override_settings

from liane.access import rescue
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.professionals.models import Account, Practitioner
from liane.testing import PASSWORD, House, HouseClient

NEW = "la pie bleue chante sous le grand tilleul"


def page(house: House, slug: str) -> str:
    return f"/equipe/{house.practitioner(slug).pk}/acces/"


def ask(house: House, by: str, slug: str, reason: str = "téléphone perdu"):
    return house.client(by).post(page(house, slug), {"reason": reason})


def test_sophie_gives_lea_a_way_back_and_what_she_lost_opens_nothing_any_more(house: House) -> None:
    house.hire("lea", "moniteur", "mimosa")
    lea = house.accounts["lea"]
    Authenticator.objects.create(user=lea, type="totp", data={"secret": "x"})
    elsewhere = house.client("lea")
    text = ask(house, "sophie", "lea").content.decode()
    link = re.search(r"http://testserver(/mot-de-passe/choisir/[^<]+)", text)[1]
    assert elsewhere.get("/compte/securite/").status_code == 200  # nothing changes before she uses it
    hers = HouseClient()
    answer = hers.post(link, {"password_new": NEW, "password_again": NEW})
    assert answer["Location"] == "/compte/securite/#second" and hers.get("/").status_code == 200
    assert elsewhere.get("/compte/securite/").status_code == 302
    assert not Authenticator.objects.filter(user=lea).exists()
    assert HouseClient().post("/connexion/", {"login": lea.login, "password": PASSWORD}).status_code == 200
    trace = JournalEntry.objects.get(kind=Kind.ACCOUNT_RESCUED)
    assert (trace.actor_name, trace.object_id, trace.reason) == (
        "Sophie Marchal",
        house.practitioner("lea").pk,
        "téléphone perdu",
    )


@override_settings(MAIL_IS_SET=True, PUBLIC_ADDRESS="https://dossiers.exemple.fr")
def test_with_an_address_the_link_goes_to_her_and_nobody_else_sees_it(house: House) -> None:
    text = ask(house, "sophie", "ines").content.decode()
    assert "mot-de-passe/choisir" not in text and "vient de partir" in text
    assert (
        mail.outbox[0].to == ["ines@essai.fr"]
        and "https://dossiers.exemple.fr/mot-de-passe/choisir/" in mail.outbox[0].body
    )


@pytest.mark.parametrize(
    ("by", "slug"),
    [
        ("sophie", "marc"),
        ("sophie", "helene"),
        ("sophie", "maud"),
        ("sophie", "karim"),
        ("karim", "ines"),
        ("amine", "ines"),
        ("farid", "ines"),
    ],
)
def test_nobody_gives_a_way_back_into_more_than_she_keeps(house: House, by: str, slug: str) -> None:
    answer = ask(house, by, slug)  # Maud and Karim work elsewhere too: their direction is asked
    assert answer.status_code == 404 and not JournalEntry.objects.filter(kind=Kind.ACCOUNT_RESCUED).exists()
    assert Account.objects.get(slug=slug).check_password(PASSWORD)


@pytest.mark.parametrize(
    ("by", "role", "more"),
    [
        ("sophie", "psychologue", "lire la partie « Psychologique »"),
        ("sophie", "dpo", "choisir combien de temps les traces sont gardées"),
        ("sophie", "ide", "lire la partie « Soin »"),
        ("sophie", "directeur", None),
        ("marc", "psychologue", "lire la partie « Psychologique »"),
        ("marc", "dpo", "choisir combien de temps les traces sont gardées"),
    ],
)
def test_no_link_is_shown_into_an_account_that_opens_more_than_ones_own(
    house: House, by: str, role: str, more: str | None
) -> None:
    """The link replaces a password and takes second factors away: Sophie would read what the psychologist alone reads."""
    house.hire("lea", role, "FAM Les Tilleuls")
    before = house.client(by).get(page(house, "lea")).content.decode()  # told before she types a reason
    assert not more or (more in before and "Faire un lien" not in before)
    answer = ask(house, by, "lea")
    text = answer.content.decode()
    assert answer.status_code == (422 if more else 404) and "mot-de-passe/choisir" not in text
    if more:
        assert more in text and "Demandez à votre direction" in text and "./liane admin --rouvrir" in text
    assert not JournalEntry.objects.filter(kind=Kind.ACCOUNT_RESCUED).exists()


@override_settings(MAIL_IS_SET=True, PUBLIC_ADDRESS="https://dossiers.exemple.fr")
def test_into_a_wider_account_the_link_goes_to_its_owner_or_nowhere(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.hire("lea", "psychologue", "mimosa")
    Account.objects.filter(pk=house.accounts["lea"].pk).update(email="lea@essai.fr")
    assert "vient de partir" in ask(house, "sophie", "lea").content.decode() and mail.outbox[0].to == ["lea@essai.fr"]
    monkeypatch.setattr(rescue, "send", lambda *said: False)  # the server of messages does not answer
    answer = ask(house, "sophie", "lea")
    assert answer.status_code == 422 and "mot-de-passe/choisir" not in answer.content.decode()


def test_the_direction_gives_one_to_whoever_works_in_several_places(house: House) -> None:
    assert "mot-de-passe/choisir" in ask(house, "marc", "karim").content.decode()


def test_a_reason_is_written_and_nobody_does_it_for_herself(house: House) -> None:
    assert "Écrivez pourquoi" in ask(house, "marc", "karim", "").content.decode()
    assert ask(house, "marc", "marc").status_code == 422


def test_nobody_takes_here_an_account_that_also_opens_another_organisme(house: House) -> None:
    """Léa works at the FAM and at Fondation Bel Air with one account: her way back is not a door to Bel Air."""
    house.hire("lea", "aes", "mimosa")
    with house.inside(house.bel_air):
        twin = Practitioner.objects.create(
            organization=house.bel_air,
            account=house.accounts["lea"],
            first_name="Lea",
            last_name="Essai",
            profession="AES",
        )
        house.post(twin, "aes", "belair").save(force_insert=True)
    answer = ask(house, "sophie", "lea")
    assert answer.status_code == 422 and "mot-de-passe/choisir" not in answer.content.decode()
    assert not JournalEntry.objects.filter(kind=Kind.ACCOUNT_RESCUED).exists()
