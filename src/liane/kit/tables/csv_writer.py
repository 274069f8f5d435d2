"""The one CSV writer of the house: what a spreadsheet program opens must never run.

A name such as «=HYPERLINK(…)» typed in a form becomes a program once exported and opened. Every
text that begins like a formula gets an apostrophe in front; real numbers stay numbers. French
spreadsheet programs expect semicolons, decimal commas and a byte order mark. Nothing else in the
project may write CSV.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal

SEPARATOR = ";"
BYTE_ORDER_MARK = "\ufeff"
# An apostrophe already in front is doubled, so that reading back gives exactly what was written.
DANGEROUS = re.compile(r"\A[\s\u00a0\u200b\ufeff']*[=+\-@\t\r\n＝＋－＠]")


def write_csv(rows: Iterable[Iterable[object]]) -> bytes:
    """Write lines of values as a file that opens rightly in a French spreadsheet program."""
    return "".join(csv_pieces(rows)).encode("utf-8")


def csv_pieces(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The same file, line by line, for exports too long to hold in memory."""
    yield BYTE_ORDER_MARK
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=SEPARATOR, lineterminator="\r\n")
    for row in rows:
        writer.writerow([cell_text(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def cell_text(value: object) -> str:
    """One value as a French reader expects it; text is neutralised, typed numbers are not."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Oui" if value else "Non"
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{value:%d/%m}/{value.year:04d} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m}/{value.year:04d}"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return neutralised(str(value))


def neutralised(text: str) -> str:
    """Put an apostrophe before what a spreadsheet program would run."""
    clean = text.replace("\x00", "")
    return f"'{clean}" if DANGEROUS.match(clean) else clean


def restored(text: str) -> str:
    """Take the apostrophe away again: reading back gives what was written."""
    return text[1:] if text.startswith("'") and DANGEROUS.match(text[1:]) else text


def read_back(data: bytes) -> list[list[str]]:
    """The exact inverse of `write_csv` for lines of texts. ValueError when the file was not written here."""
    text = data.decode("utf-8")
    if not text.startswith(BYTE_ORDER_MARK):
        raise ValueError("no byte order mark")
    reader = csv.reader(io.StringIO(text[1:], newline=""), delimiter=SEPARATOR, strict=True)
    try:
        return [[restored(cell) for cell in record] for record in reader]
    except csv.Error as problem:
        raise ValueError(str(problem)) from problem
