"""Delays that the law and the sector give to a stay: facts read from a file that a professional can correct (law 7)."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateutil.relativedelta import relativedelta

FILE = Path(__file__).parent / "data" / "clocks.toml"
STARTS = ("admission", "planned_end", "absence")
PROOFS = ("", "contract_given", "contract_signed")
MARKS = {
    "V": "",
    "V°": "Article lu dans une version ancienne : vérifiez la rédaction en vigueur.",
    "M": "Délai de mémoire, non retrouvé dans les textes : à vérifier avant de s’y fier.",
    "D": "Choix de Liane, pas un texte.",
}
_SPAN = re.compile(r"(-?\d{1,3})([hdmy])")


class ClockError(Exception):
    """A file of delays that cannot be used; the sentence names the delay and what to correct."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the calendar: «6m» from 31 August ends on the last day of February, as lawyers count."""

    count: int
    unit: str

    def after(self, start: date) -> date:
        """The day on which it ends (days, months, years; hours are counted from a moment)."""
        return start + self.delta

    @property
    def delta(self) -> relativedelta:
        """The same, to be added to a date or a moment."""
        names = {"h": "hours", "d": "days", "m": "months", "y": "years"}
        return relativedelta(**{names[self.unit]: self.count})

    def after_moment(self, start: datetime) -> datetime:
        """The same from a precise moment: an absence is counted in hours."""
        return start + self.delta


@dataclass(frozen=True, slots=True)
class Clock:
    """One delay, with where it comes from and how sure we are of it."""

    code: str
    label: str
    why: str
    starts: str
    after: Span
    article: str
    mark: str
    every: Span | None = None
    done_by: str = ""
    step: str = ""
    packs: frozenset[str] = frozenset()
    motives: frozenset[str] = frozenset()
    under: Span | None = None
    from_age: Span | None = None

    def concerns(self, pack: str) -> bool:
        """Does it exist in this sector?"""
        return not self.packs or pack in self.packs

    @property
    def is_far(self) -> bool:
        """Is it reminded months before (J-90, 60, 30)? What is asked in the first weeks is seen on the page of the delays."""
        weeks = {"h": 1 / 168, "d": 1 / 7, "m": 4.35, "y": 52.2}[self.after.unit] * abs(self.after.count)
        return self.starts == "planned_end" or (self.starts == "admission" and weeks > 6)

    @property
    def caution(self) -> str:
        """What the screen says of a rule that could not be verified; empty when it was read in force."""
        return MARKS[self.mark]


@lru_cache(maxsize=1)
def clocks() -> dict[str, Clock]:
    """Every delay by code, in the order of the file."""
    return read_clocks(FILE)


@lru_cache(maxsize=1)
def clocks_edition() -> str:
    """«2026-11»."""
    return str(tomllib.loads(FILE.read_text("utf-8"))["edition"])


def read_clocks(path: Path) -> dict[str, Clock]:
    """Read and check one file."""
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("clock", [])
    except tomllib.TOMLDecodeError as problem:
        raise ClockError(f"{path.name}\u00a0: le fichier ne se lit pas ({problem}).") from problem
    found: dict[str, Clock] = {}
    for row in rows:
        clock = _clock(path, row)
        if clock.code in found:
            raise ClockError(f"{path.name}\u00a0: «\u00a0{clock.code}\u00a0» y est deux fois.")
        found[clock.code] = clock
    return found


def _clock(path: Path, row: dict[str, Any]) -> Clock:
    where = f"{path.name}, «\u00a0{row.get('code', '?')}\u00a0»"
    for name in ("code", "label", "why", "starts", "after", "article", "mark"):
        if not isinstance(row.get(name), str) or not row[name]:
            raise ClockError(f"{where}\u00a0: «\u00a0{name}\u00a0» manque.")
    for name, allowed in (("starts", STARTS), ("mark", tuple(MARKS)), ("done_by", PROOFS)):
        if row.get(name, "") not in allowed and name in row:
            raise ClockError(
                f"{where}\u00a0: «\u00a0{name}\u00a0» inconnu. Possibles\u00a0: {', '.join(filter(None, allowed))}."
            )
    spans = {name: read_span(where, row[name]) for name in ("after", "every", "under", "from") if name in row}
    return Clock(
        code=row["code"], label=row["label"], why=row["why"], starts=row["starts"], article=row["article"],
        mark=row["mark"], done_by=row.get("done_by", ""), step=row.get("step", ""), packs=frozenset(row.get("packs", ())),
        motives=frozenset(row.get("motives", ())), after=spans["after"], every=spans.get("every"),
        under=spans.get("under"), from_age=spans.get("from"),
    )  # fmt: skip


def read_span(where: str, text: str) -> Span:
    """«15d», «6m», «1y», «72h», «-1m»."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ClockError(
            f"{where}\u00a0: «\u00a0{text}\u00a0» n’est pas un délai. Écrivez par exemple 15d, 6m, 1y ou 72h."
        )
    return Span(int(match[1]), match[2])
