"""Where Django finds its databases; reading this starts nothing."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from liane.kit.postgres import keys, places, roles
from liane.kit.postgres.errors import PostgresRefused

CHECKOUT = Path(__file__).resolve().parents[4]


def home() -> Path:
    """The folder of the house: LIANE_HOME, else .liane beside the code."""
    return Path(os.environ.get("LIANE_HOME") or CHECKOUT / ".liane").expanduser().absolute()


def secret_key() -> str:
    """Django's secret key, kept with the house; a passing one while the house does not exist yet."""
    found = keys.read(home())
    return found.django if found else secrets.token_urlsafe(36)


def databases() -> dict[str, dict[str, Any]]:
    """Django's DATABASES: "default" works under the application role, "owner" builds (migrations)."""
    owner, app = external() if os.environ.get("DATABASE_URL") else _embedded()
    name = os.environ.get("LIANE_DB_NAME")
    for entry in (owner, app):
        entry["ENGINE"] = "liane.kit.postgres.wire"
        entry["NAME"] = name or entry["NAME"]
        # Each thread of the web server stays connected; PostgreSQL keeps the plan of what it was asked three times.
        entry["CONN_MAX_AGE"] = None
        entry["CONN_HEALTH_CHECKS"] = True
        entry.setdefault("OPTIONS", {}).update(server_side_binding=True, prepare_threshold=3)
    return {"default": app, "owner": owner}


def _embedded() -> tuple[dict[str, Any], dict[str, Any]]:
    place = places.place_of(home())
    found = keys.read(place.home)
    common = {"HOST": str(place.socket), "PORT": str(places.PORT), "NAME": roles.DATABASE}
    owner = common | {"USER": roles.OWNER, "PASSWORD": found.owner if found else ""}
    return owner, common | {"USER": roles.APP, "PASSWORD": found.app if found else ""}


def external() -> tuple[dict[str, Any], dict[str, Any]]:
    """The owner and application entries of the server named by DATABASE_URL (and DATABASE_APP_URL)."""
    owner = parse(os.environ["DATABASE_URL"], "DATABASE_URL")
    if os.environ.get("DATABASE_APP_URL"):
        return owner, parse(os.environ["DATABASE_APP_URL"], "DATABASE_APP_URL")
    found = keys.read(home())
    return owner, owner | {"USER": f"{owner['USER']}_app", "PASSWORD": found.app if found else ""}


def parse(url: str, variable: str) -> dict[str, Any]:
    """A Django entry from postgresql://user:password@host:port/name?sslmode=require."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgresql", "postgres") or not name or not parts.username or port == -1:
        raise PostgresRefused(f"{variable} doit ressembler à postgresql://compte:motdepasse@serveur:5432/base.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    entry = {"NAME": name, "USER": unquote(parts.username), "PASSWORD": unquote(parts.password or "")}
    return entry | {"HOST": host, "PORT": str(port or ""), "OPTIONS": options}
