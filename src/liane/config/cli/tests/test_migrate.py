"""Bringing the tables to a new version: one command at a time, without making the teams wait, and again after a crash (J3)."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, connections, migrations, models
from django.db.migrations.state import ProjectState

from liane.config.cli import migrate
from liane.config.management.commands.migrate import WholeExecutor
from liane.kit.postgres import roles, server


def refused(cause: Exception) -> OperationalError:
    error = OperationalError("x")
    error.__cause__ = cause
    return error


def test_a_table_that_somebody_uses_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [refused(psycopg.errors.LockNotAvailable()), refused(psycopg.errors.LockNotAvailable()), None]

    def once() -> None:
        answer = answers.pop(0)
        if answer:
            raise answer

    monkeypatch.setattr(migrate, "_run_all", once)
    monkeypatch.setattr(migrate.time, "sleep", lambda _seconds: None)
    assert migrate._apply() == 0 and answers == []


def test_a_table_that_is_never_free_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def never() -> None:
        raise refused(psycopg.errors.LockNotAvailable())

    monkeypatch.setattr(migrate, "_run_all", never)
    monkeypatch.setattr(migrate.time, "sleep", lambda _seconds: None)
    assert migrate._apply() == 1
    assert "heure calme" in capsys.readouterr().err


def test_another_failure_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise refused(psycopg.errors.DiskFull())

    monkeypatch.setattr(migrate, "_run_all", broken)
    with pytest.raises(OperationalError):
        migrate._apply()


@pytest.mark.django_db(databases=["owner"])
def test_a_migration_and_the_line_that_says_it_is_done_are_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made = migrations.Migration("essai", "essai")
    fields = [("id", models.IntegerField(primary_key=True)), ("nom", models.SlugField())]  # its index waits for the end
    made.operations = [migrations.CreateModel("Essai", fields)]

    def cut(*_anything: object) -> None:
        raise RuntimeError("coupure")

    monkeypatch.setattr(WholeExecutor, "record_migration", cut)
    with pytest.raises(RuntimeError):
        WholeExecutor(connections["owner"]).apply_migration(ProjectState(), made)
    assert "essai_essai" not in connections["owner"].introspection.table_names()


@pytest.mark.slow
def test_an_upgrade_killed_at_any_instant_goes_on_where_it_was(tmp_path: Path) -> None:
    home = tmp_path / "maison"
    env = {n: v for n, v in os.environ.items() if n in ("PATH", "HOME", "PYTHONPATH")}
    env |= {"LIANE_HOME": str(home), "LIANE_MODE": "serve", "DJANGO_SETTINGS_MODULE": "liane.config.settings",
            "LIANE_SECRET_KEY": "essai", "PYTHONWARNINGS": "ignore"}  # fmt: skip
    command = (sys.executable, "-m", "liane.config.cli.migrate")
    dice = random.Random(20)
    try:
        with server.start(home, durable=False) as running:

            def done() -> int:
                with running.connect(roles.OWNER) as base:
                    there = base.execute("SELECT to_regclass('django_migrations')").fetchone()
                    if not there or there[0] is None:
                        return 0
                    row = base.execute("SELECT count(*) FROM django_migrations").fetchone()
                    return int(str(row[0])) if row else 0

            for _ in range(2):
                before, wanted = done(), dice.randint(5, 40)
                process = subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL)
                while process.poll() is None and done() < before + wanted:
                    time.sleep(0.01)
                process.send_signal(signal.SIGKILL)
                process.wait()
            answer = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
            assert answer.returncode == 0, answer.stderr
            assert "à jour" in answer.stderr and done() > 60
    finally:
        server.erase(home)
