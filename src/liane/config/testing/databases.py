"""Databases of the tests: one template migrated by the owner, copied for each process of pytest."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connections
from psycopg import Connection as PsycopgConnection
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from liane.kit.postgres import locate, locks, roles
from liane.kit.postgres.server import Server

Connection = PsycopgConnection[tuple[object, ...]]
ALIASES = ("default", "owner")
WATCHED = ("*/migrations/*.py", "*/data/**/*", "*/packs/*", "kit/rls.py")
KEPT_TEMPLATES = 3
ATTEMPTS = 50


def template(server: Server) -> str:
    """The migrated template, made anew when a migration or the data it loads has changed."""
    name = f"modele_{digest()}"
    with locks.alone(server.place.home / "modele.verrou"), server.connect() as owner:
        if not _exists(owner, name):
            _build(server, owner, name)
    return name


def copy(server: Server, source: str, name: str) -> None:
    """A fresh copy of a template; connections to an older copy are cut."""
    with server.connect() as owner:
        _drop(owner, name)
        order = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
        owner.execute(order)


def drop(server: Server, name: str) -> None:
    """Remove a copy that is no longer used."""
    with server.connect() as owner:
        _drop(owner, name)


def drop_forgotten(server: Server) -> None:
    """Remove the copies of processes that died."""
    with server.connect() as owner:
        for (name,) in owner.execute("SELECT datname FROM pg_database WHERE datname LIKE 'essai_%'").fetchall():
            process = str(name).split("_")[1]
            if not process.isdigit() or not os.path.exists(f"/proc/{process}"):
                _drop(owner, str(name))


@contextmanager
def pointing_to(name: str) -> Iterator[None]:
    """Both Django connections speak to this database inside the block, and are closed around it."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in ALIASES}
    point_to(name)
    try:
        yield
    finally:
        for alias, old in before.items():
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = old


def point_to(name: str) -> None:
    """From now on both Django connections speak to this database."""
    for alias in ALIASES:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def digest() -> str:
    """What the tables are made from: it changes with any migration, or with the data that one loads."""
    package = locate.CHECKOUT / "src" / "liane"
    seen = hashlib.sha256((locate.CHECKOUT / "requirements" / "run.txt").read_bytes())
    for path in sorted({found for pattern in WATCHED for found in package.glob(pattern)}):
        if path.is_file() and "__pycache__" not in path.parts:
            seen.update(str(path.relative_to(package)).encode() + path.read_bytes())
    return seen.hexdigest()[:12]


def _build(server: Server, owner: Connection, name: str) -> None:
    draft = f"{name}_{os.getpid()}"
    _drop(owner, draft)
    owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
    try:
        with server.connect(database=draft) as inside:
            roles.grant_to_application(inside, roles.APP)
        with pointing_to(draft):
            call_command("migrate", database="owner", verbosity=0)
    except BaseException:
        _drop(owner, draft)
        raise
    owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    _drop_old_templates(owner)


def _drop_old_templates(owner: Connection) -> None:
    rows = owner.execute("SELECT datname FROM pg_database WHERE datname LIKE 'modele_%' ORDER BY oid DESC").fetchall()
    for (name,) in rows[KEPT_TEMPLATES:]:
        _drop(owner, str(name))


def _exists(owner: Connection, name: str) -> bool:
    return owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _drop(owner: Connection, name: str) -> None:
    """Cuts the connections to it. PostgreSQL's own cleaning, when it passes there, cannot be cut: it is waited for."""
    order = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    for attempt in range(ATTEMPTS):
        try:
            owner.execute(order)
            return
        except InsufficientPrivilege:
            if attempt == ATTEMPTS - 1:
                raise
            time.sleep(0.2)
