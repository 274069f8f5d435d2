"""The generated secrets of a house: one file, readable by its owner alone."""

import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from liane.kit.disk import force
from liane.kit.postgres.errors import PostgresRefused


@dataclass(frozen=True)
class Keys:
    """Secrets made once for a house and never shown."""

    django: str
    admin: str
    owner: str
    app: str


def _draw() -> Keys:
    return Keys(*(secrets.token_urlsafe(36) for _ in fields(Keys)))


def path(home: Path) -> Path:
    """Where the secrets of the house lie."""
    return home / "cles.json"


def read(home: Path) -> Keys | None:
    """The secrets of the house, or None when none were made yet."""
    try:
        return Keys(**json.loads(path(home).read_text()))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        raise PostgresRefused(f"Le fichier des clés {path(home)} ne peut pas être lu.") from error


def ensure(home: Path) -> Keys:
    """The secrets of the house, made now when there are none; two commands at once agree on the same."""
    found = read(home)
    if found:
        return found
    draft = home / f".cles-{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(_draw()), file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path(home))
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    force(home)
    return read(home) or _draw()


def carry(home: Path, django: str) -> None:
    """Take the key of the data from a backup, in the place of the one drawn for this house; its passwords stay its own."""
    draft = home / f".cles-{os.getpid()}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(ensure(home)) | {"django": django}, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path(home))
    force(home)


def _print(keys: Keys) -> str:
    return hashlib.sha256(keys.admin.encode()).hexdigest()


def fit(keys: Keys, fitted: Path) -> bool:
    """Do these keys open the cluster? Its data may have been left by a home that is gone, keys and all."""
    try:
        return fitted.read_text() == _print(keys)
    except FileNotFoundError:
        return False


def remember(keys: Keys, fitted: Path) -> None:
    """Note which keys open the cluster: a fingerprint, never the secret."""
    fitted.write_text(_print(keys))
