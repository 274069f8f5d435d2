"""Communes by code and by name, those that are no more included: where somebody born in 1950 was born then.

The list has forty thousand lines. It is read where it lies, a few lines at a time: nothing of it stays in memory.
What it is made of, and what is not verified in it, is said in `data/communes.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from heapq import nsmallest
from typing import IO

from liane.kit.text import fold
from liane.nomenclatures.codes import FOLDER

_FILE = FOLDER / "communes.csv"
_SHORT = re.compile(r"^(?:ST|STE)(?= )|(?<= )(?:ST|STE)(?= )")
_LONGEST_LINE = 200
_END = ord("\n")
_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Commune:
    """One name under one code. `since`: nothing when it was so before 1943; `until`: its last day, nothing when it lasts."""

    code: str
    name: str
    since: date | None
    until: date | None

    def lasted(self, first: date, last: date) -> bool:
        """Was it so at some time between these two days?"""
        return (self.since is None or self.since <= last) and (self.until is None or self.until >= first)


@lru_cache(maxsize=1)
def communes_edition() -> str:
    """The edition of the list."""
    return str(tomllib.loads((FOLDER / "communes.toml").read_text("utf-8"))["edition"])


@lru_cache(maxsize=256)
def communes_of(code: str) -> tuple[Commune, ...]:
    """Every name that this code has had, oldest first; nothing when no commune ever bore it."""
    with _FILE.open("rb") as file:
        return tuple(_lines_of(file, code.encode()))


def _lines_of(file: IO[bytes], code: bytes) -> Iterator[Commune]:
    """Halve the file until the first line of this code."""
    low, high = 0, file.seek(0, 2)
    while high - low > _LONGEST_LINE:
        middle = (low + high) // 2
        file.seek(middle)
        file.readline()  # the end of a line
        if file.readline()[:5] < code:
            low = middle
        else:
            high = middle
    file.seek(low)
    for line in file:
        if line[:5] == code:
            yield _read(line)
        elif line[:5] > code and line[:5].isalnum() and file.tell() > high + 2 * _LONGEST_LINE:
            return


def communes_named(text: str, *, most: int = 12, exact: bool = False) -> list[Commune]:
    """Communes whose name begins by these words (or is exactly them): the very name first, then towns, then villages."""
    key = _SHORT.sub(lambda found: {"ST": "SAINT", "STE": "SAINTE"}[found[0]], fold(text)).encode()
    if len(key) < 2:
        return []
    lines = _lines_named(key + b";" if exact else key)
    return [_read(line) for line in nsmallest(most, lines, key=lambda line: _rank(line, key))]


def _lines_named(start: bytes) -> Iterator[bytes]:
    """Lines whose key begins so: looked for through each piece of the file, then seen to stand at its place in a line."""
    wanted = re.compile(re.escape(b";" + start))
    with _FILE.open("rb") as file:
        while piece := file.read(_PIECE):
            piece = b"\n" + piece + file.readline()
            for found in wanted.finditer(piece):
                begins = found.start() - 5
                if piece[begins - 1] == _END:
                    yield piece[begins : piece.index(b"\n", begins)]


def _rank(line: bytes, key: bytes) -> tuple[bool, int, bool, bytes]:
    """In which order names are proposed."""
    parts = line.split(b";")
    return parts[1] != key, -int(parts[5] or 0), bool(parts[4]), line[6:]


def next_code(commune: Commune) -> Commune | None:
    """The same commune under the code that followed, when its département changed that very day; likewise the one before."""
    for other in communes_named(commune.name, most=100, exact=True):
        if other.code == commune.code:
            continue
        if commune.until and other.since == commune.until + timedelta(days=1):
            return other
        if commune.since and other.until == commune.since - timedelta(days=1):
            return other
    return None


def _read(line: bytes) -> Commune:
    code, _, name, since, until, _ = line.decode().rstrip("\n").split(";")
    return Commune(code, name.replace("'", "’"), _day(since), _day(until))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
