"""The text typed when a session ends waits for its author, and leaves only by a gesture (ux §2.5, §12)."""

import re
from datetime import timedelta

from django.core import signing
from django.utils import timezone

from liane.kit.pages import KEPT_SALT
from liane.professionals.models import Session
from liane.testing import PASSWORD, House, HouseClient

SENTENCE = "Vous avez été déconnecté pour protéger les dossiers. Reconnectez-vous : votre texte vous attend."
TEXT = "Sam a bien mangé ce midi. Elle demande « quand vient Leïla ? » <b>demain</b>"


def sealed(answer) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', answer.content.decode())
    assert found
    return found.group(1)


def test_a_text_sent_after_the_end_of_the_session_comes_back_after_signing_in(house: House) -> None:
    client = HouseClient()
    over = client.post("/lieu/", {"unit": "x", "text": TEXT, "id": "0199"})
    assert over.status_code == 401
    page = over.content.decode()
    assert SENTENCE in page and "quand vient Leïla" in page and "<b>demain" not in page
    form = client.post("/connexion/", {"again": "1", "kept": sealed(over)})
    assert form.status_code == 200 and "Votre texte vous attend" in form.content.decode()
    wrong = client.post("/connexion/", {"login": "karim", "password": "non", "kept": sealed(form)})
    back = client.post("/connexion/", {"login": "karim", "password": PASSWORD, "kept": sealed(wrong)})
    text = back.content.decode()
    assert back.status_code == 200
    assert 'action="/lieu/"' in text and "&lt;b&gt;demain" in text and 'name="id" value="0199"' in text
    assert "<script" not in text.split("<main")[1].split("</main>")[0]  # nothing sends it by itself


def test_somebody_already_signed_in_elsewhere_gets_the_text_too(house: House) -> None:
    over = HouseClient().post("/lieu/", {"text": TEXT})
    answer = house.client("karim").post("/connexion/", {"again": "1", "kept": sealed(over)})
    assert "quand vient Leïla" in answer.content.decode()


def test_a_password_is_never_kept_nor_shown(house: House) -> None:
    over = HouseClient().post(
        "/mot-de-passe/", {"password_current": PASSWORD, "password_new": "ma nouvelle phrase longue"}
    )
    assert PASSWORD not in over.content.decode() and "phrase longue" not in over.content.decode()
    assert "password_current" not in str(signing.loads(sealed(over), salt=KEPT_SALT))


def test_only_a_text_sealed_here_for_a_page_of_this_house_comes_back(house: House) -> None:
    for path in ("//ailleurs.fr/", "https://ailleurs.fr/", "/nulle-part/"):
        seal = signing.dumps({"path": path, "fields": {"text": [TEXT]}}, salt=KEPT_SALT)
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
