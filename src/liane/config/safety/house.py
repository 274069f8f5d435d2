"""The house that is saved, or the place where one is brought back: its folders, and how to reach its database."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from liane.config.safety.content import Connection
from liane.kit.ids import uuid7
from liane.kit.postgres import external, keys, locate, places


@dataclass(frozen=True)
class House:
    """Where things are."""

    home: Path
    files: Path
    journal: Path
    owner: dict[str, Any]
    app: dict[str, Any]

    @property
    def former(self) -> Path:
        """Older keys of the data that came with a backup, until they are in the settings."""
        return self.home / "anciennes-cles.txt"

    @contextmanager
    def opened(self) -> Iterator[Connection]:
        """A connection as the owner of the tables."""
        with external.connect(self.owner, "DATABASE_URL") as base:
            yield base

    def environment(self) -> dict[str, str]:
        """What a process needs to work in this house, as its owner."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
        if self.owner == locate.entries(self.home)[0] and os.environ.get("DATABASE_URL"):
            kept |= {name: value for name, value in os.environ.items() if name.startswith("DATABASE_")}
        kept.pop("LIANE_HEADS_FOLDER", None)  # heads taken out after the backup would say, rightly, that time went back
        return kept | {
            "LIANE_HOME": str(self.home),
            "LIANE_FILES": str(self.files),
            "LIANE_JOURNAL_FOLDER": str(self.journal),
            "LIANE_MODE": "serve",
            "DJANGO_SETTINGS_MODULE": "liane.config.settings",
            "LIANE_SECRET_KEY": keys.ensure(self.home).django,
            "LIANE_SECRET_KEY_FALLBACKS": self.former.read_text() if self.former.is_file() else "",
            "LIANE_HOSTS": os.environ.get("LIANE_HOSTS") or "localhost",
            "PYTHONWARNINGS": "ignore",
        }


def house_of(home: Path) -> House:
    """The house of this command."""
    owner, app = locate.entries(home)
    return House(home, locate.files(), locate.journal(), owner, app)


def scratch_of(home: Path) -> House:
    """A house of passage: its own PostgreSQL, whatever the server of the true one."""
    place = places.place_of(home)
    owner, app = locate.embedded(place.home)
    return House(place.home, place.home / "fichiers", place.home / "journal", owner, app)


def remember(
    base: Connection, kind: str, begun: datetime, sentence: str, *, success: bool, figures: dict[str, Any]
) -> None:
    """Keep one line about what was done; a database of before this table keeps none."""
    row = base.execute("SELECT to_regclass('public.config_safetyrun')").fetchone()
    if row is None or row[0] is None:
        return
    now = datetime.now(UTC)
    base.execute(
        "INSERT INTO config_safetyrun (id, kind, at, is_success, seconds, sentence, figures)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [uuid7(), kind, now, success, int((now - begun).total_seconds()), sentence[:500], json.dumps(figures)],
    )
