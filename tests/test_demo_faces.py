"""The faces of the cast: one gesture enters, in demonstration and tests only."""

import runpy

import pytest
from django.conf import settings

from liane.config.demo.cast import CAST, PASSWORD
from liane.config.demo.lives import lives
from liane.testing import House, HouseClient


def test_the_page_shows_the_cast_and_the_shared_password(house: House) -> None:
    text = HouseClient().get("/demo/").content.decode()
    assert all(face.name in text and f'action="/demo/entrer/{face.slug}/"' in text for face in CAST)
    assert PASSWORD in text


@pytest.mark.parametrize("slug", [face.slug for face in CAST])
def test_one_gesture_enters_as_somebody_of_the_cast(house: House, slug: str) -> None:
    client = HouseClient()
    answer = client.post(f"/demo/entrer/{slug}/")
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert client.get("/lieu/").wsgi_request.user.login == slug
    assert client.get("/").status_code == 200


def test_entering_as_somebody_else_leaves_the_first(house: House) -> None:
    client = HouseClient()
    client.post("/demo/entrer/karim/")
    client.post("/demo/entrer/farid/")
    assert client.get("/lieu/").wsgi_request.actor.name == "Farid Zeroual"


def test_five_paths_are_proposed_to_those_who_can_read_them(house: House) -> None:
    text = HouseClient().get("/demo/").content.decode()
    assert len(lives()) == 5 and {life.read_by for life in lives()} <= {face.slug for face in CAST}
    assert all(f'action="/demo/entrer/{life.read_by}/?parcours={life.key}"' in text for life in lives())
    for life in lives():
        answer = HouseClient().post(f"/demo/entrer/{life.read_by}/?parcours={life.key}")
        assert answer["Location"] == f"/personnes/{life.record_id}/"
    assert HouseClient().post(f"/demo/entrer/farid/?parcours={lives()[0].key}")["Location"] == "/"


@pytest.mark.parametrize("slug", ["personne", "leila", "x"])
def test_a_face_that_does_not_exist_is_not_found(house: House, slug: str) -> None:
    assert HouseClient().post(f"/demo/entrer/{slug}/").status_code == 404


def test_another_site_cannot_enter_for_you(house: House) -> None:
    answer = HouseClient().post("/demo/entrer/karim/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_entering_takes_a_gesture(house: House) -> None:
    assert HouseClient().get("/demo/entrer/karim/").status_code == 405


def test_a_real_house_has_no_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MODE", "serve")
    monkeypatch.setattr(settings, "DEMO", False)
    patterns = runpy.run_path(str(settings.PACKAGE / "config" / "urls.py"))["urlpatterns"]
    assert not [p for p in patterns if str(p.pattern).startswith("demo")]
