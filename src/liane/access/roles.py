"""The roles proposed to a new organisme: read from `data/roles.toml`, which a head of service can read too."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from liane.access.enums import SECRET_VOLETS, Right, Volet

_FILE = Path(__file__).parent / "data" / "roles.toml"


@dataclass(frozen=True, slots=True)
class DefaultRole:
    """One proposed role: rights × volets."""

    code: str
    label: str
    short: str
    family: str
    rights: tuple[str, ...]
    reads: tuple[str, ...]
    writes: tuple[str, ...]


@lru_cache(maxsize=1)
def emergency_gives() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """What an emergency access opens: rights, volets read, volets written. A secret volet there stops the start-up."""
    row = tomllib.loads(_FILE.read_text("utf-8"))["emergency"]
    rights = frozenset(Right(right).value for right in row["rights"])
    reads, writes = (frozenset(Volet(v).value for v in row[key]) for key in ("reads", "writes"))
    if (reads | writes) & SECRET_VOLETS:
        raise ValueError("An emergency access never opens a secret volet: see [emergency] in data/roles.toml")
    return rights, reads, writes


@lru_cache(maxsize=1)
def default_roles() -> tuple[DefaultRole, ...]:
    """Every proposed role. A right or a volet that does not exist stops here, with its name."""
    data = tomllib.loads(_FILE.read_text("utf-8"))
    roles = []
    for row in data["role"]:
        rights = set(row.get("rights", ())).union(*(data["sets"][name] for name in row.get("sets", [])))
        values = {key: tuple(sorted(Volet(v).value for v in row[key])) for key in ("reads", "writes")}
        known = tuple(sorted(Right(right).value for right in rights))
        roles.append(DefaultRole(row["code"], row["label"], row["short"], row["family"], known, **values))
    return tuple(roles)
