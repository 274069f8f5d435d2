"""./liane as a person types it: French, honest about mistakes, and nothing left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from liane.config.cli import prepare
from liane.kit.postgres import cluster, places, server

COMMAND = (sys.executable, "-m", "liane.config.cli")


def typed(*words: str, **env: str) -> "subprocess.CompletedProcess[str]":
    """What a command answers."""
    return subprocess.run(
        (*COMMAND, *words), capture_output=True, text=True, check=False, env=os.environ | env, timeout=60
    )


@pytest.mark.parametrize("words", [("--help",), ("demo", "--help"), ("test", "--help"), ("check", "--help")])
def test_every_command_helps_in_french(words: tuple[str, ...]) -> None:
    answer = typed(*words)
    assert answer.returncode == 0
    assert answer.stdout.startswith("Pour l’utiliser : ./liane")
    assert "affiche cette aide" in answer.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("demande",), "ce choix n’existe pas"),
        (("demo", "--port", "abc"), "un nombre entier est attendu"),
        (("demo", "--port", "0"), "entre 1 et 65535"),
        (("demo", "--size", "xl"), "ce choix n’existe pas"),
        (("demo", "--couleur"), "je ne comprends pas"),
        (("check", "--vite"), "je ne comprends pas"),
        (("serve",), "le nom de la maison manque"),
        (("export",), "il manque"),
        (("export", "personnes", "x.zip"), "ce choix n’existe pas"),
        (("export", "maison", "/nulle/part/x.zip"), "le dossier de"),
        (("import", "maison", "absent.zip"), "n’existe pas"),
    ],
)
def test_a_mistake_is_answered_by_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    answer = typed(*words)
    assert answer.returncode in (1, 2)
    assert answer.stdout == ""
    assert sentence in answer.stderr
    assert answer.stderr.count("\n") == 1


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A demonstration house where nobody lives: the people are loaded by other tests. Each test leaves it closed."""
    folder = tmp_path_factory.mktemp("maison")
    (folder / prepare.MARK).write_text(json.dumps({"tables": "", "size": "s"}))
    yield folder
    server.erase(folder)


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def opened(home: Path, port: int) -> "subprocess.Popen[str]":
    """A demonstration that said it is ready."""
    env = os.environ | {"LIANE_HOME": str(home), "LIANE_MODE": "demo"}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    command = (*COMMAND, "demo", "--no-browser", f"--port={port}")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line == f"Liane est prête : http://127.0.0.1:{port}/\n", process.communicate()[1]
    return process


def left_behind(home: Path) -> list[str]:
    """Processes that still speak of this house."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            env = (folder / "environ").read_bytes()
        except OSError:
            continue
        if f"LIANE_HOME={home}\0".encode() in env and int(folder.name) != os.getpid():
            found.append((folder / "cmdline").read_bytes().decode())
    process = cluster.postmaster(places.place_of(home).data)
    return [*found, f"postgres {process}"] if process else found


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_demonstration_answers_and_closes_whole(home: Path, number: signal.Signals) -> None:
    port = free_port()
    process = opened(home, port)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        assert json.load(answer)["status"] == "ok"
    again = typed("demo", "--no-browser", f"--port={port}", LIANE_HOME=str(home))
    assert (again.returncode, "déjà pris" in again.stderr) == (1, True)
    process.send_signal(number)
    out, _ = process.communicate(timeout=30)
    assert (process.returncode, out) == (0, "")
    assert left_behind(home) == []


@pytest.mark.slow
def test_a_demonstration_killed_outright_leaves_nothing(home: Path) -> None:
    process = opened(home, free_port())
    process.kill()
    process.communicate()
    limit = time.monotonic() + 20
    while left_behind(home) and time.monotonic() < limit:
        time.sleep(0.2)
    assert left_behind(home) == []


def test_a_house_of_another_size_is_not_mixed(home: Path) -> None:
    answer = typed("demo", "--no-browser", "--size", "m", f"--port={free_port()}", LIANE_HOME=str(home))
    assert (answer.returncode, "--reset" in answer.stderr) == (1, True)
