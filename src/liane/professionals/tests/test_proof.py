"""Before rights, exports and keys: it is asked again who is there; what was being sent goes on once it is proved (C8)."""

import re
import time

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.pages import page
from liane.testing import PASSWORD, House, HouseClient

HERE, KEYS = "/compte/securite/confirmer/", "/compte/securite/cle/"


def later(client: HouseClient, seconds: int = 601) -> HouseClient:
    """The last proof of this session is older."""
    session: SessionBase = client.session
    session["proved_at"] = time.time() - seconds
    session.save()
    return client


def test_a_fresh_sign_in_is_a_proof_for_ten_minutes(house: House) -> None:
    client = house.client("karim")
    assert client.get(KEYS).status_code == 200
    assert later(client, 590).get(KEYS).status_code == 200
    assert later(client).get(KEYS)["Location"] == f"{HERE}?next=%2Fcompte%2Fsecurite%2Fcle%2F"


def test_a_page_asked_too_late_opens_after_the_password(house: House) -> None:
    client = later(house.client("karim"))
    asked = client.get(KEYS, follow=True)
    assert "C’est bien vous" in asked.content.decode()
    wrong = client.post(HERE, {"next": KEYS, "password_proof": "non"})
    assert wrong.status_code == 401 and "pas votre mot de passe" in wrong.content.decode()
    key = client.cookies["liane"].value
    right = client.post(HERE, {"next": KEYS, "password_proof": PASSWORD})
    assert client.cookies["liane"].value != key
    assert right["Location"] == KEYS and client.get(KEYS).status_code == 200
    assert JournalEntry.objects.filter(kind=Kind.PROVED_AGAIN, actor_name="Karim Duval").count() == 1


def test_what_was_being_sent_goes_on_by_itself_once_it_is_proved(house: House) -> None:
    client = later(house.client("karim"))
    asked = client.post(KEYS, {"name": "Mon téléphone", "credential": "x", "password_old": "secret typed"})
    text = asked.content.decode()
    assert asked.status_code == 401 and 'action="/compte/securite/cle/"' in text and "secret typed" not in text
    kept = re.search(r'name="kept_proof" value="([^"]+)"', text)[1]
    wrong = client.post(KEYS, {"kept_proof": kept, "password_proof": "non"})
    kept = re.search(r'name="kept_proof" value="([^"]+)"', wrong.content.decode())[1]
    done = client.post(KEYS, {"kept_proof": kept, "password_proof": PASSWORD})
    assert done.status_code == 422 and 'value="Mon téléphone"' in done.content.decode()  # the view itself answers


def test_what_waits_for_one_is_not_sent_by_another_nor_elsewhere(house: House) -> None:
    karim, maud = later(house.client("karim")), later(house.client("maud"))
    kept = re.search(r'name="kept_proof" value="([^"]+)"', karim.post(KEYS, {"name": "x"}).content.decode())[1]
    for client, path in ((maud, KEYS), (karim, "/compte/securite/codes/")):
        answer = client.post(path, {"kept_proof": kept, "password_proof": PASSWORD})
        assert answer.status_code == 401 and "a vieilli" in answer.content.decode()
    for forged in ("", "x", "a:b:c"):
        assert karim.post(KEYS, {"kept_proof": forged, "password_proof": PASSWORD}).status_code == 401


def test_wrong_passwords_are_counted_here_too(house: House) -> None:
    client = later(house.client("karim"))
    codes = [client.post(HERE, {"password_proof": "non"}).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]


def test_a_fragment_leads_the_whole_page_to_the_proof(house: House) -> None:
    answer = later(house.client("karim")).post(KEYS, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, HERE)


def test_the_proof_leads_only_into_this_house(house: House) -> None:
    for elsewhere in ("https://ailleurs.fr/", "//ailleurs.fr", "javascript:alert(1)"):
        answer = house.client("karim").post(HERE, {"next": elsewhere, "password_proof": PASSWORD})
        assert answer["Location"] == "/compte/securite/"


@pytest.mark.django_db
def test_a_page_can_say_how_often_it_may_be_asked(house: House) -> None:
    @page(limit="export")
    def export(request: HttpRequest) -> HttpResponse:
        return HttpResponse("liste")

    request = RequestFactory().get("/export/")
    request.actor, request.user = house.actor("karim"), house.accounts["karim"]
    codes = [export(request).status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]
    late = export(request)
    assert 3500 < int(late["Retry-After"]) <= 3600 and "attendez 60\u00a0minutes" in late.content.decode()
    request.user = house.accounts["maud"]
    assert export(request).status_code == 200
