"""When two colleagues correct the same sheet, both versions are shown, one is chosen field by field, or both are kept."""

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from PIL import Image

from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.people.models import EssentialAnswer, KeyWorker, Person, Portrait, Relative
from liane.stays.models import Stay
from liane.testing import House

Browser = Callable[[str], Any]
SAM = {
    "birth_name": "Belkacem", "first_names": "Samia", "used_name": "Belkacem", "preferred_name": "Sam", "sex": "F",
    "birth_date": "12/03/1992", "birth_place": "", "version": "1",
}  # fmt: skip


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def choices(page: str) -> list[str]:
    return sorted(set(re.findall(r'name="choix-(\w+)"', page)))


@pytest.fixture
def identity(house: House, client_of: Browser) -> tuple[str, str]:
    """Sophie has changed the place and the preferred name; Nicole’s version arrives late. (address, page of Nicole)"""
    address = f"/personnes/{house.sam.pk}/identite/"
    assert (
        client_of("sophie").post(address, {**SAM, "birth_place": "Alger", "preferred_name": "Samy"}).status_code == 303
    )
    late = client_of("nicole").post(address, {**SAM, "birth_place": "Tunis", "is_protected": "on"})
    assert late.status_code == 422
    return address, late.content.decode()


def test_only_what_differs_is_asked_with_both_values(identity: tuple[str, str]) -> None:
    _, page = identity
    assert choices(page) == ["birth_place", "is_protected", "preferred_name"]
    assert "Sophie Marchal a modifié cette fiche à" in page and "ou gardez les deux" in page
    assert "Alger" in page and "Tunis" in page and "Samy" in page


def test_each_field_is_chosen_apart_and_nothing_else_moves(
    house: House, client_of: Browser, identity: tuple[str, str]
) -> None:
    address, page = identity
    sent = {
        **SAM, "birth_place": "Tunis", "is_protected": "on", "version": hidden(page, "version"),
        "choix-birth_place": "mien", "deja-birth_place": hidden(page, "deja-birth_place"),
        "choix-preferred_name": "deja", "deja-preferred_name": hidden(page, "deja-preferred_name"),
        "choix-is_protected": "deja", "deja-is_protected": hidden(page, "deja-is_protected"),
    }  # fmt: skip
    assert client_of("nicole").post(address, sent).status_code == 303
    sam = Person.objects.get(pk=house.sam.person_id)
    house.sam.refresh_from_db()
    assert (sam.birth_place, sam.preferred_name, house.sam.is_protected) == ("Tunis", "Samy", False)


def test_what_only_a_colleague_touched_is_proposed_as_she_left_it(house: House, client_of: Browser) -> None:
    """Nicole corrects the place on a page opened before Sophie changed the name: saving as proposed loses neither."""
    address = f"/personnes/{house.sam.pk}/identite/"
    base = unescape(hidden(client_of("nicole").get(address).content.decode(), "base"))
    client_of("sophie").post(address, {**SAM, "preferred_name": "Samy"})
    mine = {**SAM, "birth_place": "Tunis", "base": base}
    page = client_of("nicole").post(address, mine).content.decode()
    assert choices(page) == ["preferred_name"]  # the place is hers alone: nothing to choose
    proposed = re.search(r'name="choix-preferred_name" value="(\w+)" checked', page)
    assert proposed and proposed[1] == "deja"
    sent = {
        **mine, "version": hidden(page, "version"), "base": unescape(hidden(page, "base")),
        "choix-preferred_name": "deja", "deja-preferred_name": "Samy",
    }  # fmt: skip
    assert client_of("nicole").post(address, sent).status_code == 303
    sam = Person.objects.get(pk=house.sam.person_id)
    assert (sam.preferred_name, sam.birth_place) == ("Samy", "Tunis")


@pytest.mark.parametrize(
    "base", ["{", "[]", "null", "[" * 3000, '{"birth_place": {"a": 1}}', '{"sex": "X", "birth_date": "31/02"}']
)
def test_a_base_that_cannot_be_read_asks_everything(house: House, client_of: Browser, base: str) -> None:
    address = f"/personnes/{house.sam.pk}/identite/"
    client_of("sophie").post(address, {**SAM, "preferred_name": "Samy"})
    page = client_of("nicole").post(address, {**SAM, "base": base}).content.decode()
    assert "preferred_name" in choices(page)


def test_a_third_hand_is_shown_too(house: House, client_of: Browser, identity: tuple[str, str]) -> None:
    address, page = identity
    client_of("sophie").post(address, {**SAM, "birth_place": "Oran", "preferred_name": "Samy", "version": "2"})
    sent = {**SAM, "birth_place": "Tunis", "version": hidden(page, "version"), "choix-birth_place": "mien"}
    again = client_of("nicole").post(address, sent)
    assert again.status_code == 422 and "Oran" in again.content.decode()
    assert Person.objects.get(pk=house.sam.person_id).birth_place == "Oran"


def test_a_text_and_a_remark_may_be_kept_one_after_the_other(house: House, client_of: Browser) -> None:
    answer = f"/personnes/{house.sam.pk}/essentiel/apaise/"
    for slug, text in (("karim", "La musique douce."), ("maud", "Une couverture lourde.")):
        last = client_of(slug).post(answer, {"id": str(uuid7()), "text": text})
    page = last.content.decode()
    assert last.status_code == 422 and "Garder les deux" in page
    sent = {
        "id": str(uuid7()), "text": "Une couverture lourde.", "seen": hidden(page, "seen"), "choix-text": "deux",
        "deja-text": hidden(page, "deja-text"),
    }  # fmt: skip
    assert client_of("maud").post(answer, sent).status_code == 303
    latest = EssentialAnswer.objects.order_by("-written_at").first()
    assert latest is not None and latest.text == "La musique douce.\nUne couverture lourde."

    circle, key = f"/personnes/{house.sam.pk}/entourage/", str(uuid7())
    leila = {"id": key, "name": "Leïla Belkacem", "relation": "SIS", "phone": "06 12 34 56 78"}
    client_of("karim").post(f"{circle}ajouter/", leila)
    client_of("karim").post(f"{circle}{key}/", {**leila, "version": "1", "note": "Pas la nuit"})
    page = client_of("maud").post(f"{circle}{key}/", {**leila, "version": "1", "note": "Parle kabyle"}).content.decode()
    assert choices(page) == ["note"]
    sent = {
        **leila, "version": "2", "note": "Parle kabyle", "choix-note": "deux-sur-une-ligne",
        "deja-note": hidden(page, "deja-note"),
    }  # fmt: skip
    assert client_of("maud").post(f"{circle}{key}/", sent).status_code == 303
    assert Relative.objects.get().note == "Pas la nuit ; Parle kabyle"


def test_a_stay_that_changed_is_not_ended_on_an_old_page(house: House, client_of: Browser) -> None:
    stay = Stay.objects.get(record=house.sam)
    base = f"/personnes/{house.sam.pk}/accompagnements/{stay.pk}/"
    other = {"version": "1", "mode": "FULL", "starts_on": stay.starts_on.strftime("%d/%m/%Y")}
    assert client_of("sophie").post(base, {**other, "place": "14"}).status_code == 303
    ending = {"version": "1", "ends_on": today().strftime("%d/%m/%Y"), "exit_mode": "HOME"}
    late = client_of("marc").post(f"{base}terminer/", ending)
    page = late.content.decode()
    assert late.status_code == 422 and "Sophie Marchal a modifié" in page
    stay.refresh_from_db()
    assert (stay.place, stay.ends_on) == ("14", None)
    assert client_of("marc").post(f"{base}terminer/", {**ending, "version": hidden(page, "version")}).status_code == 303


def test_two_heads_of_service_do_not_name_two_key_workers(house: House, client_of: Browser) -> None:
    address = f"/personnes/{house.sam.pk}/referent/"
    seen = hidden(client_of("sophie").get(address).content.decode(), "seen")
    named = {who: str(house.practitioner(who).pk) for who in ("ines", "maud")}
    first = client_of("sophie").post(address, {"id": str(uuid7()), "seen": seen, "practitioner": named["ines"]})
    late = client_of("marc").post(address, {"id": str(uuid7()), "seen": seen, "practitioner": named["maud"]})
    page = late.content.decode()
    assert (first.status_code, late.status_code) == (303, 422)
    assert "Sophie Marchal a modifié" in page and "Inès Roche" in page and "Maud Lefort" in page
    assert [str(k.practitioner_id) for k in KeyWorker.objects.filter(record=house.sam, until=None)] == [named["ines"]]
    sent = {
        "id": str(uuid7()),
        "seen": hidden(page, "seen"),
        "practitioner": named["maud"],
        "choix-practitioner": "mien",
    }
    assert client_of("marc").post(address, sent).status_code == 303
    assert KeyWorker.objects.get(record=house.sam, until=None).practitioner_id == house.practitioner("maud").pk


def photo(colour: str) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (60, 60), colour).save(out, "PNG")
    out.seek(0)
    out.name = "photo.png"
    return out


@pytest.mark.slow
def test_a_photo_put_meanwhile_is_shown_before_being_replaced(house: House, client_of: Browser) -> None:
    address = f"/personnes/{house.sam.pk}/photo/changer/"
    assert client_of("karim").post(address, {"photo": photo("olive"), "seen": ""}).status_code == 303
    first = Portrait.objects.get().digest
    assert client_of("karim").post(address, {"photo": photo("olive"), "seen": ""}).status_code == 303  # sent twice
    late = client_of("maud").post(address, {"photo": photo("navy"), "seen": ""})
    page = late.content.decode()
    assert late.status_code == 422 and "Un collègue a mis une autre photo" in page
    assert Portrait.objects.get().digest == first
    assert client_of("maud").post(address, {"photo": photo("navy"), "seen": hidden(page, "seen")}).status_code == 303
    assert Portrait.objects.get().digest != first


def test_choices_that_nobody_proposed_change_nothing(house: House, client_of: Browser) -> None:
    address = f"/personnes/{house.sam.pk}/identite/"
    odd = {
        **SAM,
        "choix-": "deux",
        "choix-nulle": "deja",
        "deja-sex": "X",
        "choix-version": "deja",
        "choix-birth_place": "autre",
    }
    assert client_of("nicole").post(address, odd).status_code in (303, 422)
    assert Person.objects.get(pk=house.sam.person_id).sex == "F"
