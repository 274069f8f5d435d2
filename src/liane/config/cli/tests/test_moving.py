"""A house moved as it is typed: a file for its owner alone, then an instance that has just been made."""

import os
import pwd
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from liane.config.cli import moving
from liane.config.moving.tests.furnished import furnish, leave, tables
from liane.kit.postgres import locate, server


class Machine:
    """Another machine, its house not made yet."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "maison"

    def typed(self, *words: str) -> "subprocess.CompletedProcess[str]":
        kept = {n: v for n, v in os.environ.items() if n in ("PATH", "HOME", "LANG", "PYTHONPATH")}
        env = kept | {"LIANE_HOME": str(self.home), "LIANE_CONF": os.devnull, "LIANE_HOSTS": "dossiers.exemple.fr"}
        command = [sys.executable, "-m", "liane.config.cli", *words]
        return subprocess.run(command, cwd=locate.CHECKOUT, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def machine(tmp_path: Path):
    made = Machine(tmp_path)
    yield made
    server.erase(made.home)


def test_papers_brought_by_root_are_given_and_a_house_without_any_moves_too(monkeypatch, tmp_path) -> None:
    given = []
    account = pwd.getpwuid(os.getuid())
    monkeypatch.setattr(moving, "working_account", lambda: account)
    monkeypatch.setattr(moving, "give_to", lambda *told: given.append(told))
    monkeypatch.setenv("LIANE_FILES", str(tmp_path / "fichiers"))
    moving.give_papers()
    assert given == []
    (tmp_path / "fichiers").mkdir()
    moving.give_papers()
    assert given == [(tmp_path / "fichiers", account.pw_uid, account.pw_gid)]


@pytest.mark.slow
@pytest.mark.long(only=True)
def test_a_house_enters_a_new_instance_and_leaves_it_the_same(house, machine, tmp_path, settings) -> None:
    settings.FILES_ROOT = tmp_path / "papiers"
    furnish(house)
    data = leave(house)
    archive, again = tmp_path / "maison.zip", tmp_path / "encore.zip"
    archive.write_bytes(data)
    assert "./liane migrate" in machine.typed("import", "maison", str(archive)).stderr
    assert machine.typed("migrate").returncode == 0
    assert "aucun organisme" in machine.typed("export", "maison", str(again)).stderr
    assert not again.exists()

    look = machine.typed("import", "maison", str(archive), "--dry-run")
    assert look.returncode == 0, look.stderr
    assert "sejours.csv, ligne 2 — sera créé : Samia Belkacem, Mimosa" in look.stdout
    assert "seraient reprises, rien n’est écrit" in look.stdout
    not_yet = machine.typed("import", "maison", str(archive))
    assert (not_yet.returncode, "ajoutez --yes" in not_yet.stderr) == (1, True)
    assert "nom de connexion" in machine.typed("import", "maison", str(archive), "--direction", "Zoé !", "--yes").stderr

    done = machine.typed("import", "maison", str(archive), "--direction", "marie.dupont", "--yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("https://dossiers.exemple.fr/")
    assert "rien à faire, tout est déjà ici" in machine.typed("import", "maison", str(archive)).stdout

    left = machine.typed("export", "maison", str(again))
    assert left.returncode == 0, left.stderr
    assert "en clair : les coordonnées protégées" in left.stderr and "N’y sont pas" not in left.stdout
    assert stat.S_IMODE(again.stat().st_mode) == 0o600
    before, after = tables(data), tables(again.read_bytes())
    director = after["professionnels.csv"].splitlines()[-1]
    assert b";Marie;Dupont;" in director, "who directs the new instance, and nothing else"
    assert after == before | {"professionnels.csv": before["professionnels.csv"] + director + b"\r\n"}
    assert "existe déjà" in machine.typed("export", "maison", str(again)).stderr

    archive.write_bytes(data[:-400])
    cut = machine.typed("import", "maison", str(archive), "--yes")
    assert (cut.returncode, cut.stderr.count("Rien n’a été enregistré.")) == (1, 1)
