"""OpenDocument spreadsheets (.ods), read line after line, repeated cells and formulas included."""

from collections.abc import Iterator
from datetime import date, datetime

from lxml import etree

from liane.kit.tables.archives import SafeArchive
from liane.kit.tables.model import MAX_COLUMNS, Cell, Formula, Row, Sheet, clean_text
from liane.kit.tables.xml import stream_xml

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
MAX_LINES = 1_048_576  # the last line that a spreadsheet program can show
NUMBERS = {"float", "percentage", "currency"}


def read_ods(archive: SafeArchive) -> Iterator[Sheet]:
    """Give the sheets in their order; all are read from one stream, one after the other."""
    with archive.open("content.xml") as stream:
        reader = _Reader(stream_xml(stream, f"{TABLE}table-row", f"{TABLE}table"))
        while (first := next(reader.elements, None)) is not None:
            if first.tag == f"{TABLE}table":
                continue
            yield reader.sheet(first)
            reader.finish()


class _Reader:
    """Walks through the lines of all the sheets; a closing tag ends each sheet."""

    def __init__(self, elements: Iterator[etree._Element]) -> None:
        self.elements = elements
        self.inside = False

    def sheet(self, first: etree._Element) -> Sheet:
        """A sheet begins with its first line; the others are unpacked when they are asked."""
        name = next((table.get(f"{TABLE}name", "") for table in first.iterancestors(f"{TABLE}table")), "")
        sheet = Sheet(name, iter(()))
        sheet.rows = self._rows(sheet, first)
        self.inside = True
        return sheet

    def finish(self) -> None:
        """Skip what nobody asked of a sheet, so that the next one starts at its own first line."""
        while self.inside:
            self._following()

    def _following(self) -> etree._Element | None:
        """The next line of the same sheet, nothing at its end."""
        element = next(self.elements, None)
        self.inside = element is not None and element.tag == f"{TABLE}table-row"
        return element if self.inside else None

    def _rows(self, sheet: Sheet, first: etree._Element) -> Iterator[Row]:
        """The lines of one sheet, identical neighbours spelled out, empty ones only counted."""
        line = 1
        element: etree._Element | None = first
        while element is not None:
            cells = tuple(_cells(element))
            times = _repeated(element, "number-rows-repeated", MAX_LINES)
            if element.get(f"{TABLE}visibility", "visible") != "visible" and cells:
                sheet.hidden_rows += times
            for rank in range(times if cells else 0):
                yield Row(line + rank, cells)
            line += times
            element = self._following()


def _cells(row: etree._Element) -> list[Cell]:
    """The cells of a line at their place; blanks at the end are dropped."""
    cells: list[Cell] = []
    blanks = 0
    for element in row:
        if element.tag not in {f"{TABLE}table-cell", f"{TABLE}covered-table-cell"}:
            continue
        times = _repeated(element, "number-columns-repeated", 16_384)
        value = _value(element)
        if value is None or value == "":
            blanks += times
            continue
        cells.extend([None] * min(blanks, MAX_COLUMNS + 1))
        blanks = 0
        cells.extend([value] * min(times, MAX_COLUMNS + 1))
        if len(cells) > 2 * MAX_COLUMNS:
            break
    return cells


def _repeated(element: etree._Element, name: str, limit: int) -> int:
    """How many times an element counts; nonsense counts once."""
    raw = element.get(f"{TABLE}{name}", "1")
    return min(max(int(raw), 1), limit) if raw.isdecimal() and len(raw) < 9 else 1


def _value(element: etree._Element) -> Cell:
    """What one cell says, by its declared type."""
    formula = element.get(f"{TABLE}formula")
    if formula is not None:
        return Formula(formula[:100])
    kind = element.get(f"{OFFICE}value-type", "")
    if kind == "date":
        return _date(element.get(f"{OFFICE}date-value", "")) or _text(element)
    if kind in NUMBERS:
        return _number(element)
    if kind == "boolean":
        return "Oui" if element.get(f"{OFFICE}boolean-value") == "true" else "Non"
    return _text(element)


def _number(element: etree._Element) -> Cell:
    """A number; when the house shows it with zeros in front (a FINESS), the zeros are kept."""
    shown = _text(element).replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    try:
        number = float(element.get(f"{OFFICE}value", ""))
    except ValueError:
        return _text(element)
    if not abs(number) < 1e15:
        return _text(element)
    if number != int(number):
        return number
    if shown.isdecimal() and shown.startswith("0") and int(shown) == int(number):
        return shown
    return int(number)


def _date(raw: str) -> Cell:
    """A date, with its hour when there is one."""
    try:
        if len(raw) <= 10:
            return date.fromisoformat(raw)
        return datetime.fromisoformat(raw[:26])
    except ValueError:
        return None


def _text(element: etree._Element) -> str:
    """The paragraphs of a cell, without its comments."""
    paragraphs = [_paragraph(child) for child in element if child.tag == f"{TEXT}p"]
    return clean_text("\n".join(paragraphs))


def _paragraph(element: etree._Element) -> str:
    """Text of a paragraph, its repeated spaces and line breaks included."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            pieces.append(" " * (int(count) if count.isdecimal() and len(count) < 4 else 1))
        elif child.tag == f"{TEXT}tab":
            pieces.append("\t")
        elif child.tag == f"{TEXT}line-break":
            pieces.append("\n")
        else:
            pieces.append(_paragraph(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
