"""Measures of protection and parental authority, and what each changes: facts read from a file that a lawyer can correct (law 7)."""

import re
import tomllib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from liane.nomenclatures.clocks import MARKS, Span

FILE = Path(__file__).parent / "data" / "legal_measures.toml"
QUESTIONS = ("informed", "reads", "signs", "consents")
_SPAN = re.compile(r"(\d{1,3})([dmy])")
_FAMILIES = ("adult", "parental", "child", "youth", "pjj")
_UNDER = ("minor", "major", "any")
_VOLETS = ("ADMIN", "SOCIAL", "JUDICIAL")
_DECIDERS = ("judge", "department", "person")
_WHO = ("person", "parents", "holder")


class MeasureError(Exception):
    """A file that cannot be used; the sentence names the line and what to correct."""


class Answer(StrEnum):
    """What is answered to one question, for one person, in the order of what it opens: nothing, then always more."""

    NO = "no"
    CHECK = "check"
    OPINION = "opinion"
    AGREED = "agreed"
    DECISION = "decision"
    USUAL = "usual"
    IF_UNABLE = "if_unable"
    IF_ABLE = "if_able"
    WITH = "with"
    YES = "yes"


_RANK = {answer: rank for rank, answer in enumerate(Answer)}


def rank(answer: Answer) -> int:
    """The more it opens, the higher."""
    return _RANK[answer]


@dataclass(frozen=True, slots=True)
class Rule:
    """Answers to some of the four questions, with the sentence and the article that give them."""

    code: str
    why: str
    article: str
    mark: str
    answers: dict[str, Answer] = field(default_factory=dict)
    label: str = ""
    who: str = ""
    when: str = ""

    @property
    def caution(self) -> str:
        """What the screen says of a rule that could not be verified; empty when it was read in force."""
        return MARKS[self.mark]


@dataclass(frozen=True, slots=True)
class MeasureClock:
    """A delay that runs from the decision (or from the seizure of the judge) until something is written."""

    code: str
    label: str
    after: Span
    starts: str
    met_by: str


@dataclass(frozen=True, slots=True)
class MeasureKind:
    """One kind of measure."""

    code: str
    label: str
    family: str
    under: str
    volet: str
    decided_by: str
    article: str
    mark: str
    holder: str = ""
    exclusive: str = ""
    has_spheres: bool = False
    longest: Span | None = None
    longest_why: str = ""
    longest_mark: str = ""
    earliest: Span | None = None
    latest: Span | None = None
    latest_why: str = ""
    report: Span | None = None
    effects: tuple[Rule, ...] = ()
    clocks: tuple[MeasureClock, ...] = ()

    @property
    def is_of_adults(self) -> bool:
        """A protection of an adult: told in the banner to all who open the record."""
        return self.family == "adult"

    @property
    def caution(self) -> str:
        """What the screen says of a kind whose articles could not be verified."""
        return MARKS[self.mark]


@dataclass(frozen=True, slots=True)
class LegalFile:
    """The whole file."""

    edition: str
    source: str
    situations: dict[str, Rule]
    kinds: dict[str, MeasureKind]


@lru_cache(maxsize=1)
def legal_file() -> LegalFile:
    """The file of the house, read once."""
    return read_measures(FILE)


def measure_kinds() -> dict[str, MeasureKind]:
    """Every kind by code, in the order of the file."""
    return legal_file().kinds


def situation(code: str) -> Rule:
    """What is true without any measure: «parent.shared», «person.minor»…"""
    return legal_file().situations[code]


def read_measures(path: Path) -> LegalFile:
    """Read and check one file."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as problem:
        raise MeasureError(f"{path.name}\u00a0: le fichier ne se lit pas ({problem}).") from problem
    situations = _once(path, [_rule(path, row) for row in data.get("situation", [])])
    kinds = _once(path, [_kind(path, row) for row in data.get("measure", [])])
    return LegalFile(str(data.get("edition", "")), str(data.get("source", "")), situations, kinds)


def _once(path: Path, rows: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for row in rows:
        if row.code in found:
            raise MeasureError(f"{path.name}\u00a0: «\u00a0{row.code}\u00a0» y est deux fois.")
        found[row.code] = row
    return found


def _kind(path: Path, row: dict[str, Any]) -> MeasureKind:
    where = f"{path.name}, «\u00a0{row.get('code', '?')}\u00a0»"
    _written(where, row, ("code", "label", "family", "under", "volet", "decided_by", "article", "mark"))
    for name, allowed in (("family", _FAMILIES), ("under", _UNDER), ("volet", _VOLETS), ("decided_by", _DECIDERS)):
        _among(where, name, row[name], allowed)
    for name in ("mark", "longest_mark"):
        _among(where, name, row.get(name, "M"), tuple(MARKS))
    spans: dict[str, Any] = {
        name: _span(where, row[name]) for name in ("longest", "earliest", "latest", "report") if name in row
    }
    words: dict[str, Any] = {
        name: row.get(name, "") for name in ("holder", "exclusive", "longest_why", "latest_why", "longest_mark")
    }
    return MeasureKind(
        code=row["code"], label=row["label"], family=row["family"], under=row["under"], volet=row["volet"],
        decided_by=row["decided_by"], article=row["article"], mark=row["mark"],
        has_spheres=bool(row.get("spheres", False)),
        effects=tuple(_rule(path, {"code": row["code"], **effect}) for effect in row.get("effect", [])),
        clocks=tuple(_clock(where, clock) for clock in row.get("clock", [])), **words, **spans,
    )  # fmt: skip


def _rule(path: Path, row: dict[str, Any]) -> Rule:
    where = f"{path.name}, «\u00a0{row.get('code', '?')}\u00a0»"
    _written(where, row, ("code", "why", "article", "mark"))
    _among(where, "mark", row["mark"], tuple(MARKS))
    if "who" in row:
        _among(where, "who", row["who"], _WHO)
    _among(where, "when", row.get("when", ""), ("", "goods", "person"))
    for question in QUESTIONS:
        if question in row:
            _among(where, question, row[question], tuple(Answer))
    answers = {question: Answer(row[question]) for question in QUESTIONS if question in row}
    return Rule(
        row["code"], row["why"], row["article"], row["mark"], answers, row.get("label", ""), row.get("who", ""),
        row.get("when", ""),
    )  # fmt: skip


def _clock(where: str, row: dict[str, Any]) -> MeasureClock:
    _written(where, row, ("code", "label", "after", "met_by"))
    _among(where, "met_by", row["met_by"], ("seized", "hearing"))
    starts = row.get("from", "decided")
    _among(where, "from", starts, ("decided", "seized"))
    return MeasureClock(row["code"], row["label"], _span(where, row["after"]), starts, row["met_by"])


def _written(where: str, row: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if not isinstance(row.get(name), str) or not row[name]:
            raise MeasureError(f"{where}\u00a0: «\u00a0{name}\u00a0» manque.")


def _among(where: str, name: str, value: Any, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        told = ", ".join(filter(None, allowed))
        raise MeasureError(f"{where}\u00a0: «\u00a0{name}\u00a0» inconnu (« {value} »). Possibles\u00a0: {told}.")


def _span(where: str, text: str) -> Span:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise MeasureError(
            f"{where}\u00a0: «\u00a0{text}\u00a0» n’est pas une durée. Écrivez par exemple 8d, 6m ou 2y."
        )
    return Span(int(match[1]), match[2])
