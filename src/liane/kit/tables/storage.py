"""A table as bytes and back: to keep it between two pages, or to hand it from one process to another."""

import json
import zlib
from datetime import date, datetime
from typing import Any

from liane.kit.tables.model import Cell, Formula, Row, Table


def pack(table: Table) -> bytes:
    """A table as bytes: readable data only, nothing that could be run when it is read again."""
    rows = [[row.line, [_plain(cell) for cell in row.cells]] for row in table.rows]
    said = {
        "headers": table.headers,
        "rows": rows,
        "first": table.first_line,
        "notes": table.notes,
        "sheet": table.sheet,
    }
    return zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 6)


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
