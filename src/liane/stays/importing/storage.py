"""Keep a table between two pages, without any social security number, in a few kilobytes; forget it afterwards."""

import json
import zlib
from datetime import date, datetime
from typing import Any

from liane.kit.tables import Cell, Formula, Row, Table
from liane.people.importing.nir import without_nir


def masked(table: Table) -> Table:
    """The same table; a social security number goes no further, wherever it was pasted."""
    rows = tuple(Row(row.line, tuple(_masked(cell) for cell in row.cells)) for row in table.rows)
    headers = tuple(without_nir(header) for header in table.headers)
    return Table(headers, rows, table.first_line, tuple(without_nir(note) for note in table.notes), table.sheet)


def _masked(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return without_nir(cell)
    if isinstance(cell, int | float) and abs(cell) > 999_999_999_999:
        text = f"{cell:.0f}"
        return without_nir(text) if without_nir(text) != text else cell
    return cell


def pack(table: Table) -> bytes:
    """A table as bytes for one column of the database."""
    rows = [[row.line, [_plain(cell) for cell in row.cells]] for row in table.rows]
    said = {
        "headers": table.headers,
        "rows": rows,
        "first": table.first_line,
        "notes": table.notes,
        "sheet": table.sheet,
    }
    return zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpack(data: bytes | memoryview) -> Table:
    """The table again."""
    said = json.loads(zlib.decompress(bytes(data)))
    rows = tuple(Row(line, tuple(_cell(cell) for cell in cells)) for line, cells in said["rows"])
    return Table(tuple(said["headers"]), rows, said["first"], tuple(said["notes"]), said["sheet"])


def _plain(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, date):
        return {"d": cell.isoformat()}
    return {"f": cell.text} if isinstance(cell, Formula) else cell


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value
    if "t" in value:
        return datetime.fromisoformat(value["t"])
    return date.fromisoformat(value["d"]) if "d" in value else Formula(value["f"])
