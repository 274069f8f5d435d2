"""What protects every answer of the house, whatever the room that made it (security E1, E2)."""

import re

import pytest
from test_farid import ALL, KNOWN, PUBLIC, absent, knock, objects_of, written

from liane.testing import House, HouseClient

NAMES = sorted(KNOWN)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
_ELSEWHERE = re.compile(r"(?:src|href|action)=\"(?:https?:)?//[^\"]*\"")
_INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\son[a-z]+=\"|\sstyle=\"|javascript:", re.I)


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_armoured_and_speaks_to_nobody_else(house: House, name: str) -> None:
    ids = objects_of(house, house.sam, "mimosa", name)
    ids = ids if name in PUBLIC or name.endswith((":record", ":list")) else {**absent(ids), "record_id": house.sam.pk}
    for method, answer in knock(house.client("sophie"), ALL[name], ids):
        assert {key: answer.headers.get(key) for key in ALWAYS} == ALWAYS, method
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy and "http" not in policy
        assert "no-store" in answer["Cache-Control"]
        if answer["Content-Type"].startswith("text/html"):
            text = answer.content.decode()
            assert not _ELSEWHERE.findall(text) and not _INLINE.findall(text)


@pytest.mark.parametrize("name", [n for n in NAMES if "POST" in ALL[n].declared.methods and n != "demo:enter"])
def test_a_write_without_the_token_of_its_form_is_refused(house: House, name: str) -> None:
    ids = objects_of(house, house.sam, "mimosa", name)
    strict = HouseClient(enforce_csrf_checks=True)
    strict.cookies = house.client("sophie").cookies
    before = written(house)
    for content_type in ("application/x-www-form-urlencoded", "application/json", "text/plain"):
        answer = strict.post(ALL[name].url(ids), b'{"id": "x"}', content_type=content_type)
        assert answer.status_code == 403
        assert "Cette page a vieilli" in answer.content.decode()
    assert written(house) == before


@pytest.mark.parametrize("name", NAMES)
def test_only_declared_methods_are_answered(house: House, name: str) -> None:
    client, ids = house.client("sophie"), absent(objects_of(house, house.sam, "mimosa", name))
    for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"} - set(ALL[name].declared.methods):
        answer = client.generic(method, ALL[name].url(ids))
        assert answer.status_code == 405, method
        assert answer["Allow"] == ", ".join(ALL[name].declared.methods)


def test_an_address_that_does_not_exist_is_armoured_too(house: House) -> None:
    answer = house.client("sophie").get("/nulle-part/<script>/")
    assert answer.status_code == 404 and {key: answer.headers.get(key) for key in ALWAYS} == ALWAYS
    assert "<script>/" not in answer.content.decode()
