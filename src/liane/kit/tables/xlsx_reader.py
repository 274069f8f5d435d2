"""Excel files (.xlsx), read line after line: values as given, dates as dates, formulas never run."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from posixpath import normpath

from lxml import etree

from liane.kit.tables.archives import SafeArchive
from liane.kit.tables.model import MAX_COLUMNS, Cell, Formula, Row, Sheet, clean_text
from liane.kit.tables.xlsx_styles import Look, cell_looks
from liane.kit.tables.xml import read_xml, stream_xml

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_xlsx(archive: SafeArchive) -> Iterator[Sheet]:
    """Give the visible sheets of a workbook in their order."""
    workbook = read_xml(archive.read("xl/workbook.xml"))
    space = STRICT if workbook.tag.startswith(STRICT) else MAIN
    targets = _targets(archive)
    names = set(archive.names)
    texts = _shared_texts(archive, space) if "xl/sharedStrings.xml" in names else []
    properties = workbook.find(f"{space}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    looks = cell_looks(archive.read("xl/styles.xml", 16_000_000), space) if "xl/styles.xml" in names else []
    for sheet in workbook.iter(f"{space}sheet"):
        relation = next((sheet.get(key) for key in RELATION_IDS if sheet.get(key)), "")
        path = targets.get(relation or "", "")
        if path in names and sheet.get("state", "visible") == "visible":
            reader = _SheetReader(space, texts, looks, from_1904)
            yield reader.sheet(sheet.get("name", ""), archive, path)


def _targets(archive: SafeArchive) -> dict[str, str]:
    """Where each sheet is stored inside the file."""
    rels = read_xml(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {}
    for relation in rels:
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
        targets[relation.get("Id", "")] = path
    return targets


def _shared_texts(archive: SafeArchive, space: str) -> list[str]:
    """The texts that cells refer to by number."""
    with archive.open("xl/sharedStrings.xml") as stream:
        return [clean_text(_text_of(item, space)) for item in stream_xml(stream, f"{space}si")]


def _text_of(item: etree._Element, space: str) -> str:
    """Join the pieces of a text, phonetic hints left out."""
    pieces = []
    for child in item:
        if child.tag == f"{space}t":
            pieces.append(child.text or "")
        elif child.tag == f"{space}r":
            pieces.append(child.findtext(f"{space}t") or "")
    return ESCAPED.sub(_unescape, "".join(pieces))


def _unescape(match: re.Match[str]) -> str:
    """Excel writes some characters as _x000A_; those that no text may hold stay as they are."""
    code = int(match.group(1), 16)
    return chr(code) if code in {9, 10, 13} or 32 <= code < 0xD800 else match.group(0)


class _SheetReader:
    """Reads one sheet as it is unpacked."""

    def __init__(self, space: str, texts: list[str], looks: list[Look], from_1904: bool) -> None:
        self.space = space
        self.formula, self.content, self.inline = f"{space}f", f"{space}v", f"{space}is"
        self.texts = texts
        self.looks = looks
        self.epoch = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)

    def sheet(self, name: str, archive: SafeArchive, path: str) -> Sheet:
        """Prepare the sheet; its lines are unpacked only when they are asked."""
        sheet = Sheet(name, iter(()))
        sheet.rows = self._rows(sheet, archive, path)
        return sheet

    def _rows(self, sheet: Sheet, archive: SafeArchive, path: str) -> Iterator[Row]:
        line = 0
        with archive.open(path) as stream:
            for element in stream_xml(stream, f"{self.space}row"):
                number = element.get("r", "")
                line = int(number) if number.isdecimal() and len(number) < 8 else line + 1
                if element.get("hidden") in {"1", "true"} and len(element):
                    sheet.hidden_rows += 1
                yield Row(line, tuple(self._cells(element)))

    def _cells(self, row: etree._Element) -> list[Cell]:
        """The cells of a line at their place: a file may leave out the empty ones."""
        cells: list[Cell] = []
        for element in row:
            value = self._value(element)
            if value is None or value == "":
                continue
            letters = element.get("r", "").rstrip("0123456789")
            index = min(_column(letters) if letters else len(cells), MAX_COLUMNS)
            if index >= len(cells):
                cells.extend([None] * (index - len(cells) + 1))
            cells[index] = value
        return cells

    def _value(self, element: etree._Element) -> Cell:
        """What one cell says, by its declared type."""
        raw: str | None = None
        for child in element:
            if child.tag == self.formula:
                return Formula("=" + (child.text or "")[:100])
            if child.tag == self.content:
                raw = child.text
            elif child.tag == self.inline:
                return clean_text(_text_of(child, self.space))
        if raw is None:
            return None
        kind = element.get("t", "n")
        if kind == "s":
            known = raw.isdecimal() and len(raw) < 9 and int(raw) < len(self.texts)
            return self.texts[int(raw)] if known else None
        if kind == "e":
            return Formula(raw[:100])
        if kind == "b":
            return "Oui" if raw == "1" else "Non"
        if kind == "d":
            return _iso(raw)
        if kind == "str":
            return clean_text(ESCAPED.sub(_unescape, raw))
        return self._number(raw, element.get("s", "0"))

    def _number(self, raw: str, style: str) -> Cell:
        """A number, under the look that the house gave it: a date, a padded code, or itself."""
        try:
            number = float(raw)
        except ValueError:
            return clean_text(raw)
        if number != number or abs(number) > 1e15:
            return clean_text(raw)
        look = self._look(style)
        if look.is_date:
            return self._date(number, look)
        if number == int(number):
            return str(int(number)).zfill(look.digits) if look.digits > 1 and number >= 0 else int(number)
        return number

    def _look(self, style: str) -> Look:
        """What the style of a cell means for its number; an unknown style means nothing."""
        known = style.isdecimal() and len(style) < 7 and int(style) < len(self.looks)
        return self.looks[int(style)] if known else Look()

    def _date(self, serial: float, look: Look) -> Cell:
        """A serial number of days as a date; an hour alone stays an hour, the impossible stays a number."""
        if not 0 <= serial < 2_958_466:
            return serial
        if serial < 1 or not look.has_day:
            moment = datetime(2000, 1, 1) + timedelta(seconds=round(serial % 1 * 86_400))
            return moment.strftime("%H:%M")
        if self.epoch.year == 1899 and serial < 60:
            serial += 1  # Excel believes that 29 February 1900 existed
        moment = self.epoch + timedelta(days=int(serial), seconds=round(serial % 1 * 86_400))
        return moment if moment.time() != datetime.min.time() else moment.date()


def _iso(raw: str) -> Cell:
    """A date written as text by the strict variant of the format."""
    try:
        moment = datetime.fromisoformat(raw.rstrip("Z"))
    except ValueError:
        return clean_text(raw)
    return moment if moment.time() != datetime.min.time() else date(moment.year, moment.month, moment.day)


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    """Turn the letters of a column into its rank: A → 0, AA → 26; nonsense is far away."""
    rank = 0
    for letter in letters[:4].upper():
        if not "A" <= letter <= "Z":
            return MAX_COLUMNS
        rank = rank * 26 + ord(letter) - 64
    return rank - 1
