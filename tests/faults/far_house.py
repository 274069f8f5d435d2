"""A small house whose line to its database is bad: its web server finds PostgreSQL through `BadLine`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db import connections
from django.test import override_settings

from liane.config.bench.browsers import Browser
from liane.config.bench.faults.checks import Verdict, check
from liane.config.bench.faults.proxy import BadLine
from liane.config.bench.faults.small_house import SmallHouse
from liane.config.bench.faults.writers import Log
from liane.config.testing import databases
from liane.kit.postgres import locate, roles
from liane.kit.postgres.server import Server


@dataclass
class FarHouse:
    """The house, the people who are signed in, and the line that can be spoiled."""

    line: BadLine
    port: int
    house: SmallHouse
    browsers: list[Browser]
    postgres: Server
    name: str
    blocker: Any
    journal: Path

    def verdict(self, log: Log) -> Verdict:
        """What is there, beside what was acknowledged."""
        with self.opened(), override_settings(JOURNAL_FOLDER=self.journal):
            return check(log.kept)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """This process may look into the database of the house, by a good line."""
        with self.blocker.unblock(), databases.pointing_to(self.name):
            yield
            connections.close_all()


def command(port: int) -> tuple[str, ...]:
    return (sys.executable, "-m", "liane.config.web_server", f"--port={port}", "--workers=1", "--threads=8")


def environment(postgres: Server, folder: str, name: str) -> dict[str, str]:
    """The application is told of the bad line, and of nothing else: no owner of the tables there."""
    who = f"{roles.APP}:{quote(postgres.keys.app, safe='')}"
    return os.environ | {
        "DATABASE_APP_URL": f"postgresql://{who}@/{name}?host={quote(folder, safe='')}&port=5432",
        "LIANE_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "liane.config.settings",
        "PYTHONPATH": str(locate.CHECKOUT / "src"),
        "PYTHONWARNINGS": "ignore",
    }
