"""Those who count for the person: added once, called in order, kept in both versions, taken away and back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.people.models import Record, Relative
from liane.testing import House

Browser = Callable[[str], Any]


def relative(**changes: Any) -> dict[str, Any]:
    """What Karim types of Leïla."""
    typed = {
        "id": str(uuid7()), "name": "Leïla Belkacem", "relation": "SIS", "phone": "06 12 34 56 78", "call_order": "1",
        "is_emergency_contact": "on", "is_trusted": "on", "email": "leila@exemple.fr", "address": "3 rue du Port, Marseille",
    }  # fmt: skip
    return {**typed, **changes}


def test_somebody_who_counts_is_added_once_and_called_in_order(house: House, client_of: Browser) -> None:
    client, base = client_of("karim"), f"/personnes/{house.sam.pk}/entourage/"
    typed = relative()
    assert client.post(f"{base}ajouter/", typed).status_code == 303
    assert client.post(f"{base}ajouter/", typed).status_code == 303
    client.post(
        f"{base}ajouter/",
        relative(name="Dr Roux", relation="AUTRE", relation_label="Médecin traitant", call_order="2", is_trusted=""),
    )
    assert Relative.objects.count() == 2
    page = client.get(base).content.decode()
    assert page.index("Leïla Belkacem") < page.index("Dr Roux")
    assert 'href="tel:0612345678"' in page
    assert "Sœur, personne de confiance" in page
    assert JournalEntry.objects.filter(kind=Kind.RELATIVE_ADDED).count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Écrivez son nom."),
        ("name", "<img src=x>", "Un nom s’écrit avec des lettres"),
        ("relation", "", "Choisissez son lien avec la personne."),
        ("relation", "AUTRE", "Précisez son lien"),
        ("relation", "XXX", "Choisissez son lien"),
        ("phone", "zéro six", "Écrivez le numéro avec des chiffres"),
        ("phone", "=CMD()", "Écrivez le numéro avec des chiffres"),
        ("phone", "", "Écrivez un numéro"),
        ("email", "leila", "Écrivez l’adresse comme ceci"),
        ("email", "a" * 10_000, "La limite est de 254"),
        ("call_order", "premier", "Écrivez un chiffre"),
        ("call_order", "0", "Écrivez un chiffre"),
        ("call_order", "٣", "Écrivez un chiffre"),
        ("address", "a" * 10_000_000, "La limite est de 250"),
    ],
)
def test_what_is_wrong_about_a_relative_is_said_and_kept(
    house: House, client_of: Browser, field: str, typed: str, sentence: str
) -> None:
    answer = client_of("karim").post(f"/personnes/{house.sam.pk}/entourage/ajouter/", relative(**{field: typed}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'href="#id_{field}' in page
    assert not Relative.objects.exists()


def test_two_versions_of_a_relative_are_shown_and_none_is_lost(house: House, client_of: Browser) -> None:
    typed = relative()
    base = f"/personnes/{house.sam.pk}/entourage/"
    client_of("karim").post(f"{base}ajouter/", typed)
    address = f"{base}{typed['id']}/"
    first = client_of("karim").post(address, relative(phone="06 00 00 00 00", version=1))
    late = client_of("maud").post(address, relative(phone="07 11 11 11 11", version=1))
    page = late.content.decode()
    assert (first.status_code, late.status_code) == (303, 422)
    assert "Karim Duval a modifié cette fiche" in page
    assert "06 00 00 00 00" in page
    assert "07 11 11 11 11" in page
    assert Relative.objects.get().contact.phone == "06 00 00 00 00"
    assert 'name="version" value="2"' in page
    assert client_of("maud").post(address, relative(phone="07 11 11 11 11", version=2)).status_code == 303
    assert Relative.objects.get().contact.phone == "07 11 11 11 11"


def test_somebody_taken_away_is_kept_aside_and_comes_back(house: House, client_of: Browser) -> None:
    typed, client = relative(), client_of("karim")
    base = f"/personnes/{house.sam.pk}/entourage/"
    client.post(f"{base}ajouter/", typed)
    assert client.post(f"{base}{typed['id']}/retirer/").status_code == 303
    assert "personne n’en fait plus partie" in client.get(base).content.decode()
    assert client.post(f"{base}{typed['id']}/retirer/", {"remettre": "1"}).status_code == 303
    assert Relative.objects.get().ended_on is None


def test_the_addresses_around_a_protected_person_are_absent(house: House, client_of: Browser) -> None:
    typed = relative()
    base = f"/personnes/{house.sam.pk}/entourage/"
    client_of("karim").post(f"{base}ajouter/", typed)
    Record.objects.filter(pk=house.sam.pk).update(is_protected=True)
    assert "rue du Port" not in client_of("ines").get(base).content.decode()
    assert "rue du Port" in client_of("karim").get(base).content.decode()
    maud = client_of("maud")
    assert "rue du Port" not in maud.get(f"{base}{typed['id']}/").content.decode()
    stale = maud.post(f"{base}{typed['id']}/", relative(address="", said_by="Autre", version=7))
    assert stale.status_code == 422 and "rue du Port" not in stale.content.decode()
    assert maud.post(f"{base}{typed['id']}/", relative(address="", version=1)).status_code == 303
    assert Relative.objects.get().contact.address == "3 rue du Port, Marseille"  # not seen, not erased


def test_somebody_is_no_longer_of_the_circle_from_a_day_that_is_past(house: House, client_of: Browser) -> None:
    client, base = client_of("karim"), f"/personnes/{house.sam.pk}/entourage/"
    typed = relative(since="01/02/2020")
    assert client.post(f"{base}ajouter/", typed).status_code == 303
    page = f"{base}{typed['id']}/"
    early = client.post(page, {**typed, "version": "1", "ended_on": "31/01/2020"})
    assert early.status_code == 422 and "avant le début" in early.content.decode()
    tomorrow = short(today() + timedelta(days=1))
    assert client.post(page, {**typed, "version": "1", "ended_on": tomorrow}).status_code == 422
    assert client.post(page, {**typed, "version": "1", "ended_on": "12/03/2024"}).status_code == 303
    assert Relative.objects.get().ended_on == date(2024, 3, 12)
    circle = client.get(base).content.decode()
    assert "jusqu’au 12/03/2024" in circle
    assert client.post(f"{page}retirer/", {"remettre": "1"}).status_code == 303
    assert Relative.objects.get().ended_on is None
