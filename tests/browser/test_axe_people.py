"""The persons, their identity, circle, rights and measures: everyone can read these pages (see `looking`)."""

import pytest
from looking import Windows, drawn, look
from pages import PAGES, Seen
from places import Places

ROOMS = {"people"}
MINE = [seen for seen in PAGES if seen.name.split(":")[0] in ROOMS]


@pytest.mark.long
@pytest.mark.parametrize("seen", drawn(MINE), ids=str)
def test_everyone_can_read_this_page(windows: Windows, places: Places, seen: Seen) -> None:
    look(windows, places, seen)
