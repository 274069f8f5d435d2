"""What is kept of a list between two pages: everything but the social security numbers."""

from liane.kit.tables import Cell, Row, Table
from liane.kit.tables.storage import pack, unpack
from liane.people.importing.nir import without_nir

__all__ = ["masked", "pack", "unpack"]


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
