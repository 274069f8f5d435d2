"""Heads of the chains, taken out of the database: one signed line is enough to prove, later, that the past was not rewritten."""

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from liane.journal.models import Seal
from liane.journal.sealing.chain import Statement, chain_name
from liane.journal.sealing.keys import folder, is_signed
from liane.journal.sealing.seal import last_seal, statement_of

FOLDER = "tetes"
EVERY = timedelta(minutes=5)


class HeadsRefused(Exception):
    """A file of heads that cannot be read: `str(error)` says it in French."""


@dataclass(frozen=True, slots=True)
class Head:
    """One line of a file of heads: what the seal said, its head, who signed it."""

    statement: Statement
    head: str
    key: str
    signature: str

    def line(self) -> str:
        """As it is written in the file."""
        values = {**asdict(self.statement), "head": self.head, "key": self.key, "signature": self.signature}
        return json.dumps(values, sort_keys=True) + "\n"

    def is_genuine(self, keys: dict[str, Ed25519PublicKey]) -> bool:
        """Is it what this house has signed?"""
        key = keys.get(self.key)
        head = bytes.fromhex(self.head)
        return key is not None and self.statement.head == head and is_signed(key, bytes.fromhex(self.signature), head)


def head_of(seal: Seal) -> Head:
    """The head that a seal of the database stands for."""
    return Head(statement_of(seal), bytes(seal.head).hex(), seal.key, bytes(seal.signature).hex())


def heads_folders() -> list[Path]:
    """Beside the key, and in the outside folder when the house has one (LIANE_HEADS_FOLDER)."""
    folders = [folder() / FOLDER]
    if settings.JOURNAL_HEADS_FOLDER:
        folders.append(Path(settings.JOURNAL_HEADS_FOLDER))
    return folders


def export_head(organization_id: UUID | None, now: datetime, *, using: str = "default") -> Head | None:
    """Add the newest head of a chain to its files, at most every five minutes; inside the wall of the organisation.

    A file by month, only ever added to. The outside folder may be away (OSError): the inside one is written first.
    """
    seal = last_seal(organization_id, using)
    if seal is None:
        return None
    head = head_of(seal)
    name = f"{chain_name(organization_id)}-{now:%Y-%m}.jsonl"
    for place in heads_folders():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = _last_line(place / name)
        if written and (written == head.line() or timedelta(0) <= seal.sealed_at - _sealed_at(written) < EVERY):
            continue  # a clock that was put back never stops the heads
        _add(place / name, head.line())
    return head


def read_heads(files: Iterable[Path]) -> list[Head]:
    """Every head of these files (or of the .jsonl files of these folders). Damaged lines are refused, never skipped."""
    heads = []
    for path in files:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            try:
                lines = file.read_text("utf-8").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise HeadsRefused(f"Le fichier de têtes {file} ne peut pas être lu.") from error
            heads += [_head(line, file, rank) for rank, line in enumerate(lines, 1) if line.strip()]
    return heads


def _head(line: str, file: Path, rank: int) -> Head:
    try:
        values = json.loads(line)
        own = {name: str(values.pop(name)) for name in ("head", "key", "signature")}
        bytes.fromhex(own["head"] + own["signature"])
        return Head(Statement(**values), **own)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise HeadsRefused(f"La ligne {rank} du fichier {file} n’est pas une tête de scellé.") from error


def _last_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 4096))
            return file.read().decode().splitlines(keepends=True)[-1]
    except (FileNotFoundError, IndexError):
        return ""


def _sealed_at(line: str) -> datetime:
    try:
        return datetime.fromisoformat(json.loads(line)["sealed_at"])
    except (ValueError, KeyError, TypeError):
        return datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def _add(path: Path, line: str) -> None:
    """One write at the end of the file, on the disk before we go on; a half line of a crash is closed first."""
    with path.open("ab+") as file:
        file.seek(0, os.SEEK_END)
        if file.tell():
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                file.write(b"\n")
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())
