"""What a table is once read, whatever program made the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

MAX_BYTES = 25_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELLS = 2_000_000
MAX_CELL_TEXT = 32_767  # what a spreadsheet program itself accepts in one cell


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that holds a calculation (or its error): never evaluated, so never believed."""

    text: str


Cell = str | int | float | date | datetime | Formula | None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the file, under the number that the spreadsheet program shows on its left."""

    line: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> int:
        """Number of cells that say something."""
        return sum(1 for cell in self.cells if cell is not None and cell != "")


@dataclass(slots=True)
class Sheet:
    """Lines as they come out of the file, before titles, totals and empty columns are told apart."""

    name: str
    rows: Iterator[Row]
    hidden_rows: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and their lines; `notes` says in French all that was left aside."""

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    first_line: int
    notes: tuple[str, ...] = ()
    sheet: str = ""


def clean_text(text: str) -> str:
    """Remove the blanks around a cell, the invisible ones that office programs add included."""
    return text.strip(" \t\r\n\v\f\u00a0\u202f\u2007\u200b\u2060\ufeff")
