"""The files themselves: by content, one folder per organisme, outside the web root, for the account of the house alone.

A file is whole on disk before its row is written; a crash between the two leaves a file without a row, which
`tasks.sweep` removes a day later, and never a row without its file. Backup and restore walk through `every_file`,
and prove each one with `is_whole`.
"""

import errno
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from liane.kit.disk import force
from liane.kit.door import Refused

NO_ROOM = (
    "Il n’y a plus de place pour les fichiers sur le serveur. Le fichier n’est pas enregistré, votre texte est gardé. "
    "Prévenez la personne qui s’occupe de Liane."
)
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_DIGEST = re.compile(r"^[0-9a-f]{64}$")
_DRAFT = ".en-cours-"


@dataclass(frozen=True, slots=True)
class Kept:
    """One file on disk."""

    organization_id: UUID
    digest: str
    path: Path


def root() -> Path:
    """Where the files of every organisme are (LIANE_FILES, else «fichiers» in the folder of the house)."""
    return Path(settings.FILES_ROOT)


def path_of(organization_id: UUID, digest: str) -> Path:
    """Where a content is; only a digest makes a name, nothing that somebody typed."""
    if not _DIGEST.match(digest):
        raise ValueError("not a SHA-256 digest")
    return root() / str(organization_id) / digest[:2] / digest


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read little by little."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of_bytes(data: bytes) -> str:
    """SHA-256 of a content."""
    return hashlib.sha256(data).hexdigest()


def put(organization_id: UUID, data: bytes) -> str:
    """Keep a content: written aside, forced to disk, then renamed. Answers its digest. Refused: the disk is full."""
    digest = digest_of_bytes(data)
    path = path_of(organization_id, digest)
    try:
        if path.is_file() and digest_of(path) == digest:
            return digest
        _make_folder(path.parent)
        _write_whole(path, data)
    except OSError as problem:
        if problem.errno in _FULL:
            raise Refused(NO_ROOM) from problem
        raise
    return digest


def _make_folder(folder: Path) -> None:
    missing = [step for step in (folder, *folder.parents) if not step.is_dir()]
    for step in reversed(missing):
        step.mkdir(mode=0o700, exist_ok=True)
        force(step.parent)


def _write_whole(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=_DRAFT, dir=path.parent)  # for this account alone (0600)
    try:
        with os.fdopen(handle, "wb") as draft:
            draft.write(data)
            draft.flush()
            os.fsync(draft.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    force(path.parent)


def read(organization_id: UUID, digest: str) -> bytes | None:
    """The content, or None when it is not on disk or is no longer what was kept."""
    with suppress(FileNotFoundError):
        data = path_of(organization_id, digest).read_bytes()
        return data if hashlib.sha256(data).hexdigest() == digest else None
    return None


def every_file(*only: UUID) -> Iterator[Kept]:
    """Every file kept, organisme by organisme (or of some); drafts and what is not ours are left out."""
    for organization_id in only or organizations():
        for path in sorted((root() / str(organization_id)).glob("*/*")):
            if _DIGEST.match(path.name) and path.is_file():
                yield Kept(organization_id, path.name, path)


def organizations() -> list[UUID]:
    """Organismes that keep files."""
    found = []
    for folder in sorted(root().iterdir()) if root().is_dir() else ():
        with suppress(ValueError):
            found.append(UUID(folder.name))
    return found


def is_whole(kept: Kept) -> bool:
    """Is the file still the content that its name says?"""
    return digest_of(kept.path) == kept.digest


def remove(organization_id: UUID, digest: str) -> None:
    """Take a content away: nothing points at it any longer (`tasks.sweep`, and nobody else)."""
    path_of(organization_id, digest).unlink(missing_ok=True)


def remove_drafts(older_than: float) -> int:
    """Writings cut short by a crash; `older_than` in seconds."""
    gone = 0
    for draft in root().glob(f"*/*/{_DRAFT}*"):
        with suppress(FileNotFoundError):
            if time.time() - draft.stat().st_mtime > older_than:
                draft.unlink()
                gone += 1
    return gone
