"""The archive itself: a zip of CSV tables, a page to read first, and a manifest that says what must be inside."""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import IO, Any
from uuid import UUID

from liane.kit.door import Refused
from liane.kit.moving.pieces import FOLDER, Pieces, prove
from liane.kit.tables.archives import ArchiveRefused, Limits, SafeArchive, open_zip
from liane.kit.tables.csv_writer import csv_pieces, read_back

EDITION = 2  # 2: what was asked, decided, written and received goes too; contents are beside the tables
MANIFEST, READ_ME = "manifeste.json", "lisez-moi.txt"
_LIMITS = Limits(members=1_000_000, unpacked=50_000_000_000, may_nest=True)
_LARGEST = 2_000_000_000
_NOTHING = "Rien n’a été enregistré."


@dataclass(frozen=True, slots=True)
class TableMark:
    """What the manifest says of one table."""

    lines: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Edition of the format, whose house it is, when it left, and each table by the name of its file."""

    edition: int
    made_at: str
    organization_id: UUID
    organization: str
    tables: Mapping[str, TableMark]


@dataclass(frozen=True, slots=True)
class Read:
    """One table read back: its titles, its lines."""

    headers: list[str]
    lines: list[list[str]]


def pack(
    out: IO[bytes],
    manifest_of: Any,
    read_me: str,
    tables: Iterable[tuple[str, Iterable[list[str]]]],
    contents: Iterable[tuple[str, bytes]] = (),
) -> Manifest:
    """Write the archive. `manifest_of` makes the manifest once every table is known; each content is there once."""
    marks: dict[str, TableMark] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, lines in tables:
            counted = [0]
            digest = hashlib.sha256()
            with made.open(name, "w", force_zip64=True) as member:
                for piece in csv_pieces(_counted(lines, counted)):
                    data = piece.encode()
                    digest.update(data)
                    member.write(data)
            marks[name] = TableMark(counted[0] - 1, digest.hexdigest())
        _pack_contents(made, contents)
        manifest: Manifest = manifest_of(marks)
        made.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1, default=str))
        made.writestr(READ_ME, (read_me + _counts(manifest)).replace("\n", "\r\n").encode("utf-8-sig"))
    return manifest


def _pack_contents(made: zipfile.ZipFile, contents: Iterable[tuple[str, bytes]]) -> None:
    there: set[str] = set()
    for digest, data in contents:
        if digest not in there:
            there.add(digest)
            made.writestr(FOLDER + digest, data, zipfile.ZIP_STORED)


def _counted(lines: Iterable[list[str]], counted: list[int]) -> Iterable[list[str]]:
    for line in lines:
        counted[0] += 1
        yield line


def _counts(manifest: Manifest) -> str:
    rows = [f"  {name} : {mark.lines}\n      sha256 {mark.sha256}" for name, mark in manifest.tables.items()]
    return f"\nTables, nombre de lignes et empreinte de chacune :\n{chr(10).join(rows)}\n"


def unpack(data: Any, expected: Iterable[str]) -> tuple[Manifest, dict[str, Read], Pieces]:
    """Everything that can be said of the archive before its lines are looked at; Refused in words."""
    try:
        archive = open_zip(data, _LIMITS)
        manifest = _manifest(archive)
        names = set(expected)
        _same_names(archive, manifest, names)
        tables = {name: _table(archive, name, mark) for name, mark in manifest.tables.items()}
        return manifest, tables, prove(archive)
    except ArchiveRefused as problem:
        raise Refused(f"Ce n’est pas une archive de maison que Liane peut lire. {problem} {_NOTHING}") from problem


def _manifest(archive: SafeArchive) -> Manifest:
    if MANIFEST not in archive.names:
        raise Refused(
            f"Cette archive n’a pas de {MANIFEST}\u00a0: ce n’est pas une maison exportée par Liane. {_NOTHING}"
        )
    try:
        told = json.loads(archive.read(MANIFEST))
        edition = int(told["edition"])
        if edition > EDITION:
            raise Refused(
                f"Cette archive vient d’une version plus récente de Liane (édition {edition}\u00a0; celle-ci lit jusqu’à "
                f"l’édition {EDITION}). Mettez Liane à jour, puis recommencez. {_NOTHING}"
            )
        if edition < EDITION:
            raise Refused(
                f"Cette archive vient d’une version plus ancienne de Liane (édition {edition}\u00a0; celle-ci lit "
                f"l’édition {EDITION}). Refaites l’export avec la même version des deux côtés. {_NOTHING}"
            )
        tables = {str(name): TableMark(int(m["lines"]), str(m["sha256"])) for name, m in told["tables"].items()}
        return Manifest(edition, str(told["made_at"]), UUID(told["organization_id"]), str(told["organization"]), tables)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise Refused(f"Le {MANIFEST} de cette archive est illisible. Refaites l’export. {_NOTHING}") from problem


def _same_names(archive: SafeArchive, manifest: Manifest, names: set[str]) -> None:
    inside = {name for name in archive.names if not name.startswith(FOLDER)} - {MANIFEST, READ_ME}
    if strange := sorted((inside | set(manifest.tables)) - names):
        raise Refused(f"Cette archive contient une table inconnue\u00a0: {', '.join(strange)}. {_NOTHING}")
    if missing := sorted(names - (inside & set(manifest.tables))):
        raise Refused(f"Il manque dans cette archive\u00a0: {', '.join(missing)}. Refaites l’export. {_NOTHING}")


def _table(archive: SafeArchive, name: str, mark: TableMark) -> Read:
    data = archive.read(name, _LARGEST)
    if hashlib.sha256(data).hexdigest() != mark.sha256:
        raise Refused(
            f"La table {name} a changé depuis l’export (son empreinte n’est plus celle du manifeste). Une archive ne se corrige "
            f"pas dans un tableur\u00a0: refaites l’export. {_NOTHING}"
        )
    try:
        rows = read_back(data)
    except ValueError as problem:
        raise Refused(f"La table {name} est illisible. Refaites l’export. {_NOTHING}") from problem
    if not rows or len(rows) - 1 != mark.lines:
        raise Refused(f"La table {name} n’a pas le nombre de lignes que dit le manifeste. {_NOTHING}")
    return Read(rows[0], rows[1:])
