"""Take a backup: one moment of the database, the files of that moment, sealed for keys that are not here, read again."""

import contextlib
import io
import json
import os
import shutil
import time
import tomllib
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from pyrage.x25519 import Identity, Recipient

from liane.config.cli.progress import Progress
from liane.config.safety import content, files, manifest, programs, sealed
from liane.config.safety.house import House
from liane.kit.disk import force
from liane.kit.postgres import keys, locate
from liane.kit.postgres.errors import PostgresRefused

MISSING_ROOM = 28  # errno.ENOSPC


def take(house: House, place: Path, public: list[Recipient], passing: Identity, progress: Progress) -> Path:
    """The folder of a new backup, whole and read again. `passing` lives in memory only: it reads what was just sealed."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    now, draft = begin(place)
    try:
        _write(house, draft, [*public, passing.to_public()], public, now, progress)
        check(draft, passing, progress)
        whole = place / manifest.folder_name(now)
        draft.rename(whole)
        force(place)
    except OSError as error:
        if error.errno == MISSING_ROOM:
            raise PostgresRefused(
                f"il n’y a plus de place dans {place} : libérez-en, ou sauvegardez ailleurs. Rien n’est gardé de celle-ci."
            ) from error
        raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return whole


def begin(place: Path) -> tuple[datetime, Path]:
    """A moment that no other backup here is named after, and its draft: a small house is saved twice in one second."""
    while True:
        now = datetime.now(UTC)
        draft = place / f".{manifest.folder_name(now)}-en-cours"
        with contextlib.suppress(FileExistsError):
            if not (place / manifest.folder_name(now)).exists():
                draft.mkdir(mode=0o700)
                return now, draft
        time.sleep(0.05)


def _write(
    house: House, draft: Path, keys_: list[Recipient], named: list[Recipient], now: datetime, progress: Progress
) -> None:
    """Everything is read under one snapshot: rows, and the list of the files that they name.

    The exported heads of the journal come first: none of them may speak of a seal that the snapshot does not hold yet.
    """
    with files.packed(_journal(house.journal)) as stream:
        heads = _seal(stream, draft / manifest.JOURNAL, keys_, progress, "les têtes du journal")
    with house.opened() as base:
        base.execute("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = base.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        progress("ce que contient la base")
        page = manifest.Manifest(
            made_at=now.isoformat(timespec="seconds"),
            version=_version(),
            postgres=base.info.server_version // 10000,
            migrations=content.migrations(base),
            counts=content.counts(base),
            documents=len(content.documents(base)),
            heads=content.heads(base),
            grants=content.grants(base, house.app["USER"]),
            keys=[str(key) for key in named],
        )
        words = [programs.program("pg_dump"), *programs.DUMP, f"--snapshot={snapshot}"]
        with programs.running(words, programs.environment(house.owner), fed=False) as stream:
            page.parts[manifest.BASE] = _seal(stream, draft / manifest.BASE, keys_, progress, "la base")
        with files.packed(_documents(house, content.documents(base))) as stream:
            page.parts[manifest.FILES] = _seal(stream, draft / manifest.FILES, keys_, progress, "les papiers")
    page.parts[manifest.JOURNAL] = heads
    stream = io.BytesIO(json.dumps(_carried(house)).encode())
    page.parts[manifest.KEYS] = _seal(stream, draft / manifest.KEYS, keys_, progress, "la clef des données")
    page.write(draft)
    force(draft)


def _seal(stream: sealed.Reader, path: Path, keys_: list[Recipient], progress: Progress, name: str) -> manifest.Part:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        clear, closed = sealed.seal(stream, target, keys_, progress.megabytes(name))
        target.flush()
        os.fsync(target.fileno())
    return manifest.Part(closed, clear)


def _documents(house: House, listed: list[tuple[str, str]]) -> Iterator[tuple[str, Path]]:
    for organization, digest in listed:
        name = f"{organization}/{digest[:2]}/{digest}"
        yield name, house.files / name


def _journal(folder: Path) -> Iterator[tuple[str, Path]]:
    """Public keys and exported heads: what proves the journal. The key that signs stays: the next house draws its own."""
    for kind in ("cles-publiques", "tetes"):
        for path in sorted((folder / kind).glob("*")):
            if path.is_file():
                yield f"{kind}/{path.name}", path


def _carried(house: House) -> dict[str, str]:
    """The one key without which some fields could not be read again; never a password of the database."""
    found = keys.read(house.home)
    key = os.environ.get("LIANE_SECRET_KEY") or (found.django if found else "")
    return {"django": key, "former": os.environ.get("LIANE_SECRET_KEY_FALLBACKS", "")}


def _version() -> str:
    return str(tomllib.loads((locate.CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def check(folder: Path, key: Identity, progress: Progress) -> manifest.Manifest:
    """Read a backup again, whole: each file decrypted, its digest compared, its inside understood; nothing is written."""
    page = manifest.read(folder)
    for name in manifest.PARTS:
        _measured(folder / name, page.parts[name].closed, progress)
    words = [programs.program("pg_restore"), "--file=/dev/null"]
    with programs.running(words, {"LC_ALL": "C", "PATH": os.environ.get("PATH", "")}, fed=True) as stream:
        _same(
            page,
            manifest.BASE,
            sealed.unseal(folder / manifest.BASE, key, stream, progress.megabytes("relecture de la base")),
        )
    unpacking = files.Unpacking(None)
    try:
        seen = sealed.unseal(folder / manifest.FILES, key, unpacking, progress.megabytes("relecture des papiers"))
    finally:
        unpacking.close()
    _same(page, manifest.FILES, seen)
    if unpacking.count != page.documents:
        raise PostgresRefused(
            f"la sauvegarde tient {unpacking.count} papiers au lieu de {page.documents} : recommencez."
        )
    for name in (manifest.JOURNAL, manifest.KEYS):
        _same(page, name, sealed.unseal(folder / name, key, None))
    progress.close()
    return page


def _measured(path: Path, wanted: sealed.Measure, progress: Progress) -> None:
    try:
        found = sealed.measure(path, progress.megabytes(f"empreinte de {path.name}"))
    except OSError as error:
        raise PostgresRefused(
            f"le fichier {path} ne se lit pas ({error.strerror}) : prenez une autre copie."
        ) from error
    if asdict(found) != asdict(wanted):
        raise PostgresRefused(sealed.damaged(path))


def _same(page: manifest.Manifest, name: str, seen: sealed.Measure) -> None:
    if seen != page.parts[name].clear:
        raise PostgresRefused(
            f"ce que contient {name} n’est pas ce qui a été sauvegardé : prenez une autre sauvegarde."
        )


def forget_old(place: Path, keep: int) -> list[Path]:
    """Remove the oldest backups beyond the number to keep; called once the new one is whole."""
    old = manifest.backups(place)[:-keep]
    for folder in old:
        shutil.rmtree(folder)
    return old
