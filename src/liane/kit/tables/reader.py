"""The one reader of tables: whatever the house has, one `Table` or one sentence."""

from collections.abc import Iterator
from pathlib import Path

from liane.kit.tables.archives import ArchiveLocked, ArchiveRefused, SafeArchive
from liane.kit.tables.layout import HEAD, IsHeader, build_table, collect
from liane.kit.tables.model import MAX_BYTES, Row, Sheet, Table
from liane.kit.tables.ods_reader import read_ods
from liane.kit.tables.refusals import TableRefused, megabytes, quoted
from liane.kit.tables.sniffing import Kind, locked, sniff
from liane.kit.tables.text_reader import read_text
from liane.kit.tables.xlsx_reader import read_xlsx
from liane.kit.tables.xml import XmlRefused

MAX_SHEETS = 20


def read_table(source: bytes | Path | str, filename: str = "", is_header: IsHeader | None = None) -> Table:
    """Read a CSV, XLSX or ODS file that comes from outside, or raise `TableRefused`.

    `is_header` says whether a title is known to the caller: it helps to find the line of headers, and
    the right sheet, when a house put three titles above its list.
    """
    data, name = _load(source, filename)
    try:
        kind, archive = sniff(data, name)
        chosen = _choose(kind, archive, data, name, is_header)
        for rank, sheet in enumerate(_sheets(kind, archive, data, name)):
            if rank == chosen[0]:
                table = build_table(sheet, collect(sheet), is_header)
                return _with_note(table, chosen[1])
    except ArchiveLocked as error:
        raise locked(name) from error
    except (ArchiveRefused, XmlRefused) as error:
        raise TableRefused(
            f"{quoted(name)} : {str(error)[0].lower()}{str(error)[1:]}",
            "Ouvrez-le dans votre tableur, enregistrez-en une copie, puis recommencez.",
        ) from error
    except (KeyError, IndexError, ValueError, OverflowError, RecursionError) as error:
        if isinstance(error, TableRefused):
            raise
        raise TableRefused(
            f"Le fichier {quoted(name)} est abîmé.",
            "Ouvrez-le dans votre tableur, enregistrez-en une copie, puis recommencez.",
        ) from error
    raise TableRefused(f"Le fichier {quoted(name)} est vide.", "Vérifiez le fichier, puis recommencez.")


def _load(source: bytes | Path | str, filename: str) -> tuple[bytes, str]:
    """Bring the bytes, unless there are too many of them."""
    if isinstance(source, bytes):
        size, name = len(source), filename or "tableau"
    else:
        path = Path(source)
        name = filename or path.name
        if not path.is_file():
            raise TableRefused(f"Le fichier {quoted(name)} n’existe pas.", "Vérifiez son nom et son dossier.")
        size = path.stat().st_size
    if size > MAX_BYTES:
        raise TableRefused(
            f"Ce fichier pèse {megabytes(size)}. La limite est {megabytes(MAX_BYTES)}.",
            "Découpez-le, par établissement ou par année, puis recommencez.",
        )
    try:
        return (source if isinstance(source, bytes) else Path(source).read_bytes()), name
    except OSError as error:
        advice = "Vérifiez que vous avez le droit de le lire."
        raise TableRefused(f"Le fichier {quoted(name)} ne s’ouvre pas.", advice) from error


def _sheets(kind: Kind, archive: SafeArchive | None, data: bytes, name: str) -> Iterator[Sheet]:
    """Open the file with the reader of its kind."""
    if archive is None:
        return read_text(data, name)
    archive.unpacked = 0
    return read_xlsx(archive) if kind is Kind.XLSX else read_ods(archive)


def _choose(
    kind: Kind, archive: SafeArchive | None, data: bytes, name: str, is_header: IsHeader | None
) -> tuple[int, str]:
    """Choose the sheet that looks most like a list, and say which others were left."""
    if kind is Kind.TEXT:
        return 0, ""
    seen: list[tuple[str, float]] = []
    for sheet in _sheets(kind, archive, data, name):
        seen.append((sheet.name, _interest(collect(sheet, HEAD), is_header)))
        if len(seen) >= MAX_SHEETS:
            break
    if not seen:
        raise TableRefused(f"Le fichier {quoted(name)} ne contient aucune feuille visible.", "Vérifiez le fichier.")
    chosen = max(range(len(seen)), key=lambda rank: (seen[rank][1], -rank))
    others = [quoted(one) for rank, (one, interest) in enumerate(seen) if rank != chosen and interest]
    if not others:
        return chosen, ""
    return chosen, f"Liane a lu la feuille {quoted(seen[chosen][0])}. Feuilles laissées de côté : {', '.join(others)}."


def _interest(rows: list[Row], is_header: IsHeader | None) -> float:
    """How much the beginning of a sheet looks like the list that we want."""
    wide = sum(1 for row in rows if row.filled >= 2)
    if is_header is None:
        return wide
    known = [sum(1 for cell in row.cells if isinstance(cell, str) and is_header(cell)) for row in rows]
    return max(known, default=0) * 100 + wide


def _with_note(table: Table, note: str) -> Table:
    """Add what was said about the sheets."""
    if not note:
        return table
    return Table(table.headers, table.rows, table.first_line, (note, *table.notes), table.sheet)
