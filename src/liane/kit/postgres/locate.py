"""Where Django finds its databases; reading this starts nothing."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from liane.kit.postgres import keys, places, roles
from liane.kit.postgres.errors import PostgresRefused

# A server that is far and no longer answers is given up within a minute, not within the two hours of the system:
# otherwise each page that waits for it would keep its thread, and the house would stop without a word.
LINE = {
    "connect_timeout": "10",
    "keepalives_idle": "20",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
CHECKOUT = Path(__file__).resolve().parents[4]


def home() -> Path:
    """The folder of the house: LIANE_HOME, else .liane beside the code."""
    return Path(os.environ.get("LIANE_HOME") or CHECKOUT / ".liane").expanduser().absolute()


def files() -> Path:
    """The folder of the documents of this house: LIANE_FILES, given to what works in service, else its place."""
    told = os.environ.get("LIANE_FILES")
    return Path(told) if told else places.place_of(home()).files


def journal() -> Path:
    """The folder of the key that seals the journal and of its exported heads: LIANE_JOURNAL_FOLDER, else its place."""
    told = os.environ.get("LIANE_JOURNAL_FOLDER")
    return Path(told) if told else places.place_of(home()).journal


def secret_key() -> str:
    """Django's secret key, kept with the house; a passing one while the house does not exist yet."""
    found = keys.read(home())
    return found.django if found else secrets.token_urlsafe(36)


def databases(zone: str) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: "default" works under the application role, "owner" builds (migrations).

    The database is told where the house is, and asks it what day it is (`kit_today`); its clock stays Greenwich’s, where no
    hour comes twice.
    In a house in service, what answers the network knows the address of the application alone: no owner there.
    """
    found: dict[str, dict[str, Any]]
    if os.environ.get("DATABASE_APP_URL") and not os.environ.get("DATABASE_URL"):
        found = {"default": parse(os.environ["DATABASE_APP_URL"], "DATABASE_APP_URL")}
    else:
        owner, app = entries(home())
        found = {"default": app, "owner": owner}
    name = os.environ.get("LIANE_DB_NAME")
    for entry in found.values():
        entry["ENGINE"] = "liane.kit.postgres.wire"
        entry["NAME"] = name or entry["NAME"]
        # Each thread of the web server stays connected; PostgreSQL keeps the plan of what it was asked three times.
        entry["CONN_MAX_AGE"] = None
        entry["CONN_HEALTH_CHECKS"] = True
        entry["OPTIONS"] = LINE | entry.get("OPTIONS", {}) | {"server_side_binding": True, "prepare_threshold": 3}
        entry["OPTIONS"]["options"] = f"{entry['OPTIONS'].get('options', '')} -c liane.zone={zone}".strip()
    return found


def entries(house: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """How to reach the database of a house, as its owner and as the application."""
    return external() if os.environ.get("DATABASE_URL") else embedded(house)


def embedded(house: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same for the PostgreSQL that the house brings along."""
    place = places.place_of(house)
    found = keys.read(place.home)
    common = {"HOST": str(place.socket), "PORT": str(places.PORT), "NAME": roles.DATABASE}
    owner = common | {"USER": roles.OWNER, "PASSWORD": found.owner if found else "", "OPTIONS": {}}
    return owner, common | {"USER": roles.APP, "PASSWORD": found.app if found else "", "OPTIONS": {}}


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
    port = port or _port(options.pop("port", ""))
    entry = {"NAME": name, "USER": unquote(parts.username), "PASSWORD": unquote(parts.password or "")}
    return entry | {"HOST": host, "PORT": str(port or ""), "OPTIONS": options}


def _port(text: str) -> int:
    return int(text) if text.isdigit() else 0


def application_url(home: Path) -> str:
    """The address that the application of this house needs, and nothing else: given to what answers the network."""
    if os.environ.get("DATABASE_URL"):
        entry = external()[1]
        query = dict(entry["OPTIONS"]) | {"host": entry["HOST"], "port": entry["PORT"]}
    else:
        place = places.place_of(home)
        found = keys.read(place.home)
        entry = {"USER": roles.APP, "PASSWORD": found.app if found else "", "NAME": roles.DATABASE}
        query = {"host": str(place.door), "port": str(places.PORT)}
    known = urlencode({name: value for name, value in query.items() if value})
    who = f"{quote(entry['USER'], safe='')}:{quote(entry['PASSWORD'], safe='')}"
    return f"postgresql://{who}@/{quote(entry['NAME'], safe='')}?{known}"
