"""What a protected person becomes is said to who reads where she is, and erased by nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from liane.access.enums import Right, Volet
from liane.access.models import Role
from liane.kit.dates import short, today
from liane.people.models import Record
from liane.stays.following.tests.test_following import SAID, first, lines, page_of, typed
from liane.stays.models import FollowUp, Stay
from liane.testing import House

Browser = Callable[[str], Any]


@pytest.fixture
def told(house: House) -> Stay:
    """Lou, protected, left the IME a year ago; «sociale» reads the social part there, «cadre» answers for it without it."""
    for code, volets in (("cadre", [Volet.SUPPORT]), ("sociale", [Volet.SUPPORT, Volet.SOCIAL])):
        Role.objects.create(
            organization=house.deux_rives, code=code, label=code, rights=[*Right], reads=volets, writes=volets
        )
        house.hire(code, code, "garenne")
    now = timezone.now()
    lou = house.person("Lou Sortie", "garenne", since=now - timedelta(days=900), until=now - timedelta(days=370))
    Record.objects.filter(pk=lou.pk).update(is_protected=True)
    stay = Stay.objects.get(record=lou)
    FollowUp.objects.create(
        organization=house.deux_rives, stay=stay, due_on=today(), article="CASF D312-37", done_on=today(), reached=True,
        said=SAID, author_name="Sociale",
    )  # fmt: skip
    return stay


def test_who_does_not_read_addresses_is_told_that_it_was_said_and_not_what(
    house: House, client_of: Browser, told: Stay
) -> None:
    for address in (lines(house), page_of(told, first(told))):
        assert SAID in client_of("sociale").get(address).content.decode()
        page = client_of("cadre").get(address).content.decode()
        assert "Lou Sortie" in page and SAID not in page


def test_who_does_not_see_it_erases_nothing_of_it(house: House, client_of: Browser, told: Stay) -> None:
    row = first(told)
    for _ in range(2):  # sent twice: once
        sent = typed(row, said="Sa tante a appelé.", done_on=short(today()))
        assert client_of("cadre").post(page_of(told, row), sent).status_code == 303
    assert first(told).said == f"{SAID}\nSa tante a appelé."


def test_two_versions_do_not_tell_it_either(house: House, client_of: Browser, told: Stay) -> None:
    row = first(told)
    answer = client_of("cadre").post(page_of(told, row), typed(row, said="Rien de plus.", version=row.version - 1))
    assert answer.status_code == 409 and SAID not in answer.content.decode()
    assert first(told).said == SAID
