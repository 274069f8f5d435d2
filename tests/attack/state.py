"""What the whole database holds, row by row, so that an attack can be compared with an honest gesture."""

import json
import re
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from liane.kit.tenancy import acting_for
from liane.testing import House

UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
# What changes at every request, or is drawn by lot: compared by its presence only.
DRAWN = {
    "session_key", "session_data", "password", "pin", "secret", "sealed", "digest", "data", "nonce", "image", "search", "words", "size",
}  # fmt: skip
GROWING = ("journal_", "professionals_tries", "professionals_session", "django_", "account_", "procrastinate_")

Rows = dict[str, list[dict[str, Any]]]


def tables(*, but: tuple[str, ...] = ()) -> list[str]:
    """The tables of our models that are not left aside."""
    known = {model._meta.db_table for model in apps.get_models()} & set(connection.introspection.table_names())
    return sorted(t for t in known if not (but and t.startswith(but)))


def everything(house: House, *, but: tuple[str, ...] = ()) -> Rows:
    """Every row that the application role may see, from inside each organisme."""
    parts = " UNION ALL ".join(f"SELECT '{table}', to_jsonb(x)::text FROM {table} x" for table in tables(but=but))
    found: dict[str, set[str]] = {}
    for organization in (house.deux_rives, house.bel_air):
        with acting_for(organization.pk), connection.cursor() as cursor:
            cursor.execute(parts)
            for table, row in cursor.fetchall():
                found.setdefault(table, set()).add(row)
    return {table: [_parsed(row) for row in sorted(rows)] for table, rows in found.items()}


@lru_cache(maxsize=20_000)
def _parsed(row: str) -> dict[str, Any]:
    """Most rows are the same from one look to the next; nobody writes in them."""
    found: dict[str, Any] = json.loads(row)
    return found


def digest(house: House, *, but: tuple[str, ...] = GROWING) -> dict[str, str]:
    """One print for each table, computed by the database."""
    parts = " UNION ALL ".join(
        f"SELECT '{table}', md5(coalesce(string_agg(x::text, '|' ORDER BY x::text), '')) FROM {table} x"
        for table in tables(but=but)
    )
    found: dict[str, str] = {}
    for organization in (house.deux_rives, house.bel_air):
        with acting_for(organization.pk), connection.cursor() as cursor:
            cursor.execute(parts)
            found |= {f"{organization.name} {table}": seen for table, seen in cursor.fetchall()}
    return found


def known_ids(rows: Rows) -> set[str]:
    """Every identifier already there."""
    return set(UUIDS.findall(json.dumps(rows)))


def comparable(rows: Rows, known: set[str]) -> dict[str, list[str]]:
    """The same rows without what is drawn by lot or is the hour: two honest sendings give the same."""
    return {
        table: sorted(json.dumps({k: _plain(k, v, known) for k, v in row.items()}, sort_keys=True) for row in found)
        for table, found in rows.items()
    }


def _plain(name: str, value: Any, known: set[str]) -> Any:
    if name in DRAWN:
        return bool(value)
    if isinstance(value, str):
        if MOMENT.match(value):
            return "moment"
        return UUIDS.sub(lambda m: m[0] if m[0] in known else "new", value)
    return value


def is_id(text: Any) -> bool:
    """A value that names a row."""
    try:
        return bool(UUID(str(text)))
    except ValueError:
        return False
