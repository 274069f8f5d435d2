"""A server of the establishment (DATABASE_URL): checked, and given a role that cannot bypass the walls."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from liane.kit.postgres import cluster, external, locate, server
from liane.kit.postgres.errors import PostgresRefused


@pytest.fixture(scope="module")
def establishment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """A server with a database «dossiers» and the account «dsi» that owns it."""
    home = tmp_path_factory.mktemp("serveur")
    with server.start(home, durable=False) as running:
        with running.connect(cluster.ADMIN, "postgres") as admin:
            admin.execute("CREATE ROLE dsi LOGIN CREATEROLE PASSWORD 'secret de la dsi'")
            admin.execute("CREATE DATABASE dossiers OWNER dsi")
        yield running
    server.erase(home)


@pytest.fixture
def house(establishment: server.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A house that points to it."""
    url = f"postgresql://dsi:secret%20de%20la%20dsi@/dossiers?host={establishment.place.socket}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("LIANE_HOME", str(tmp_path / "maison"))
    monkeypatch.delenv("DATABASE_APP_URL", raising=False)
    return tmp_path / "maison"


def _app() -> "psycopg.Connection[tuple[object, ...]]":
    entry = locate.databases("Europe/Paris")["default"]
    return psycopg.connect(
        host=entry["HOST"], dbname=entry["NAME"], user=entry["USER"], password=entry["PASSWORD"], autocommit=True
    )


def test_the_application_gets_a_role_of_its_own(house: Path) -> None:
    external.prepare(house)
    external.prepare(house)
    with _app() as app:
        assert app.execute("SELECT current_user").fetchone() == ("dsi_app",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE t (x int)")


def test_an_account_that_cannot_create_roles_is_told_what_to_do(
    house: Path, establishment: server.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with establishment.connect(cluster.ADMIN, "postgres") as admin:
        admin.execute("CREATE ROLE modeste LOGIN PASSWORD 'm'")
        admin.execute("CREATE DATABASE modestes OWNER modeste")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://modeste:m@/modestes?host={establishment.place.socket}")
    with pytest.raises(PostgresRefused, match="DATABASE_APP_URL"):
        external.prepare(house)


def test_an_application_account_that_bypasses_the_walls_is_refused(
    house: Path, establishment: server.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_APP_URL", os.environ["DATABASE_URL"])
    with pytest.raises(PostgresRefused, match="cloisonnement"):
        external.prepare(house)


def test_a_server_that_does_not_answer_is_named(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/base")
    with pytest.raises(PostgresRefused, match="DATABASE_URL ne répond pas"):
        external.prepare(house)


@pytest.mark.parametrize(
    "url", ["mysql://a@b/c", "postgresql://a@b", "postgresql:///base", "postgresql://a@b:x/c", "n"]
)
def test_an_address_that_is_not_one_is_refused_with_a_model(url: str) -> None:
    with pytest.raises(PostgresRefused, match="postgresql://compte"):
        locate.parse(url, "DATABASE_URL")


def test_a_far_server_that_no_longer_answers_is_given_up_and_the_address_may_say_when(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert locate.databases("Europe/Paris")["default"]["OPTIONS"].items() >= locate.LINE.items()
    monkeypatch.setenv("DATABASE_URL", os.environ["DATABASE_URL"] + "&connect_timeout=3")
    assert locate.databases("Europe/Paris")["owner"]["OPTIONS"]["connect_timeout"] == "3"
