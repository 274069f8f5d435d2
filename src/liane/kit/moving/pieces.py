"""The contents that go beside the tables: photos, notifications, papers. Each under the SHA-256 that its line says."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from liane.kit.tables.archives import ArchiveRefused, SafeArchive

FOLDER = "contenus/"
LARGEST = 2_000_000_000
_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(data: bytes) -> str:
    """What names a content in the archive."""
    return hashlib.sha256(data).hexdigest()


def is_digest(text: str) -> bool:
    """Could this name a content?"""
    return bool(_DIGEST.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Piece:
    """What goes beside each row of a table. `attname`: where its digest is; `read` gives nothing when it is lost on disk.

    `is_column`: the database keeps it, with the row. Otherwise it is kept once everything else is written, never in a trial.
    """

    attname: str
    read: Callable[[Any], bytes | None]
    keep: Callable[[Any, bytes], None]
    is_column: bool = True


def column_piece(name: str) -> Piece:
    """A content that the database keeps."""
    return Piece(name, lambda row: bytes(getattr(row, name)), lambda row, data: setattr(row, name, data))


@dataclass(slots=True)
class Pieces:
    """Those of an archive: read one by one, from the archive itself."""

    archive: SafeArchive | None = None
    digests: frozenset[str] = field(default_factory=frozenset)

    def read(self, digest: str) -> bytes:
        """One content, proved by its name when the archive was opened."""
        if self.archive is None or digest not in self.digests:
            raise LookupError(digest)
        self.archive.unpacked = 0
        return self.archive.read(FOLDER + digest, LARGEST)


def prove(archive: SafeArchive) -> Pieces:
    """Every content is what its name says; else the archive is not whole."""
    names = [name for name in archive.names if name.startswith(FOLDER)]
    for name in names:
        digest = hashlib.sha256()
        for part in _parts(archive, name):
            digest.update(part)
        if digest.hexdigest() != name.removeprefix(FOLDER):
            raise ArchiveRefused(f"Le contenu {name} n’est pas celui qui a été exporté.")
    return Pieces(archive, frozenset(name.removeprefix(FOLDER) for name in names))


def _parts(archive: SafeArchive, name: str) -> Iterator[bytes]:
    with archive.open(name) as stream:
        while part := stream.read(1 << 20):
            yield part
