"""A server of the establishment, named by DATABASE_URL: checked, and given its application role."""

import os
from pathlib import Path
from typing import Any

import psycopg

from liane.kit.postgres import keys, locate, places, roles
from liane.kit.postgres.errors import PostgresRefused

MINIMUM = 150000


def prepare(home: Path) -> None:
    """Make sure that the server is recent enough and that the application has its own role there."""
    places.make_home(home)
    secrets = keys.ensure(home)
    owner_entry, app_entry = locate.external()
    with connect(owner_entry, "DATABASE_URL") as owner:
        if owner.info.server_version < MINIMUM:
            raise PostgresRefused(
                "Le serveur de DATABASE_URL est trop ancien : PostgreSQL 15 ou plus récent est nécessaire."
            )
        if not os.environ.get("DATABASE_APP_URL"):
            _make_role(owner, roles.Role(app_entry["USER"], secrets.app))
        roles.grant_to_application(owner, app_entry["USER"])
    with connect(app_entry, "DATABASE_APP_URL") as app:
        roles.check_application(app)


def _make_role(owner: "psycopg.Connection[tuple[object, ...]]", app: roles.Role) -> None:
    try:
        roles.prepare_role(owner, app, roles.APP_LIMITS)
    except psycopg.errors.InsufficientPrivilege as error:
        raise PostgresRefused(
            "Le compte de DATABASE_URL ne peut pas créer le compte applicatif : donnez-lui CREATEROLE, "
            "ou créez ce compte et donnez-le dans DATABASE_APP_URL."
        ) from error


def connect(entry: dict[str, Any], variable: str) -> "psycopg.Connection[tuple[object, ...]]":
    """A connection to the server of this address, or one sentence that names it."""
    try:
        return psycopg.connect(
            dbname=entry["NAME"],
            user=entry["USER"],
            password=entry["PASSWORD"],
            host=entry["HOST"],
            port=entry["PORT"] or None,
            autocommit=True,
            connect_timeout=10,
            **entry["OPTIONS"],
        )
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise PostgresRefused(f"Le serveur de {variable} ne répond pas : {reason}") from error
