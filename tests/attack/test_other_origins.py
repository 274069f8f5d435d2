"""Another site asks in the name of somebody signed in: nothing is lent to it, whatever it says of itself (security E2)."""

import pytest
from test_farid import ALL, KNOWN, OWN, absent, objects_of

from liane.testing import House, HouseClient

PIRATE = "https://pirate.example"
LENT = ("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Allow-Methods")
DEMONSTRATION = {"demo:enter"}  # anybody is anybody there, by design; it is never served
OUT = ('action="/deconnexion/"', '<a href="/', ' href="/"')
PAPER = ("_print", "_matrix")  # sheets to print have no menu


def test_no_answer_is_lent_to_another_origin(house: House) -> None:
    ids = absent(objects_of(house, house.sam, "mimosa"))
    client = house.client("sophie")
    asked = {
        "origin": PIRATE,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    for name in sorted(KNOWN - {"professionals:sign_out"}):
        for method in ("GET", "OPTIONS"):
            answer = client.generic(method, ALL[name].url(ids), headers=asked)
            assert not [header for header in LENT if header in answer.headers], f"{method} {name}"


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
def test_a_form_of_another_site_writes_nothing(house: House, kind: str) -> None:
    client = HouseClient(enforce_csrf_checks=True)
    client.force_login(house.accounts["sophie"], backend="allauth.account.auth_backends.AuthenticationBackend")
    ids = objects_of(house, house.sam, "mimosa")
    for name in sorted(
        name for name in KNOWN - DEMONSTRATION if ALL[name].declared and "POST" in ALL[name].declared.methods
    ):  # type: ignore[union-attr]
        answer = client.generic("POST", ALL[name].url(ids), b'{"label": "x"}', kind, headers={"origin": PIRATE})
        assert answer.status_code in (400, 403), f"{name}: {answer.status_code}"


def test_going_out_is_one_or_two_gestures_away(house: House) -> None:
    """Every page that has the menu has it; a page of one gesture (a password, a form) leads back to one that has it."""
    without = []
    for slug in ("sophie", "marc", "amine", "admin"):
        client = house.client(slug)
        for name in sorted(OWN):
            address = ALL[name]
            if (
                address.parameters
                or not address.declared
                or "GET" not in address.declared.methods
                or name.endswith(PAPER)
            ):
                continue
            answer = client.get(address.url({}))
            if answer.status_code == 200 and "<main" in answer.content.decode():
                without += [f"{slug} {name}"] * (not any(way in answer.content.decode() for way in OUT))
    assert without == []
