"""doctor sees what is wrong, says it in words, and gives the next gesture (C-017)."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from django.contrib.auth.hashers import make_password
from django.test import RequestFactory
from django.utils import timezone

from liane.config import wiring
from liane.config.cli.backup import draw_key
from liane.config.demo.cast import PASSWORD
from liane.config.models import SafetyRun
from liane.config.safety import checkup, machine, people
from liane.config.safety.findings import Finding, Level
from liane.config.safety.house import remember
from liane.config.safety.state import State, state
from liane.config.safety.tests.conftest import Saved
from liane.config.testing import databases
from liane.kit.postgres import cluster, server
from liane.professionals.models import Account

pytestmark = pytest.mark.slow


@pytest.fixture
def inside(saved: Saved, django_db_blocker: Any) -> Iterator[Saved]:
    """Both connections speak to the house that was committed."""
    with django_db_blocker.unblock(), databases.pointing_to(saved.house.owner["NAME"]):
        yield saved


def said(findings: Iterator[Finding], level: Level) -> str:
    found = [f for f in findings if f.level == level]
    assert all(f.gesture or f.level == Level.GOOD for f in found)
    return " / ".join(f.sentence for f in found)


def ran(kind: str, at: datetime, *, success: bool = True, sentence: str = "Tout va.") -> SafetyRun:
    return SafetyRun(kind=kind, at=at, is_success=success, seconds=1, sentence=sentence)


def test_a_house_that_was_never_saved_is_told_so(inside: Saved) -> None:
    grave = said(checkup.backups(), Level.GRAVE)
    assert "jamais de sauvegarde" in grave and "jamais d’essai de restauration" in grave


def test_what_was_done_is_remembered_and_nobody_can_change_it(inside: Saved) -> None:
    with inside.house.opened() as base:
        base.execute("BEGIN")
        remember(base, "BACKUP", datetime.now(UTC), "Faite.", success=True, figures={"rows": 3})
        row = base.execute("SELECT kind, is_success, figures->>'rows' FROM config_safetyrun").fetchone()
        assert row == ("BACKUP", True, "3")
        for order in ("UPDATE config_safetyrun SET is_success = false", "DELETE FROM config_safetyrun"):
            with pytest.raises(Exception, match="append_only"), base.transaction():
                base.execute(order)
        base.execute("ROLLBACK")
        for order in ("INSERT", "UPDATE", "DELETE"):
            asked = base.execute(
                "SELECT has_table_privilege(%s, 'config_safetyrun', %s)", [inside.house.app["USER"], order]
            )
            assert asked.fetchone() == (False,)


def told(good: list[SafetyRun], bad: list[SafetyRun]) -> dict[str, Any]:
    return wiring.told(State({r.kind: r for r in good}, {r.kind: r for r in bad}))


def test_the_page_of_conformity_turns_red_after_eight_days_without_a_trial() -> None:
    now = timezone.now()
    fresh = told([ran("BACKUP", now), ran("TRIAL", now - timedelta(days=7))], [])
    assert not fresh["troubles"] and "Dernière restauration réussie" in fresh["lines"][1]
    old = told([ran("BACKUP", now), ran("TRIAL", now - timedelta(days=8, hours=1))], [])
    assert len(old["troubles"]) == 1 and "huit jours" in old["troubles"][0]
    never = told([], [])
    assert len(never["troubles"]) == 2 and "Aucune sauvegarde" in never["lines"][0]


def test_a_trial_that_failed_is_shown_until_one_goes_well() -> None:
    now = timezone.now()
    backup, good = ran("BACKUP", now), ran("TRIAL", now - timedelta(days=1))
    failed = ran("TRIAL", now, success=False, sentence="le compte n’y est pas")
    assert "le compte n’y est pas" in told([backup, good], [failed])["troubles"][0]
    assert not told([backup, ran("TRIAL", now + timedelta(hours=1))], [failed])["troubles"]


@pytest.mark.django_db
def test_the_card_is_drawn(settings: Any) -> None:
    assert state() == State({}, {})
    assert len(wiring.backups_card(RequestFactory().get("/")).context["troubles"]) == 2
    settings.DEMO = True
    assert wiring.backups_card(RequestFactory().get("/")).context["troubles"] == []


def test_a_known_password_is_found(inside: Saved) -> None:
    account = Account.objects.using("owner").get(login="karim")
    before = account.password
    try:
        for known in (make_password(PASSWORD), make_password("karim")):
            Account.objects.using("owner").filter(pk=account.pk).update(password=known)
            assert said(people.passwords(), Level.GRAVE)
    finally:
        Account.objects.using("owner").filter(pk=account.pk).update(password=before)


def test_one_account_is_told_in_the_singular() -> None:
    words = ("compte sur 145 a un second facteur", "comptes sur 145 ont un second facteur")
    said = [people.told(count, *words) for count in (0, 1, 2)]
    assert said == ["0 compte sur 145 a un second facteur", f"1 {words[0]}", f"2 {words[1]}"]


def test_the_administrator_without_a_second_factor_is_named(inside: Saved) -> None:
    assert "admin" in said(people.second_factors(), Level.GRAVE)


def test_accounts_that_nobody_uses_are_counted(inside: Saved) -> None:
    count = Account.objects.using("owner").filter(is_active=True).count()
    Account.objects.using("owner").update(last_login=timezone.now() - timedelta(days=91))
    assert f"{count} comptes n’ont pas servi" in said(people.dormant(), Level.WATCH)
    Account.objects.using("owner").update(last_login=timezone.now())
    assert "n’ont pas servi" not in said(people.dormant(), Level.WATCH)


def test_what_is_late_is_told_in_minutes(inside: Saved) -> None:
    assert "à l’heure" in said(checkup.queue(), Level.GOOD)
    with inside.house.opened() as base:
        base.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, scheduled_at, priority)"
            " VALUES ('default', 'x', 'todo', '{}', now() - interval '2 hours', 0)"
        )
        try:
            assert "en retard de 120 minutes" in said(checkup.queue(), Level.GRAVE)
        finally:
            base.execute("DELETE FROM procrastinate_jobs WHERE task_name = 'x'")
    assert said(checkup.seals(), Level.GOOD)


def test_tables_and_walls_are_looked_at(inside: Saved) -> None:
    assert said(checkup.tables(), Level.GOOD) == "à jour"
    assert "fsync" in said(checkup.database(), Level.GRAVE)  # the disk of the tests is not safe


def test_a_private_key_left_on_the_server_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANE_HOME", str(tmp_path))
    monkeypatch.setenv("LIANE_BACKUP_FOLDER", str(tmp_path / "sauvegardes"))
    (tmp_path / "sauvegardes").mkdir()
    tmp_path.chmod(0o700)
    assert said(machine.secret_files(), Level.GOOD)
    (tmp_path / "sauvegardes" / "clef.txt").write_text("# clef\nAGE-SECRET-KEY-1ABC\n")
    assert "clef.txt" in said(machine.secret_files(), Level.GRAVE)


def test_a_private_key_left_where_the_page_has_it_made_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/srv/clef-de-sauvegarde-1.txt, beside the folder of the house and that of the backups."""
    for name, folder in (("LIANE_HOME", "liane"), ("LIANE_BACKUP_FOLDER", "sauvegardes")):
        (tmp_path / folder).mkdir(mode=0o700)
        monkeypatch.setenv(name, str(tmp_path / folder))
    assert said(machine.secret_files(), Level.GOOD)
    draw_key(tmp_path / "clef-de-sauvegarde-1.txt")
    assert "clef-de-sauvegarde-1.txt" in said(machine.secret_files(), Level.GRAVE)


@pytest.mark.parametrize(
    ("free", "total", "level"),
    [
        (200, 500, Level.GOOD),
        (8, 300, Level.WATCH),
        (1, 500, Level.GRAVE),
        (9, 20, Level.GOOD),
        (15, 1000, Level.GRAVE),
    ],
)
def test_the_room_left_on_the_disk_is_said_before_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, total: int, level: Level
) -> None:
    """In gigabytes. A disk that is full stops everybody: it is told while there is time."""
    monkeypatch.setenv("LIANE_HOME", str(tmp_path))
    monkeypatch.setenv("LIANE_BACKUP_FOLDER", str(tmp_path / "pas" / "encore"))
    looked = []

    def usage(folder: Path) -> Any:
        looked.append(folder)
        return SimpleNamespace(free=free << 30, total=total << 30)

    monkeypatch.setattr(machine.shutil, "disk_usage", usage)
    found = list(machine.rooms())
    assert {finding.level for finding in found} == {level} and len(found) == 3
    assert f"{free} Go libres sur {total} pour les sauvegardes" in said(iter(found), level)
    assert all(folder.exists() for folder in looked)  # a folder that is not there yet: the disk where it will be


def listens(address: str, folder: Path, home: Path | None) -> subprocess.Popen[str]:
    """Another program that opens a port, as a page (it knows the house) or as a database (it works in its data)."""
    told = "import socket, sys; s = socket.create_server((sys.argv[1], 0)); print(s.getsockname()[1], flush=True); sys.stdin.read()"
    env = {"PATH": os.environ["PATH"], **({"LIANE_HOME": str(home)} if home else {})}
    command = [sys.executable, "-c", told, address]
    return subprocess.Popen(command, cwd=folder, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_container_that_may_not_look_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rather than «the house listens to nothing», which would be false."""

    def closed(path: str) -> str:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setenv("LIANE_HOME", str(tmp_path))
    monkeypatch.setattr(machine.cluster, "postmaster", lambda _data: os.getpid())
    monkeypatch.setattr(machine.os, "readlink", closed)
    assert "n’ont pas pu être lus" in said(machine.doors(), Level.WATCH)


@pytest.mark.parametrize(
    ("address", "is_base", "level", "sentence"),
    [
        ("127.0.0.1", False, Level.GOOD, "à cette machine seulement"),
        ("127.0.0.1", True, Level.GOOD, "à cette machine seulement"),
        ("0.0.0.0", False, Level.WATCH, "sans passer par le serveur HTTPS : 0.0.0.0:"),
        ("0.0.0.0", True, Level.GRAVE, "la base de données écoute le réseau : 0.0.0.0:"),
    ],
)
def test_a_door_open_to_the_network_is_seen_of_the_pages_and_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, is_base: bool, level: Level, sentence: str
) -> None:
    monkeypatch.setenv("LIANE_HOME", str(tmp_path))
    data = tmp_path / "donnees"
    data.mkdir()
    monkeypatch.setattr(machine.places, "place_of", lambda home: SimpleNamespace(data=data))
    assert "n’écoute pas" in said(machine.doors(), Level.GOOD)
    with listens(address, data if is_base else tmp_path, None if is_base else tmp_path) as other:
        port = other.stdout.readline().strip()
        found = list(machine.doors())
        other.stdin.close()
    assert sentence in said(iter(found), level) and {finding.level for finding in found} == {level}
    assert level == Level.GOOD or f"{address}:{port}" in found[0].sentence


def test_a_real_server_is_recognised_by_the_folder_of_its_data(postgres: server.Server) -> None:
    data = postgres.place.data
    assert machine._is_database(psutil.Process(cluster.postmaster(data)), data)
    assert not machine._is_database(psutil.Process(), data)


def test_components_are_compared_with_the_list_that_was_tried(tmp_path: Path) -> None:
    list_ = tmp_path / "run.txt"
    list_.write_text("django==5.2.19 \\\n    --hash=sha256:x\ncolorama==0.4.6 ; sys_platform == 'win32' \\\n")
    assert machine.pinned(list_) == [("django", "5.2.19")]
    assert said(machine.versions(), Level.GOOD)


def test_clocks_that_differ_are_serious() -> None:
    assert "12 secondes" in said(machine.clock(12.4), Level.GRAVE)
    assert not said(machine.clock(0.2), Level.GRAVE)


def test_a_house_that_does_not_exist_is_said_so(tmp_path: Path) -> None:
    env = os.environ | {"LIANE_HOME": str(tmp_path / "nulle-part")}
    command = (sys.executable, "-m", "liane.config.cli", "doctor", "--json")
    answer = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
