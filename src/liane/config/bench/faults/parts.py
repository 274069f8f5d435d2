"""The processes of a house under faults: what can be killed, and how it comes back."""

import contextlib
import os
import random
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from liane.config.cli import web
from liane.config.cli.children import Children
from liane.kit.postgres import cluster, locate, places, server
from liane.kit.postgres.errors import PostgresRefused

WEB, WEB_WORKER, WORK = "web", "un processus web", "travail de fond"
DATABASE, BACKEND, AT_ONCE = "PostgreSQL", "une connexion", "arrêt immédiat"
PATIENCE = 60.0


class Parts:
    """Database, web server and background work of one house, each in processes of its own."""

    def __init__(self, home: Path, port: int = 0) -> None:
        self.home, self.port = home, port or free_port()
        self.children = Children()
        self.database = server.start(home)

    def open(self) -> None:
        """Start what answers and what works, and wait until the house says that it is ready."""
        self.children.start(WORK, "-m", "liane.config.cli.worker")
        self.children.start(WEB, *web.command(self.port))
        if not web.answers(self.port, self.children):
            raise RuntimeError("la maison ne s’ouvre pas")

    def close(self) -> None:
        """Nothing stays behind."""
        self.children.stop()
        self.database.release()

    def kill(self, victim: str, chance: random.Random) -> None:
        """kill -9, without a word, at this very moment."""
        for process in self._targets(victim, chance):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGQUIT if victim == AT_ONCE else signal.SIGKILL)

    def _targets(self, victim: str, chance: random.Random) -> list[int]:
        if victim in (WEB, WORK):
            main = self._process(victim)
            return [main, *descendants(main)]
        if victim == WEB_WORKER:
            below = descendants(self._process(WEB))
            return [chance.choice(below)] if below else []
        postmaster = cluster.postmaster(self._data)
        if postmaster is None:
            return []
        if victim == BACKEND:
            below = descendants(postmaster)
            return [chance.choice(below)] if below else []
        return [postmaster]

    def _process(self, name: str) -> int:
        """Its process; when the last blow felled it and it is just being started again, the next blow waits for it."""
        limit = time.monotonic() + PATIENCE
        while (child := self.children.running.get(name)) is None:
            if time.monotonic() > limit:
                raise RuntimeError(f"{name} ne revient pas")
            time.sleep(0.01)
        return child.pid

    @property
    def _data(self) -> Path:
        return places.place_of(self.home).data

    def repair(self) -> float:
        """Start again what fell, as the command that serves a house does; how many seconds until it answers."""
        begun = time.monotonic()
        while time.monotonic() - begun < PATIENCE:
            self._database_again()
            while name := self.children.dead():
                self.children.forget(name)
                self.children.start(
                    name, *(web.command(self.port) if name == WEB else ("-m", "liane.config.cli.worker"))
                )
            if answers(self.port) and not self.children.dead():
                return time.monotonic() - begun
            time.sleep(0.02)
        raise RuntimeError("la maison ne revient pas")

    def _database_again(self) -> None:
        if cluster.postmaster(self._data) is not None:
            return
        before = self.database
        with contextlib.suppress(PostgresRefused, psycopg.OperationalError):
            self.database = server.start(self.home)
            before.hold.close()


def answers(port: int) -> bool:
    """Does the house say, now, that it is ready?"""
    request = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    with contextlib.suppress(OSError), socket.create_connection((web.HOST, port), 2) as line:
        line.settimeout(5)
        line.sendall(request)
        return line.recv(64).split(b" ")[1:2] == [b"200"]
    return False


def is_answering(port: int, patience: float = PATIENCE) -> bool:
    """The same, waiting for it."""
    limit = time.monotonic() + patience
    while time.monotonic() < limit:
        if answers(port):
            return True
        time.sleep(0.05)
    return False


def descendants(process: int) -> list[int]:
    """Every process born of this one."""
    found, known = list(_children(process)), []
    while found:
        known.append(found.pop())
        found += _children(known[-1])
    return known


def _children(process: int) -> Iterator[int]:
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            yield from map(int, task.read_text().split())


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind((web.HOST, 0))
        return int(probe.getsockname()[1])


def environment(home: Path) -> None:
    """What every process of this house is told. Before Django reads its settings."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["LIANE_HOME"] = str(home)
    os.environ["LIANE_MODE"] = "demo"
    os.environ["DJANGO_SETTINGS_MODULE"] = "liane.config.settings"
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    os.environ["LIANE_SECRET_KEY"] = locate.secret_key()
