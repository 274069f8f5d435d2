"""What a backup says of itself, in clear: figures, digests and versions. Nothing about anybody."""

import json
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from liane.config.safety.sealed import Measure
from liane.kit.postgres.errors import PostgresRefused

FORM = 1
NAME = "manifeste.json"
BASE, FILES, JOURNAL, KEYS = "base.dump.age", "fichiers.tar.age", "journal.tar.age", "cles.json.age"
PARTS = (BASE, FILES, JOURNAL, KEYS)
_FOLDER = re.compile(r"^liane-\d{4}-\d{2}-\d{2}-\d{6}$")


@dataclass
class Part:
    """One sealed file: its measure, and that of what it holds."""

    closed: Measure
    clear: Measure


@dataclass
class Manifest:
    """The first page of a backup."""

    made_at: str
    version: str
    postgres: int
    migrations: dict[str, str]
    counts: dict[str, int]
    documents: int
    heads: dict[str, str]
    grants: list[list[str]]
    keys: list[str]
    parts: dict[str, Part] = field(default_factory=dict)
    form: int = FORM

    @property
    def made(self) -> datetime:
        """When."""
        return datetime.fromisoformat(self.made_at)

    def write(self, folder: Path) -> None:
        """Written last: a backup without it is not one."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def folder_name(now: datetime) -> str:
    """A name that sorts by date."""
    return f"liane-{now.astimezone(UTC):%Y-%m-%d-%H%M%S}"


def backups(place: Path) -> list[Path]:
    """The whole backups of a folder, oldest first."""
    if not place.is_dir():
        return []
    return sorted(f for f in place.iterdir() if _FOLDER.match(f.name) and (f / NAME).is_file())


def find(place: Path) -> Path:
    """The backup that a person names: its own folder, or the newest of a folder of backups."""
    if (place / NAME).is_file():
        return place
    found = backups(place)
    if not found:
        raise PostgresRefused(f"il n’y a pas de sauvegarde de Liane dans {place} : vérifiez le dossier.")
    return found[-1]


def read(folder: Path) -> Manifest:
    """The first page of a backup, or one sentence."""
    try:
        values = json.loads((folder / NAME).read_text(encoding="utf-8"))
        if int(values["form"]) > FORM:
            raise PostgresRefused(
                f"cette sauvegarde vient d’une version plus récente de Liane ({values.get('version', '?')}) : "
                "installez cette version, puis recommencez."
            )
        parts = {n: Part(Measure(**p["closed"]), Measure(**p["clear"])) for n, p in values.pop("parts").items()}
        manifest = Manifest(**values, parts=parts)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PostgresRefused(
            f"{folder / NAME} ne se lit pas : la sauvegarde est abîmée, prenez-en une autre."
        ) from error
    if set(manifest.parts) != set(PARTS):
        raise PostgresRefused(f"la sauvegarde {folder} est incomplète : prenez-en une autre.")
    return manifest
