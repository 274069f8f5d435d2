"""A big house imagined by several processes is the one that a single process would have told."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from liane.config.demo.apart import imagined, shares
from liane.config.demo.load import _Loading, _member
from liane.config.demo.plan import organizations

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


class Sheet:
    """In the place of a cursor: what was copied, by statement, whatever the order."""

    def __init__(self) -> None:
        self.rows: dict[str, list[str]] = defaultdict(list)

    @contextmanager
    def copy(self, statement: str) -> Iterator[Any]:
        here: list[str] = []
        yield type("Copy", (), {"write": staticmethod(here.append)})
        self.rows[statement] += "".join(here).splitlines()

    def sorted(self) -> dict[str, list[str]]:
        return {statement: sorted(lines) for statement, lines in self.rows.items()}


@pytest.mark.slow
@pytest.mark.long(only=True)
@time_machine.travel(NOW, tick=False)
def test_two_processes_tell_what_one_would(settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    members = [_member(plan, NOW.date()) for plan in organizations("s")]
    alone, together = Sheet(), Sheet()
    one, two = (_Loading("m", lambda *args, **kwargs: None, NOW, 0.02) for _ in range(2))
    for member in members:
        one.member(alone, member)
    two.members_apart(together, members, hands=2)
    assert two.written == one.written > 100
    assert together.sorted() == alone.sorted()


def test_a_process_that_fails_stops_everything() -> None:
    def work(outbox: Any, index: int, told: Any) -> None:
        raise ValueError("une idée de travers")

    with pytest.raises(RuntimeError, match="une idée de travers"):
        imagined(work, [1.0, 1.0], Sheet(), lambda count: None, hands=2)


def test_the_heaviest_are_shared_out_first() -> None:
    assert shares([5, 1, 1, 1, 2], 2) == [[0], [4, 1, 2, 3]]
    assert shares([1], 4) == [[0]]
