"""A house that would not be safe does not open, and says what to do (security.md §4.11, G2)."""

import json
import os
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from liane.config.cli import configuration, parts, refusals
from liane.config.cli.prepare import MARK
from liane.kit.postgres import keys, locate, roles, server
from liane.kit.postgres.errors import PostgresRefused
from liane.professionals.models import Account
from liane.testing import House

GOOD = {"LIANE_HOSTS": "dossiers.exemple.fr", "LIANE_PROXIES": "127.0.0.1"}
LONG = "k8Jd02mqWv5xZ7rT1yLcNb4GhPf6SaEu9QoXiRzVtKwMj3Dn0BgHs"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("LIANE_SECRET_KEY", "LIANE_SECRET_KEY_FALLBACKS", "DEBUG", "DATABASE_URL", "DATABASE_APP_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def refused(home: Path, *, without_tls: bool = False) -> str:
    with pytest.raises(PostgresRefused) as refusal:
        refusals.before_starting(home, without_tls=without_tls)
    return str(refusal.value)


def test_a_house_well_told_may_open(asked: pytest.MonkeyPatch, tmp_path: Path) -> None:
    refusals.before_starting(tmp_path, without_tls=False)
    asked.setenv("LIANE_SECRET_KEY", LONG)
    asked.setenv("LIANE_SECRET_KEY_FALLBACKS", f"{LONG} {LONG[::-1]}")
    refusals.before_starting(tmp_path, without_tls=False)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("LIANE_SECRET_KEY", "", "trop courte ou connue"),
        ("LIANE_SECRET_KEY", "court", "trop courte ou connue"),
        ("LIANE_SECRET_KEY", "a" * 80, "trop courte ou connue"),
        ("LIANE_SECRET_KEY", "django-insecure-" + LONG, "trop courte ou connue"),
        ("LIANE_SECRET_KEY", "only-for-checks-and-tests" + LONG, "trop courte ou connue"),
        ("LIANE_SECRET_KEY_FALLBACKS", "court", "LIANE_SECRET_KEY_FALLBACKS est trop courte ou connue"),
        ("LIANE_SECRET_KEY_FALLBACKS", f"{LONG} only-for-checks-and-tests", "trop courte ou connue"),
        ("LIANE_SECRET_KEY_FALLBACKS", f"{LONG} django-insecure-{LONG}", "trop courte ou connue"),
        ("LIANE_HOSTS", "", "le nom de la maison manque"),
        ("LIANE_HOSTS", " , ", "le nom de la maison manque"),
        ("LIANE_HOSTS", "a.fr,*", "exactement"),
        ("LIANE_HOSTS", ".exemple.fr", "exactement"),
        ("LIANE_PROXIES", "", "--sans-tls-devant"),
        ("LIANE_PROXIES", "mon-serveur", "liste d’adresses"),
        ("LIANE_PROXIES", "0.0.0.0/0", "croit tout le monde"),
        ("DEBUG", "1", "retirez DEBUG"),
        ("DJANGO_DEBUG", "true", "retirez DJANGO_DEBUG"),
        ("DJANGO_SETTINGS_MODULE", "mes.reglages", "d’autres réglages"),
    ],
)
def test_what_is_not_safe_is_refused_in_one_sentence(
    asked: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    asked.setenv(name, value)
    said = refused(tmp_path)
    assert sentence in said and "\n" not in said


def test_without_tls_is_said_and_does_not_go_with_a_front(asked: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "retirez --sans-tls-devant" in refused(tmp_path, without_tls=True)
    asked.delenv("LIANE_PROXIES")
    refusals.before_starting(tmp_path, without_tls=True)


def test_a_demonstration_is_never_served(asked: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / MARK).write_text(json.dumps({"tables": "x", "size": "s"}))
    assert "mot de passe est public" in refused(tmp_path)


def test_keys_that_others_can_read_are_refused(asked: pytest.MonkeyPatch, tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    keys.path(tmp_path).chmod(0o644)
    assert "chmod 600" in refused(tmp_path)


def test_a_base_that_may_lose_what_it_acknowledged_is_refused(postgres: server.Server) -> None:
    with postgres.connect(roles.APP, roles.DATABASE) as app:
        app.execute("SELECT set_config('synchronous_commit', 'on', false)")
        with pytest.raises(PostgresRefused, match="fsync"):
            roles.check_durability(app)  # the tests run on an unsafe disk, on purpose


class Answers:
    """A database that says what it is told to say."""

    def __init__(self, **said: str) -> None:
        self.said = dict.fromkeys(roles.DURABILITY, "on") | said

    def execute(self, _sql: str, names: list[str]) -> "Answers":
        self.value = self.said[names[0]]
        return self

    def fetchone(self) -> tuple[str]:
        return (self.value,)


def test_each_durability_setting_counts() -> None:
    roles.check_durability(Answers())  # type: ignore[arg-type]
    roles.check_durability(Answers(synchronous_commit="remote_apply"))  # type: ignore[arg-type]
    for name in roles.DURABILITY:
        with pytest.raises(PostgresRefused, match=name):
            roles.check_durability(Answers(**{name: "off"}))  # type: ignore[arg-type]


@pytest.mark.slow
def test_an_application_that_owns_one_table_is_refused(postgres: server.Server) -> None:
    with postgres.connect(server.cluster.ADMIN, roles.DATABASE) as admin:
        admin.execute("CREATE TABLE a_elle (x int)")
        admin.execute(f"ALTER TABLE a_elle OWNER TO {roles.APP}")
        try:
            with postgres.connect(roles.APP, roles.DATABASE) as app, pytest.raises(PostgresRefused, match="cloison"):
                roles.check_application(app)
        finally:
            admin.execute("DROP TABLE a_elle")
    with postgres.connect(roles.APP, roles.DATABASE) as app:
        roles.check_application(app)


def test_a_demonstration_that_came_back_under_another_name_is_refused(house: House) -> None:
    Account.objects.filter(slug="karim").update(slug="karim-essai")
    with pytest.raises(PostgresRefused, match="démonstration"):
        refusals.check_nobody_imaginary(connection.connection)
    Account.objects.update(slug="")
    refusals.check_nobody_imaginary(connection.connection)


def test_what_answers_the_network_holds_nothing_of_the_owner(
    asked: pytest.MonkeyPatch, postgres: server.Server
) -> None:
    asked.setenv("MOT_DE_PASSE_DE_LA_SAUVEGARDE", "secret")
    asked.setenv("LIANE_SECRET_KEY", LONG)
    part = parts.working(postgres.place.home, single=True)
    assert not {"DATABASE_URL", "MOT_DE_PASSE_DE_LA_SAUVEGARDE"} & set(part.env)
    everything = "\n".join(part.env.values())
    assert postgres.keys.owner not in everything and postgres.keys.admin not in everything
    assert locate.parse(part.env["DATABASE_APP_URL"], "x")["PASSWORD"] == postgres.keys.app
    with psycopg.connect(part.env["DATABASE_APP_URL"]) as app:
        assert app.execute("SELECT current_user").fetchone() == (roles.APP,)
    asked.setenv("DATABASE_APP_URL", part.env["DATABASE_APP_URL"])
    assert set(locate.databases("Europe/Paris")) == {"default"}


def test_the_settings_of_a_house_are_one_plain_file(asked: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "liane.conf"
    asked.setenv("LIANE_CONF", str(file))
    with pytest.raises(PostgresRefused, match="n’existe pas"):
        configuration.load()
    file.write_text('# la maison\nLIANE_HOSTS=autre.fr\n\nLIANE_ESSAI = "deux mots"\n')
    asked.setenv("LIANE_ESSAI", "")
    asked.delenv("LIANE_ESSAI")
    configuration.load()
    assert (os.environ["LIANE_HOSTS"], os.environ["LIANE_ESSAI"]) == ("dossiers.exemple.fr", "deux mots")
    asked.delenv("LIANE_ESSAI")
    file.write_text("ceci n’est pas un réglage\n")
    with pytest.raises(PostgresRefused, match="ligne 1"):
        configuration.load()
