"""./liane bench: a house of its own, the real web server, and a process that measures both."""

import argparse
import json
import os
import socket
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from liane.config.bench.report import faults_table, table
from liane.config.cli import prepare, pytest_run, web
from liane.config.cli.children import Children, Stop, stop_on_signals
from liane.config.cli.house import opened, say
from liane.config.testing import databases, depth
from liane.kit.postgres import cluster, locate, places, roles, server
from liane.kit.postgres.errors import PostgresRefused

COPY = "mesure"
# Full disk, cut and silent lines, clocks, fifty hands on one record, requests of others, scripts and files received.
OTHERS = (
    "tests/faults", "tests/attack", "tests/test_fifty_hands.py", "tests/browser/test_stored_scripts.py",
    "--deselect=tests/faults/test_kills.py",
)  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Measure a house of this size, kept beside the house of the checkout and never mixed with it."""
    stop_on_signals()
    if options.size == "l":
        raise PostgresRefused("la maison de taille « l » n’existe pas encore : mesurez s ou m.")
    if os.environ.get("DATABASE_URL"):
        raise PostgresRefused("la mesure se fait sur la base embarquée : retirez DATABASE_URL pour cette commande.")
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    if options.faults:
        return _strike(options)
    try:
        with opened("demo", locate.home() / f"mesure-{options.size}") as home, server.start(home) as database:
            return _run(options, home, database)
    except Stop:
        say("mesure arrêtée.")
        return 1


def _strike(options: argparse.Namespace) -> int:
    """A small house of its own is killed so many times while people write, then meets every other fault and attack of the
    suite, to their end: 0 when it kept its word."""
    children = Children()
    home = locate.home() / "fautes"
    out = Path(options.json) if options.json else home / "fautes.json"
    places.make_home(home)
    asked = ("-m", "liane.config.bench.faults", f"--home={home}", f"--out={out}")
    try:
        answer = children.start("fautes", *asked, f"--rounds={options.rounds}", f"--seed={options.seed}").wait()
        if out.is_file():
            print(faults_table(json.loads(out.read_text(encoding="utf-8"))))
        say("les autres pannes et les attaques, jusqu’au bout : environ trois quarts d’heure…")
        os.environ["LIANE_TESTS_WHOLE"] = depth.ENDLESS
        return pytest_run.run([*OTHERS]) or answer
    except Stop:
        say("arrêté.")
        return 1
    finally:
        children.stop()


def _run(options: argparse.Namespace, home: Path, database: server.Server) -> int:
    children = Children()
    try:
        begun = time.monotonic()
        if children.start("préparation", "-m", prepare.__name__, f"--size={options.size}").wait():
            say("la maison à mesurer n’a pas pu être préparée (le détail est au-dessus).")
            return 1
        children.running.clear()
        loaded = time.monotonic() - begun
        if loaded > 10:  # a house that stands already is looked at in a second or two
            say(f"maison chargée en {loaded / 60:.1f} min.".replace(".", ",", 1))
        say("copie de la maison, pour que la mesure n’y laisse rien…")
        _copy(database)
        figures = _measure(children, home)
    finally:
        children.stop()
        databases.drop(database, COPY)
    if figures is None:
        return 1
    figures = {"size": options.size, "at": datetime.now(UTC).isoformat(timespec="seconds"), **figures}
    print(table(figures))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _copy(database: server.Server) -> None:
    """A copy with fresh statistics: what is written while measuring goes away with it."""
    databases.copy(database, roles.DATABASE, COPY)
    os.environ["LIANE_DB_NAME"] = COPY
    with database.connect(database=COPY) as owner:
        owner.execute("VACUUM ANALYZE")


def _measure(children: Children, home: Path) -> dict[str, object] | None:
    with socket.socket() as probe:
        probe.bind((web.HOST, 0))
        port = probe.getsockname()[1]
    server_process = children.start("serveur web", *web.command(port))
    if not web.answers(port, children):
        say("le serveur web n’a pas démarré (le détail est au-dessus).")
        return None
    postgres = cluster.postmaster(places.place_of(home).data)
    watched = [str(server_process.pid), *([str(postgres)] if postgres else [])]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "mesures.json"
        asked = ("-m", "liane.config.bench", f"--port={port}", f"--out={out}", "--processes", *watched)
        if children.start("mesure", *asked).wait():
            return None
        return dict(json.loads(out.read_text(encoding="utf-8")))
