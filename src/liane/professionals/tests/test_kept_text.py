"""The text typed when a session ends waits for its author, and leaves only by a gesture (ux §2.5, §12)."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.utils import timezone

from liane.kit.pages import KEPT_SALT
from liane.professionals.models import Session
from liane.professionals.sessions import end_all
from liane.testing import PASSWORD, House, HouseClient

SENTENCE = "Vous avez été déconnecté pour protéger les dossiers. Reconnectez-vous : votre texte vous attend."
TEXT = "Sam a bien mangé ce midi. Elle demande « quand vient Leïla ? » <b>demain</b>"


def sealed(answer) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', answer.content.decode())
    assert found
    return found.group(1)


def of_page(client: HouseClient, path: str = "/") -> dict[str, str]:
    """The mark of its author, as the page that she has open carries it."""
    page = client.get(path).content.decode()
    found = re.search(r'name="de_qui" value="([^"]+)"', page)
    assert found
    return {"de_qui": found.group(1)}


def sent_too_late(house: House, slug: str, **fields: str) -> HttpResponse:
    """She types; meanwhile everything of hers is closed from elsewhere, and no row of her session is left; then she saves."""
    client = house.client(slug)
    mark = of_page(client)
    end_all(house.accounts[slug].pk)
    over = client.post("/lieu/", {"text": TEXT, **mark, **fields})
    assert over.status_code == 401
    return over


def test_what_nobody_typed_is_not_shown_as_her_text(house: House) -> None:
    key = "01980000-0000-7000-8000-00000000aaaa"
    page = sent_too_late(house, "karim", goal=key, seen_before="0a" * 32, phone="06 12 34 56 78").content.decode()
    shown = re.findall(r'<blockquote class="texte-garde">(.+?)</blockquote>', page)
    assert len(shown) == 2 and "quand vient Leïla" in shown[0] and shown[1] == "06 12 34 56 78"


def test_a_text_sent_after_the_end_of_the_session_comes_back_after_signing_in(house: House) -> None:
    client = HouseClient()
    over = sent_too_late(house, "karim", unit="x", id="0199")
    assert over.status_code == 401
    page = over.content.decode()
    assert SENTENCE in page and "quand vient Leïla" in page and "<b>demain" not in page
    form = client.post("/connexion/", {"again": "1", "kept": sealed(over)})
    assert form.status_code == 200 and "Votre texte vous attend" in form.content.decode()
    wrong = client.post("/connexion/", {"login": "karim", "password": "non", "kept": sealed(form)})
    back = client.post("/connexion/", {"login": "karim", "password": PASSWORD, "kept": sealed(wrong)})
    text = back.content.decode()
    assert back.status_code == 200
    assert of_page(house.client("karim"))["de_qui"] in text and text.count('name="de_qui"') == 1  # hers, and fresh
    assert 'action="/lieu/"' in text and "&lt;b&gt;demain" in text and 'name="id" value="0199"' in text
    assert "<script" not in text.split("<main")[1].split("</main>")[0]  # nothing sends it by itself


def test_somebody_already_signed_in_elsewhere_gets_the_text_too(house: House) -> None:
    over = sent_too_late(house, "karim")
    answer = house.client("karim").post("/connexion/", {"again": "1", "kept": sealed(over)})
    assert "quand vient Leïla" in answer.content.decode()


def test_a_password_is_never_kept_nor_shown(house: House) -> None:
    karim = house.client("karim")
    mark = of_page(karim, "/mot-de-passe/")
    end_all(house.accounts["karim"].pk)
    typed = {"password_current": PASSWORD, "password_new": "ma nouvelle phrase longue", **mark}
    over = karim.post("/mot-de-passe/", typed)
    assert PASSWORD not in over.content.decode() and "phrase longue" not in over.content.decode()
    assert "password_current" not in str(signing.loads(sealed(over), salt=KEPT_SALT))


def test_only_a_text_sealed_here_for_a_page_of_this_house_comes_back(house: House) -> None:
    for path in ("//ailleurs.fr/", "https://ailleurs.fr/", "/nulle-part/"):
        by = str(house.accounts["karim"].pk)
        seal = signing.dumps({"path": path, "fields": {"text": [TEXT]}, "by": by}, salt=KEPT_SALT)
        answer = HouseClient().post("/connexion/", {"login": "karim", "password": PASSWORD, "kept": seal})
        assert (answer.status_code, answer["Location"]) == (302, "/")
    for forged in ("x", "x:y:z", signing.dumps({"path": "/lieu/", "fields": {}}, salt="other")):
        answer = HouseClient().post("/connexion/", {"login": "karim", "password": PASSWORD, "kept": forged})
        assert answer.status_code == 302


def test_on_a_shared_screen_the_text_of_one_is_not_given_to_another(house: House) -> None:
    client = house.client("karim")
    Session.objects.filter(account=house.accounts["karim"]).update(seen_at=timezone.now() - timedelta(hours=1))
    over = client.post("/lieu/", {"text": TEXT})
    assert over.status_code == 401
    maud = client.post("/connexion/", {"login": "maud", "password": PASSWORD, "kept": sealed(over)})
    assert (maud.status_code, maud["Location"]) == (302, "/")
    assert "attendait quelqu’un d’autre" in client.get("/").content.decode()
    karim = HouseClient().post("/connexion/", {"login": "karim", "password": PASSWORD, "kept": sealed(over)})
    assert "quand vient Leïla" in karim.content.decode()


def _end_from_her_telephone(house: House, client: HouseClient) -> None:
    house.client("ines").post("/compte/securite/connexions/fermer/", {"which": "autres"})


def _end_in_another_tab(house: House, client: HouseClient) -> None:
    client.post("/deconnexion/")


@pytest.mark.parametrize("end", [_end_from_her_telephone, _end_in_another_tab])
def test_when_nothing_is_left_of_a_session_the_next_one_neither_sees_nor_saves_the_text(house: House, end: Any) -> None:
    screen = house.client("ines")
    mark = of_page(screen)
    key = screen.cookies["liane"].value
    end(house, screen)
    assert not Session.objects.filter(session_key=key).exists()
    over = screen.post("/lieu/", {"text": TEXT, **mark})
    assert over.status_code == 401
    for other in ("farid", "maud"):  # of another organisme, of another unit
        answer = screen.post("/connexion/", {"login": other, "password": PASSWORD, "kept": sealed(over)})
        assert (answer.status_code, answer["Location"]) == (302, "/")
        seen = screen.get("/").content.decode()
        assert "attendait quelqu’un d’autre" in seen and "quand vient" not in seen
        again = screen.post("/connexion/", {"again": "1", "kept": sealed(over)})  # once in, still not hers
        assert "quand vient" not in again.content.decode()
        screen.post("/deconnexion/")
    ines = screen.post("/connexion/", {"login": "ines", "password": PASSWORD, "kept": sealed(over)})
    assert "quand vient Leïla" in ines.content.decode()


def test_a_text_of_nobody_known_is_given_to_nobody(house: House) -> None:
    mark = of_page(house.client("ines"))["de_qui"]
    for fields in ({}, {"de_qui": ""}, {"de_qui": f"{mark}x"}, {"de_qui": f"é{mark}"}, {"de_qui": "x\x00:"}):
        over = HouseClient().post("/lieu/", {"text": TEXT, **fields})
        page = over.content.decode()
        assert over.status_code == 401 and 'name="kept" value=""' in page
        assert "Copiez votre texte avant" in page and "quand vient Leïla" in page
    old = signing.dumps({"path": "/lieu/", "fields": {"text": [TEXT]}, "by": ""}, salt=KEPT_SALT)
    answer = HouseClient().post("/connexion/", {"login": "farid", "password": PASSWORD, "kept": old})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_what_waited_for_a_proof_is_not_proved_by_the_next_one(house: House) -> None:
    marc = house.client("marc")
    mark = of_page(marc, "/equipe/nouveau/")
    session = marc.session
    session["proved_at"] = time.time() - 601
    session.save()
    asked = marc.post("/equipe/nouveau/", {"first_name": "Luc", **mark})
    waits = re.search(r'name="kept_proof" value="([^"]+)"', asked.content.decode())
    assert asked.status_code == 401 and waits
    end_all(house.accounts["marc"].pk)
    over = marc.post("/equipe/nouveau/", {"kept_proof": waits.group(1), "password_proof": PASSWORD, **mark})
    answer = marc.post("/connexion/", {"login": "farid", "password": PASSWORD, "kept": sealed(over)})
    assert (over.status_code, answer.status_code, answer["Location"]) == (401, 302, "/")
    direct = {"kept_proof": waits.group(1), "password_proof": PASSWORD}
    assert "Luc" not in house.client("farid").post("/equipe/nouveau/", direct).content.decode()


def test_coming_back_too_late_is_explained(house: House) -> None:
    client = house.client("karim")
    Session.objects.filter(account=house.accounts["karim"]).update(seen_at=timezone.now() - timedelta(hours=1))
    answer = client.get("/mot-de-passe/", follow=True)
    assert "Vous avez été déconnecté pour protéger les dossiers. Reconnectez-vous." in answer.content.decode()
    assert "déconnecté" not in HouseClient().get("/mot-de-passe/", follow=True).content.decode()


def test_a_fragment_asked_too_late_sends_the_whole_page_to_the_sign_in(house: House) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/releve/?unite=x"}
    for answer in (
        HouseClient().get("/recherche/palette/", headers=headers),
        HouseClient().post("/lieu/", headers=headers),
    ):
        assert (answer.status_code, answer["HX-Redirect"]) == (401, "/connexion/?next=%2Freleve%2F%3Funite%3Dx")
        assert not answer.content
