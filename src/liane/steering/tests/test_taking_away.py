"""What leaves for an inspection leaves with somebody who has just shown who she is."""

import time

import pytest

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.testing import PASSWORD, House, HouseClient

PROOF = "/compte/securite/confirmer/"


def since(client: HouseClient, seconds: int) -> HouseClient:
    """Her sign-in is as old as that."""
    session = client.session
    session["proved_at"] = time.time() - seconds
    session.save()
    return client


def taken() -> int:
    return JournalEntry.objects.filter(kind=Kind.ACCESSES_EXPORTED).count()


@pytest.mark.parametrize("form", ["csv", "pdf?qui=karim"])
def test_after_ten_minutes_it_is_asked_who_takes_the_answer_away(house: House, form: str) -> None:
    client, address = house.client("marc"), f"/conformite/dossiers/{house.sam.pk}/qui-a-vu.{form}"
    assert since(client, 590).get(address).status_code == 200
    begun = taken()
    asked = since(client, 601).get(address)
    assert asked.status_code == 303 and asked["Location"].startswith(PROOF) and taken() == begun
    assert "C’est bien vous" in client.get(asked["Location"]).content.decode()
    wrong = client.post(PROOF, {"next": address, "password_proof": "non"})
    assert wrong.status_code == 401 and client.get(address).status_code == 303 and taken() == begun
    right = client.post(PROOF, {"next": address, "password_proof": PASSWORD})
    assert right["Location"] == address
    assert client.get(address).status_code == 200 and taken() == begun + 1


def test_reading_the_answer_on_the_screen_asks_nothing_more(house: House) -> None:
    client = since(house.client("amine"), 601)
    assert client.get(f"/conformite/dossiers/{house.sam.pk}/").status_code == 200
