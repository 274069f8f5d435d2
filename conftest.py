"""The ground of every test: its own PostgreSQL, the application role, no network, no leftovers."""

import gc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg._connection_base
import pytest
from django.conf import settings
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings
from psycopg._preparing import PrepareManager

from liane.config.testing import databases, depth
from liane.config.testing.grounds import BARE, BUILT, Grounds
from liane.config.testing.plugin import HOME
from liane.journal.sealing import horizon
from liane.kit.postgres import server
from liane.testing import build_house

GROUNDS = Grounds(build_house)
hypothesis_settings.register_profile("liane", deadline=None, derandomize=True, max_examples=50)
hypothesis_settings.load_profile("liane")


class KeptPlans(PrepareManager):
    """A test ends by a rollback, after which psycopg forgets every plan, for fear that a table has gone: none goes here."""

    def clear(self) -> bool:
        """Plans are kept from one test to the next."""
        return False


psycopg._connection_base.PrepareManager = KeptPlans  # type: ignore[misc]


def pytest_configure() -> None:
    """Sign-in is tested by its own tests: the slow password hash is not paid by every other one."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The other process of pytest writes in the same PostgreSQL, in one transaction for each test: the longest is waited for.
    horizon.PATIENCE = 300.0
    # What is loaded by now stays until the end: it is not searched again and again for what may be thrown away.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The heaviest files first: none is begun when the others are over (`./liane test` hands whole files out, in order).

    The seals come last: each waits for the transactions of the others, which is what a long test is made of.
    """
    waiting = [item for item in items if (mark := item.get_closest_marker("long")) and mark.kwargs.get("only")]
    if waiting and not depth.WHOLE:
        config.hook.pytest_deselected(items=waiting)
        items[:] = [item for item in items if item not in waiting]
    weights: Counter[Path] = Counter()
    for item in items:
        if item.path.match("journal/tests/*.py"):
            continue
        weights[item.path] += (
            60 if item.get_closest_marker("slow") else 2 if item.path.parent.name == "browser" else 0.1
        )
    items.sort(key=lambda item: -weights[item.path])


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What a test counted (`record_property("told", …)`), whatever the process in which it ran."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, told in report.user_properties:
            if name == "told" and report.when == "call":
                terminalreporter.write_line(told)


@pytest.fixture(scope="session")
def postgres() -> Iterator[server.Server]:
    """The PostgreSQL of the tests; its disk is not safe and does not need to be."""
    with server.start(HOME, durable=False) as running:
        databases.drop_forgotten(running)
        yield running


@pytest.fixture(scope="session")
def django_db_setup(
    postgres: server.Server, django_db_blocker: Any, monkeypatch_session: pytest.MonkeyPatch
) -> Iterator[None]:
    """Tests connect as the application role to a copy of the migrated template: the second wall stands in tests too."""
    GROUNDS.open(postgres, django_db_blocker)
    monkeypatch_session.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: GROUNDS.afresh())
    yield
    GROUNDS.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that names the house stands where it is already built (before its transaction opens)."""
    GROUNDS.want(BUILT if "standing_house" in getattr(item, "fixturenames", ()) else BARE)


@pytest.fixture(scope="session")
def standing_house(django_db_setup: None) -> Grounds:
    """The ground on which the house stands already."""
    return GROUNDS


@pytest.fixture(scope="session")
def monkeypatch_session() -> Iterator[pytest.MonkeyPatch]:
    """Patches that last as long as the session."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch
