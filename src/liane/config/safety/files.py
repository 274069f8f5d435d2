"""The files of a house as one stream: written by a thread on one end of a pipe, read on the other; nothing on the disk."""

import hashlib
import io
import os
import re
import tarfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from liane.kit.postgres.errors import PostgresRefused

_NAME = re.compile(r"^[\w.-]{1,100}(/[\w.-]{1,100}){0,3}$")
_DIGEST = re.compile(r"^[0-9a-f]{64}$")


@contextmanager
def packed(members: Iterable[tuple[str, Path]]) -> Iterator[IO[bytes]]:
    """An archive of these files (name in the archive, file). A file that is missing or changed stops everything."""
    out, into = os.pipe()
    failures: list[BaseException] = []

    def pack() -> None:
        try:
            with (
                os.fdopen(into, "wb") as end,
                tarfile.open(fileobj=end, mode="w|", format=tarfile.PAX_FORMAT) as archive,
            ):
                for name, path in members:
                    _add(archive, name, path)
        except BrokenPipeError:
            pass
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=pack, daemon=True)
    thread.start()
    try:
        with os.fdopen(out, "rb") as stream:
            yield stream
    finally:
        thread.join()
    if failures:
        raise failures[0]


def _add(archive: tarfile.TarFile, name: str, path: Path) -> None:
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise PostgresRefused(
            f"le papier {path.name[:12]}… manque sur le disque : la sauvegarde n’est pas complète. Lancez ./liane doctor."
        ) from None
    if _DIGEST.match(path.name) and hashlib.sha256(data).hexdigest() != path.name:
        raise PostgresRefused(
            f"le papier {path.name[:12]}… a changé sur le disque : reprenez-le dans une sauvegarde plus ancienne."
        )
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    archive.addfile(entry, io.BytesIO(data))


class Unpacking:
    """Receives an archive as a stream and writes its files under a folder, or only checks them when there is none."""

    def __init__(self, folder: Path | None) -> None:
        self.folder, self.count = folder, 0
        out, self.into = os.pipe()
        self.failures: list[BaseException] = []
        self.end = os.fdopen(self.into, "wb")
        self.thread = threading.Thread(target=self._unpack, args=(out,), daemon=True)
        self.thread.start()

    def write(self, data: bytes) -> int:
        """For who decrypts into us."""
        if not self.failures:
            with suppress(BrokenPipeError):
                self.end.write(data)
        return len(data)

    def close(self) -> None:
        """Everything was sent: wait for the last file."""
        with suppress(BrokenPipeError):
            self.end.close()
        self.thread.join()
        if self.failures:
            raise self.failures[0]

    def _unpack(self, out: int) -> None:
        try:
            with os.fdopen(out, "rb") as stream, tarfile.open(fileobj=stream, mode="r|") as archive:
                for entry in archive:
                    self._take(entry, archive.extractfile(entry))
                while stream.read(1 << 20):
                    pass
        except tarfile.TarError as error:
            self.failures.append(PostgresRefused("l’archive des papiers est abîmée : prenez une autre sauvegarde."))
            self.failures[0].__cause__ = error
        except BaseException as error:
            self.failures.append(error)

    def _take(self, entry: tarfile.TarInfo, content: IO[bytes] | None) -> None:
        """Names of ours only: nothing leaves the folder, whatever the archive says (security.md D5)."""
        if content is None or not entry.isreg() or not _NAME.match(entry.name) or ".." in entry.name:
            raise PostgresRefused("l’archive des papiers contient un nom inattendu : rien n’en est pris.")
        data = content.read()
        name = entry.name.rsplit("/", 1)[-1]
        if _DIGEST.match(name) and hashlib.sha256(data).hexdigest() != name:
            raise PostgresRefused(f"le papier {name[:12]}… n’est pas celui qui a été sauvegardé.")
        self.count += 1
        if self.folder is not None:
            path = self.folder / entry.name
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())


def give_to(folder: Path, uid: int, gid: int) -> None:
    """Everything under a folder belongs to this account."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, uid, gid)
