"""Start, share and stop the PostgreSQL of a house."""

import json
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

import psycopg

from liane.kit.postgres import accounts, binaries, cluster, keeper, keys, locks, places, roles
from liane.kit.postgres.errors import PostgresRefused

Tell = Callable[[str], None]
GLANCE = 0.3
PATIENCE = 20.0


def _quiet(_sentence: str) -> None:
    """Nobody listens."""


@dataclass
class Server:
    """A running PostgreSQL that this command uses; it stays while any command does."""

    place: places.Place
    keys: keys.Keys
    hold: IO[bytes]

    def connect(
        self, role: str = roles.OWNER, database: str = roles.DATABASE
    ) -> "psycopg.Connection[tuple[object, ...]]":
        """A direct connection for maintenance and tests; the application goes through Django."""
        passwords = {cluster.ADMIN: self.keys.admin, roles.OWNER: self.keys.owner, roles.APP: self.keys.app}
        return psycopg.connect(
            host=str(self.place.socket),
            port=places.PORT,
            user=role,
            password=passwords[role],
            dbname=database,
            autocommit=True,
        )

    def is_alive(self) -> bool:
        """Does the server still run?"""
        return cluster.postmaster(self.place.data) is not None

    def release(self) -> None:
        """This command no longer needs the server; the last one to say so sees it stop."""
        self.hold.close()
        begun = time.monotonic()
        while (closing := locks.someone_is_alone(self.place.users_lock)) or self.is_alive():
            if time.monotonic() - begun > (PATIENCE if closing else GLANCE):
                return
            time.sleep(0.02)

    def __enter__(self) -> "Server":
        """Use the server for the length of a block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let the server go."""
        self.release()


def start(home: Path, *, durable: bool = True, tell: Tell = _quiet) -> Server:
    """Start the PostgreSQL of a house, or join it when another command already did.

    `durable=False` is for tests alone: it trades the safety of the disk for speed.
    """
    account = accounts.dedicated_account()
    place = places.place_of(home)
    places.make_home(place.home)
    with locks.alone(place.start_lock):
        places.create(place, account)  # a folder that another command has made, and not yet given away, is never seen
        secrets = keys.ensure(place.home)
        hold = locks.share(place.users_lock)
        server = Server(place, secrets, hold)
        try:
            if keeper.status(place.data) == "ready" and server.is_alive():
                return server
            _open(server, account, durable=durable, tell=tell)
        except BaseException:
            hold.close()
            raise
    return server


def _open(server: Server, account: pwd.struct_passwd | None, *, durable: bool, tell: Tell) -> None:
    place = server.place
    programs = binaries.find(place.shared, account)
    cluster.wait_until_gone(place.data)
    if not place.data.exists():
        tell("création de la base de données…")
        cluster.create(place, programs, account, server.keys.admin)
    else:
        cluster.check_version(place, programs)
        if not keys.fit(server.keys, place.fitted):
            cluster.set_password(place, programs, account, server.keys.admin)
    keys.remember(server.keys, place.fitted)
    cluster.configure(place, account, durable=durable)
    tell("démarrage de la base de données…")
    _spawn_keeper(place, programs, account)
    with server.connect(cluster.ADMIN, "postgres") as admin:
        roles.prepare_role(admin, roles.Role(roles.OWNER, server.keys.owner), roles.OWNER_LIMITS)
        roles.prepare_role(admin, roles.Role(roles.APP, server.keys.app), roles.APP_LIMITS)
        roles.prepare_database(admin, roles.DATABASE, roles.OWNER)
    with server.connect() as owner:
        roles.grant_to_application(owner, roles.APP)


def _spawn_keeper(place: places.Place, programs: binaries.Binaries, account: pwd.struct_passwd | None) -> None:
    order = {
        "postgres": programs.program("postgres"),
        "data": str(place.data),
        "log": str(place.log),
        "users_lock": str(place.users_lock),
        "uid": account.pw_uid if account else None,
        "gid": account.pw_gid if account else None,
    }
    place.log.unlink(missing_ok=True)
    os.close(os.open(place.log, os.O_WRONLY | os.O_CREAT, 0o600))
    process = subprocess.Popen(
        (sys.executable, "-m", keeper.__name__, json.dumps(order)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
    )
    answer = process.stdout.readline().strip() if process.stdout else b""
    process.communicate()
    if answer != b"ready":
        lines = [line for line in place.log.read_text(errors="replace").splitlines() if line.strip()]
        reason = lines[-1] if lines else "PostgreSQL n’a rien dit"
        raise PostgresRefused(f"La base de la maison ne démarre pas : {reason} (détail dans {place.log}).")


def erase(home: Path) -> None:
    """Remove the database of a house that nobody uses: everything in it is lost."""
    place = places.place_of(home)
    if not place.home.is_dir():
        return
    with locks.alone(place.start_lock):
        locks.share(place.users_lock).close()  # a server that is closing has closed
        if not locks.nobody_shares(place.users_lock):
            raise PostgresRefused("Une autre commande se sert de cette maison : arrêtez-la d’abord.")
        cluster.wait_until_gone(place.data)
        shutil.rmtree(place.base, ignore_errors=True)
        shutil.rmtree(place.socket, ignore_errors=True)
        for folder in (place.door, *((place.files, place.journal, place.measures) if place.shared else ())):
            shutil.rmtree(folder, ignore_errors=True)
