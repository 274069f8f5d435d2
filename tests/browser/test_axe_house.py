"""The day, the accounts, the rights and the house: everyone can read these pages (see `looking`); no page is forgotten."""

import pytest
import test_axe_people
import test_axe_stays
from looking import Windows, drawn, look
from pages import NOT_LOOKED_AT, PAGES, Seen, addresses
from places import Places

ELSEWHERE = test_axe_people.ROOMS | test_axe_stays.ROOMS
MINE = [seen for seen in PAGES if seen.name.split(":")[0] not in ELSEWHERE]


def test_every_page_is_looked_at() -> None:
    names = {name for name, _ in addresses()}
    assert names - {seen.name for seen in PAGES} == set(NOT_LOOKED_AT) & names


@pytest.mark.long
@pytest.mark.parametrize("seen", drawn(MINE), ids=str)
def test_everyone_can_read_this_page(windows: Windows, places: Places, seen: Seen) -> None:
    look(windows, places, seen)
