"""The cast of the tests is the one of the contract."""

from collections.abc import Callable

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.people.door import open_record
from liane.testing import House, HouseClient


def test_karim_opens_the_record_of_sam(house: House) -> None:
    facts = open_record(house.actor("karim"), house.sam.pk, to=Right.RECORD_READ)
    assert facts.person.called == "Sam"


def test_the_administrator_of_the_instance_holds_no_post(actor: Callable[[str], Actor]) -> None:
    assert actor("admin").grants == ()


def test_a_signed_in_browser_is_recognised(client_of: Callable[[str], HouseClient]) -> None:
    answer = client_of("karim").get("/nulle-part/")
    assert answer.status_code == 404
    assert answer.wsgi_request.actor.name == "Karim Duval"
