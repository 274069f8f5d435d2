"""Official lists copied as facts, each row with its source and its edition, read once."""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class FinessCategory:
    """Category of a facility in the national directory; `is_esms` says whether the social code governs it."""

    code: str
    label: str
    sector: str
    is_esms: bool
    note: str
    source: str
    edition: str


@dataclass(frozen=True, slots=True)
class Relation:
    """What a relative or representative is to the person; `label` is the official one, `shown` what a page prints."""

    code: str
    label: str
    shown: str
    system: str
    source: str
    edition: str


@lru_cache(maxsize=1)
def finess_categories() -> dict[str, FinessCategory]:
    """Categories by code, in order of code."""
    return {
        row["code"]: FinessCategory(
            code=row["code"],
            label=row["libelle"],
            sector=row["secteur"],
            is_esms=row["type"] == "ESSMS",
            note=row["note"],
            source=row["source"],
            edition=row["edition"],
        )
        for row in read_rows("finess_categories.csv")
    }


@lru_cache(maxsize=1)
def relations() -> dict[str, Relation]:
    """Relations by code, in the order of the official list (parents first)."""
    return {
        row["code"]: Relation(
            code=row["code"],
            label=row["libelle"],
            shown=row["libelle_affiche"],
            system=row["oid"],
            source=row["source"],
            edition=row["edition"],
        )
        for row in read_rows("relations.csv")
    }


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of an official list, as the file has them."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def finess_key(digits: str) -> str:
    """The ninth digit of a FINESS number, computed on the first eight as INSEE does (Luhn)."""
    total = 0
    for position, char in enumerate(digits):
        value = int(char) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def is_finess(number: str) -> bool:
    """True when the nine characters and their key agree; says nothing about the facility's existence.

    Corsican numbers (2A…, 2B…) are accepted on their shape: how the letter enters the key is not documented to us.
    """
    if not (number.isascii() and len(number) == 9):
        return False
    if number[:2] in ("2A", "2B"):
        return number[2:].isdigit()
    return number.isdigit() and finess_key(number[:8]) == number[8]
