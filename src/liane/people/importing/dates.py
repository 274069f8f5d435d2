"""Dates as houses write them: «12/03/1992», «12-03-92», «mars 1992», «00/00/1992», the number of a spreadsheet."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite

from liane.kit.tables import Cell, Formula
from liane.kit.text import fold
from liane.people.enums import Precision
from liane.people.importing.refusals import ValueRefused

EXAMPLE = "Écrivez la date comme ceci : 12/03/1992."
OLDEST = date(1880, 1, 1)
LONGEST_LIFE = 116
MONTHS = {
    "JANVIER": 1, "JANV": 1, "JAN": 1, "FEVRIER": 2, "FEVR": 2, "FEV": 2, "MARS": 3, "MAR": 3, "AVRIL": 4, "AVR": 4,
    "MAI": 5, "JUIN": 6, "JUILLET": 7, "JUIL": 7, "AOUT": 8, "AOU": 8, "SEPTEMBRE": 9, "SEPT": 9, "SEP": 9,
    "OCTOBRE": 10, "OCT": 10, "NOVEMBRE": 11, "NOV": 11, "DECEMBRE": 12, "DEC": 12,
}  # fmt: skip
THREE = re.compile(r"(\d{1,2})[ ./\\-](\d{1,2})[ ./\\-](\d{4}|\d{2})")
ISO = re.compile(r"(\d{4})[ ./-](\d{1,2})[ ./-](\d{1,2})")
COMPACT = re.compile(r"\d{8}")
WORDS = re.compile(r"(?:(\d{1,2})(?:ER)? )?([A-Z]{3,9}) (\d{4}|\d{2})")
MONTH_YEAR = re.compile(r"(\d{1,2})[ ./-](\d{4})")
YEAR = re.compile(r"(?:NEE? )?(?:EN |VERS |ENVIRON |ANNEE )?(\d{4})")
WEEKDAY = re.compile(r"\A(?:LE )?(?:(?:LUNDI|MARDI|MERCREDI|JEUDI|VENDREDI|SAMEDI|DIMANCHE) )?(?:LE )?")
UNKNOWN = frozenset({"", "INCONNU", "INCONNUE", "NON CONNU", "NON CONNUE", "NC", "NR", "X", "NON RENSEIGNE", "NEANT"})
CLOCK = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?\Z")


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A date and what is really known of it; `doubt` is a sentence when a choice had to be made."""

    value: date
    precision: Precision = Precision.DAY
    doubt: str = ""


def read_date(cell: Cell, *, today: date, is_birth: bool = False, elders: bool = False) -> KnownDate | None:
    """Read one date, or refuse it in words; nothing when the cell says that it is not known.

    `elders` settles the years in two digits that could be either century, from the rest of the column.
    """
    if cell is None or isinstance(cell, Formula):
        return None
    if isinstance(cell, datetime | date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return _checked(KnownDate(day), today, is_birth)
    if isinstance(cell, int | float):
        found = _number(cell)
    else:
        text = fold_date(cell)
        if text in UNKNOWN or not text.strip("0/ -."):
            return None
        found = _text(text, today, is_birth, elders)
    if found is None:
        raise ValueRefused("cette date est illisible.", EXAMPLE)
    return _checked(found, today, is_birth)


def fold_date(text: str) -> str:
    """Capital letters without accents; separators stay."""
    bare = CLOCK.sub("", text.strip())
    if not any(letter.isalpha() for letter in bare):
        return " ".join(bare.split())
    return WEEKDAY.sub("", fold(bare))


def _text(text: str, today: date, is_birth: bool, elders: bool) -> KnownDate | None:
    """Try each way of writing a date; the first that fits decides."""
    if match := ISO.fullmatch(text):
        return _parts(int(match[3]), int(match[2]), int(match[1]))
    if match := THREE.fullmatch(text):
        year, doubt = _year(match[3], today, is_birth, elders)
        return _parts(int(match[1]), int(match[2]), year, doubt)
    if match := YEAR.fullmatch(text):
        return _parts(0, 0, int(match[1]))
    if match := WORDS.fullmatch(text):
        month = MONTHS.get(match[2])
        if month is None:
            return None
        year, doubt = _year(match[3], today, is_birth, elders)
        return _parts(int(match[1] or 0), month, year, doubt)
    if match := MONTH_YEAR.fullmatch(text):
        return _parts(0, int(match[1]), int(match[2]))
    if COMPACT.fullmatch(text):
        return _compact(text)
    return _number(int(text)) if text.isdecimal() and len(text) == 5 else None


def _compact(digits: str) -> KnownDate:
    """Eight digits: the year is where a year can be."""
    if 1880 <= int(digits[:4]) <= 2200:
        return _parts(int(digits[6:]), int(digits[4:6]), int(digits[:4]))
    return _parts(int(digits[:2]), int(digits[2:4]), int(digits[4:]))


def _number(number: int | float) -> KnownDate | None:
    """A bare number: a year, a compact date, or the day count of a spreadsheet."""
    if not isfinite(number):
        return None
    whole = int(number)
    if 1880 <= whole <= 2200:
        return _parts(0, 0, whole)
    if 3_000 <= whole <= 80_000:
        return KnownDate(date(1899, 12, 30) + timedelta(days=whole))
    return _compact(f"{whole:08d}") if 1_000_000 < whole < 100_000_000 else None


def _year(text: str, today: date, is_birth: bool, elders: bool) -> tuple[int, str]:
    """Give its century to a year in two digits: never in the future, and for a birth never beyond a life."""
    if len(text) == 4:
        return int(text), ""
    recent = today.year // 100 * 100 + int(text)
    if not is_birth:
        return (recent if recent <= today.year + 5 else recent - 100), ""
    if recent > today.year:
        return recent - 100, ""
    if today.year - (recent - 100) > LONGEST_LIFE:
        return recent, ""
    year = recent - 100 if elders else recent
    return year, f"l’année sur deux chiffres «\u00a0{text}\u00a0» est lue {year}"


def _parts(day: int, month: int, year: int, doubt: str = "") -> KnownDate:
    """Put the parts together; a zero means «not known» and the stored date holds 1 in its place."""
    if month == 0:
        return KnownDate(_day(1, 1, year), Precision.YEAR, doubt)
    if month > 12:
        advice = f"Écrivez le jour d’abord : {month:02d}/{day:02d}/{year}." if day <= 12 < month <= 31 else EXAMPLE
        raise ValueRefused(f"le mois {month} n’existe pas.", advice)
    if day == 0:
        return KnownDate(_day(1, month, year), Precision.MONTH, doubt)
    return KnownDate(_day(day, month, year), Precision.DAY, doubt)


def _day(day: int, month: int, year: int) -> date:
    """A day of the calendar, or the sentence of ux.md for the one that does not exist."""
    try:
        return date(year, month, day)
    except ValueError:
        leap = f" en {year}" if (day, month) == (29, 2) else ""
        raise ValueRefused(f"le {day:02d}/{month:02d} n’existe pas{leap}.", "Vérifiez le jour.") from None


def _checked(found: KnownDate, today: date, is_birth: bool) -> KnownDate:
    """A birth is neither in the future nor in another age; a stay is not centuries away."""
    if is_birth and found.value > today:
        raise ValueRefused(f"le {_said(found)} est dans le futur.", "Vérifiez l’année.")
    if found.value < OLDEST or found.value.year > today.year + 20:
        raise ValueRefused(f"l’année {found.value.year} n’est pas possible.", "Vérifiez l’année.")
    return found


def _said(found: KnownDate) -> str:
    """A date in the middle of a sentence."""
    return f"{found.value:%d/%m}/{found.value.year:04d}"


def holds_elders(cells: list[Cell], today: date) -> bool:
    """Do the dates of this column, where the century is written, belong to old people?"""
    years = []
    for cell in cells:
        if isinstance(cell, datetime | date):
            years.append(cell.year)
        elif isinstance(cell, str) and (match := re.search(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)", cell)):
            years.append(int(match[1]))
        elif isinstance(cell, str) and (match := THREE.fullmatch(cell.strip())) and int(match[3]) > today.year % 100:
            years.append(1900 + int(match[3]))
    years.sort()
    return bool(years) and years[len(years) // 2] < today.year - 60
