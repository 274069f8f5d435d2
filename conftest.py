"""The ground of every test: its own PostgreSQL, the application role, no network, no leftovers."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import settings as hypothesis_settings

from liane.config.testing import databases
from liane.config.testing.plugin import HOME
from liane.kit.postgres import server

hypothesis_settings.register_profile("liane", deadline=None, derandomize=True, max_examples=50)
hypothesis_settings.load_profile("liane")


def pytest_configure() -> None:
    """Sign-in is tested by its own tests: the slow password hash is not paid by every other one."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
    name = f"essai_{os.getpid()}"
    with django_db_blocker.unblock():
        source = databases.template(postgres)
        databases.copy(postgres, source, name)
        databases.point_to(name)

    def start_afresh(_case: TransactionTestCase) -> None:
        # What is written stays written, even in tests: a committed test is undone by a new copy, not by TRUNCATE.
        connections.close_all()
        databases.copy(postgres, source, name)

    monkeypatch_session.setattr(TransactionTestCase, "_fixture_teardown", start_afresh)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    databases.drop(postgres, name)


@pytest.fixture(scope="session")
def monkeypatch_session() -> Iterator[pytest.MonkeyPatch]:
    """Patches that last as long as the session."""
    with pytest.MonkeyPatch.context() as patch:
        yield patch
