"""Sealed streams (age format): what leaves the house is encrypted on its way to the disk, and never lies there in clear."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import pyrage
from pyrage.x25519 import Identity, Recipient

from liane.kit.postgres.errors import PostgresRefused

STEP = 1 << 20
Tell = Callable[[int], None]


class Reader(Protocol):
    """What can be read little by little."""

    def read(self, size: int = -1, /) -> bytes:
        """At most this many bytes."""
        ...


class Writer(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """Take them all."""
        ...


@dataclass(frozen=True)
class Measure:
    """Size and SHA-256 of a stream."""

    size: int
    sha256: str


class Counted:
    """A stream that remembers how much went through, and its digest."""

    def __init__(self, stream: Reader | Writer | None = None, tell: Tell | None = None) -> None:
        self.stream, self.tell = stream, tell
        self.size, self.digest = 0, hashlib.sha256()
        self.failure: Exception | None = None  # the library tells that something failed, not what

    def _see(self, data: bytes) -> None:
        self.size += len(data)
        self.digest.update(data)
        if self.tell:
            self.tell(self.size)

    def read(self, size: int = -1) -> bytes:
        """For who reads through us."""
        try:
            data = self.stream.read(size)  # type: ignore[union-attr]
        except Exception as error:
            self.failure = error
            raise
        self._see(data)
        return data

    def write(self, data: bytes) -> int:
        """For who writes through us."""
        self._see(data)
        try:
            if self.stream is not None:
                self.stream.write(data)  # type: ignore[union-attr]
        except Exception as error:
            self.failure = error
            raise
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    @property
    def measure(self) -> Measure:
        """What went through until now."""
        return Measure(self.size, self.digest.hexdigest())


def seal(
    source: Reader, target: IO[bytes], keys: Iterable[Recipient], tell: Tell | None = None
) -> tuple[Measure, Measure]:
    """Encrypt a stream for these keys. Answers the measures of what was read and of what was written."""
    clear, closed = Counted(source, tell), Counted(target)
    try:
        pyrage.encrypt_io(clear, closed, list(keys))
    except (pyrage.EncryptError, OSError):
        raise (closed.failure or clear.failure or OSError("sealing failed")) from None
    return clear.measure, closed.measure


def unseal(path: Path, key: Identity, target: Writer | None, tell: Tell | None = None) -> Measure:
    """Decrypt a file into a stream. Refused when the key is another, or the file damaged or cut short."""
    clear = Counted(target)
    with path.open("rb") as file:
        closed = Counted(file, tell)
        try:
            pyrage.decrypt_io(closed, clear, [key])
        except (pyrage.DecryptError, OSError) as error:
            if clear.failure or closed.failure:
                raise (clear.failure or closed.failure or error) from None
            if "matching" in str(error):
                raise PostgresRefused(
                    "cette clef n’ouvre pas cette sauvegarde : cherchez la clef privée qui va avec (ses clefs publiques "
                    "sont dans manifeste.json, « keys »)."
                ) from None
            raise PostgresRefused(damaged(path)) from None
    return clear.measure


def damaged(path: Path) -> str:
    """The sentence of a file that is no longer what was written."""
    return (
        f"le fichier {path} est abîmé ou incomplet : prenez une autre copie de cette sauvegarde, ou une plus ancienne."
    )


def measure(path: Path, tell: Tell | None = None) -> Measure:
    """Size and digest of a file."""
    seen = Counted(tell=tell)
    with path.open("rb") as file:
        while data := file.read(STEP):
            seen.write(data)
    return seen.measure


def public_keys(texts: Iterable[str]) -> list[Recipient]:
    """The public keys as they are written (age1…)."""
    found = []
    for text in texts:
        try:
            found.append(Recipient.from_str(text))
        except pyrage.RecipientError:
            raise PostgresRefused(
                f"« {text[:20]}… » n’est pas une clef publique de sauvegarde : elle commence par age1 (la créer : "
                "./liane backup --nouvelle-clef FICHIER)."
            ) from None
    return found


def private_key(path: Path) -> Identity:
    """The private key in its file; remarks begin with #."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise PostgresRefused(f"la clef {path} ne peut pas être lue : vérifiez son nom et son dossier.") from error
    for line in lines:
        if line.strip().startswith("AGE-SECRET-KEY-"):
            try:
                return Identity.from_str(line.strip())
            except pyrage.IdentityError:
                break
    raise PostgresRefused(f"{path} ne contient pas de clef privée de sauvegarde (une ligne AGE-SECRET-KEY-1…).")
