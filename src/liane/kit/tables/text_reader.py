"""CSV and its cousins: any usual separator, any usual encoding, quoted line breaks."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from liane.kit.tables.csv_writer import restored
from liane.kit.tables.model import MAX_CELL_TEXT, Cell, Formula, Row, Sheet, clean_text
from liane.kit.tables.refusals import TableRefused, quoted
from liane.kit.text import thousands

SEPARATORS = (";", "\t", ",", "|")
SAMPLE = 60
USUAL_LETTERS = "éèêëàâîïôùûüçœ"
RARE_LETTERS = "ÉÈÊËÀÂÎÏÔÙÛÇŒäöæñíóáú°’«»€"
OLD_ENCODINGS = ("cp1252", "mac_roman", "cp850")
TEXT_AS_FORMULA = re.compile(r'\A="([^"]*)"\Z')
FORMULA_STARTS = ("=", "＝")
SEPARATOR_LINE = re.compile(r"\A\ufeff?sep=(.)\r?\n", re.IGNORECASE)

csv.field_size_limit(MAX_CELL_TEXT * 4)


def read_text(data: bytes, filename: str) -> Iterator[Sheet]:
    """Read a CSV file as one sheet; the lines are produced as they are asked."""
    text = decode(data, filename)
    declared = SEPARATOR_LINE.match(text)
    offset = 1 if declared else 0
    text = text[declared.end() :] if declared else text
    separator = declared.group(1) if declared else guess_separator(text)
    yield Sheet(filename, _rows(text, separator, offset, filename))


def decode(data: bytes, filename: str) -> str:
    """Turn bytes into text: marks first, then UTF-8, then the old French encodings by plausibility."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _checked(data, encoding, filename)
    head = data[:2_000]
    if b"\x00" in head:
        even, odd = head[0::2].count(0), head[1::2].count(0)
        if max(even, odd) < len(head) // 4:
            raise _garbage(filename)
        return _checked(data, "utf-16-le" if odd > even else "utf-16-be", filename)
    try:
        return _checked(data, "utf-8", filename)
    except UnicodeDecodeError:
        sample = re.sub(rb"[\x00-\x7f]+", b"", data[:200_000])[:20_000]
        best = max(OLD_ENCODINGS, key=lambda name: _plausibility(sample, name))
        return _checked(data, best, filename)


def _plausibility(sample: bytes, encoding: str) -> int:
    """Small French letters count most, capitals a little, all other signs count against."""
    text = sample.decode(encoding, errors="replace")
    return sum(2 if letter in USUAL_LETTERS else 1 if letter in RARE_LETTERS else -1 for letter in text)


def _checked(data: bytes, encoding: str, filename: str) -> str:
    """Decode, and refuse what is binary: control characters have no place in a list of people."""
    strict = encoding == "utf-8"
    try:
        text = data.decode(encoding, errors="strict" if strict else "replace")
    except UnicodeDecodeError:
        if strict:
            raise
        raise _garbage(filename) from None
    start = text[:100_000]
    strange = sum(1 for letter in start if ord(letter) < 32 and letter not in "\t\r\n\f\v")
    if "\x00" in text or strange > len(start) // 200 + 2 or start.count("\ufffd") > len(start) // 50 + 2:
        raise _garbage(filename)
    return text


def _garbage(filename: str) -> TableRefused:
    """The sentence for a file whose content is not text at all."""
    return TableRefused(
        f"Le contenu du fichier {quoted(filename)} est illisible : ce n’est pas un tableau.",
        "Enregistrez le tableau au format Excel (.xlsx), OpenDocument (.ods) ou CSV, puis recommencez.",
    )


def guess_separator(text: str) -> str:
    """Choose the separator that cuts most lines into the same number of columns, the more the better."""
    sample = text[:200_000]
    return max(SEPARATORS, key=lambda separator: _regularity(sample, separator))


def _regularity(sample: str, separator: str) -> float:
    """How well a separator explains the beginning of the file."""
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    try:
        widths = [len(record) for record in islice(reader, SAMPLE) if any(record)]
    except csv.Error:
        return 0.0
    counted = Counter(width for width in widths if width > 1)
    if not counted:
        return 0.0
    width, times = counted.most_common(1)[0]
    return times / len(widths) * (1 + width / 100)


def _rows(text: str, separator: str, offset: int, filename: str) -> Iterator[Row]:
    """Cut the text into lines, numbered as a spreadsheet program would number them."""
    lenient = '"' in text and not _is_strict(text, separator, filename)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=not lenient)
    try:
        for number, record in enumerate(reader, start=1 + offset):
            yield Row(number, tuple(_cell(value) for value in record))
    except csv.Error as error:
        raise too_long(filename) from error


def _is_strict(text: str, separator: str, filename: str) -> bool:
    """Say whether quotes follow the rule; a quote that never closes would swallow the rest of the list."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as error:
        if "larger than field limit" in str(error) and not _quote_open(text, reader.line_num):
            raise too_long(filename) from error
        if "unexpected end" in str(error) or "larger than field limit" in str(error):
            raise _unclosed(filename, reader.line_num) from error
        return False
    return True


def _quote_open(text: str, lines: int) -> bool:
    """Tell a quotation mark left open from one really giant cell: the first swallows many lines."""
    return lines < text.count("\n") or text.count('"') % 2 == 1


def too_long(filename: str) -> TableRefused:
    """The sentence for a cell that holds a book."""
    return TableRefused(
        f"Une case du fichier {quoted(filename)} contient plus de {thousands(MAX_CELL_TEXT)} lettres.",
        "Raccourcissez-la, puis recommencez.",
    )


def _unclosed(filename: str, line: int = 0) -> TableRefused:
    """The sentence for a quotation mark left open."""
    where = f" avant la ligne {line}" if line else ""
    return TableRefused(
        f"Dans le fichier {quoted(filename)}, un guillemet ouvert{where} n’est jamais refermé.",
        "Ouvrez le fichier dans votre tableur, enregistrez-le au format .xlsx ou .ods, puis recommencez.",
    )


def _cell(value: str) -> Cell:
    """One value: text as given, a formula kept as a formula, our own neutralising mark removed."""
    text = clean_text(value)
    if value.startswith("'"):
        return clean_text(restored(value)) or None
    if not text:
        return None
    as_text = TEXT_AS_FORMULA.match(text)
    if as_text:
        return clean_text(as_text.group(1)) or None
    if text.startswith(FORMULA_STARTS):
        return Formula(text[:100])
    return text
