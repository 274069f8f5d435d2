"""A real house for the browser: the demonstration, in a database of its own, served by the real web server.

The house is filled once a day (its dates follow the calendar) and copied for whoever needs one.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from psycopg import sql

from liane.config.testing import databases
from liane.kit.postgres import locate, locks
from liane.kit.postgres.server import Server

HERE = Path(__file__).parent
PATIENCE = 60.0
KEPT = 2
WATCHED = ("config/demo/**/*", "**/actions/*.py", "*/models.py", "*/many.py")
# The one without windows first: the same engine, a third less work.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), "")
# A browser that speaks to nobody but this house.
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb",
]  # fmt: skip


def environment(database: str) -> dict[str, str]:
    """What a process of this house is told: the application role finds the rest with it."""
    return os.environ | {
        "LIANE_DB_NAME": database,
        "LIANE_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "liane.config.settings",
        "PYTHONPATH": str(locate.CHECKOUT / "src"),
        "PYTHONWARNINGS": "ignore",
        "LIANE_JOURNAL_FOLDER": str(journal_of(database)),
    }


def journal_of(database: str) -> Path:
    """Each house has its own heads: those of another, even of the same people, would say that its past was rewritten."""
    return locate.home() / f"journal-{database}"


def filled(postgres: Server) -> str:
    """The demonstration house as a template: made anew when its content, its tables or the day has changed."""
    name = f"maison_{_digest()}_{date.today():%Y%m%d}"
    with locks.alone(postgres.place.home / "maison.verrou"), postgres.connect() as owner:
        rows = owner.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'maison_%' ORDER BY oid DESC"
        ).fetchall()
        if (name,) in rows:
            return name
        draft = f"essai_{os.getpid()}_maison"
        databases.copy(postgres, databases.template(postgres), draft)
        subprocess.run((sys.executable, HERE / "fill.py"), env=environment(draft), check=True)
        for (old,) in rows[KEPT - 1 :]:
            owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(str(old))))
        owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name


def _digest() -> str:
    seen = hashlib.sha256(databases.digest().encode() + (HERE / "fill.py").read_bytes())
    package = locate.CHECKOUT / "src" / "liane"
    for path in sorted({found for pattern in WATCHED for found in package.glob(pattern)}):
        if path.is_file() and "__pycache__" not in path.parts:
            seen.update(path.read_bytes())
    return seen.hexdigest()[:12]


@contextmanager
def served(postgres: Server, *, name: str = "navigateur", threads: int = 4) -> Iterator[str]:
    """The address of a house of one’s own, open for the length of the block."""
    name = f"essai_{os.getpid()}_{name}"
    databases.copy(postgres, filled(postgres), name)
    port = _free_port()
    process = subprocess.Popen(
        (sys.executable, "-m", "liane.config.web_server", f"--port={port}", "--workers=1", f"--threads={threads}"),
        env=environment(name),
    )
    try:
        _wait(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        databases.drop(postgres, name)
        shutil.rmtree(journal_of(name), ignore_errors=True)


def the_jobs_pass(name: str = "navigateur") -> None:
    """What the jobs do in a few minutes, in one go: the journal of a house of this process is sealed, looked at, verified."""
    env = environment(f"essai_{os.getpid()}_{name}")
    subprocess.run((sys.executable, HERE / "night.py"), env=env, check=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise RuntimeError("the web server of the browser tests stopped")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
                if json.load(answer).get("status") == "ok":
                    return
        except (OSError, ValueError):
            time.sleep(0.05)
    raise RuntimeError("the web server of the browser tests does not answer")
