"""The situations a house lives through, read from the files of `corpus/`, ready to be told."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from liane.config.demo.text.grammar import Pattern, compile_pattern

FOLDER = Path(__file__).parent / "corpus"
LEVELS = {"INFO": 0, "TO_READ": 1, "URGENT": 2}
MOMENTS = ("matin", "midi", "apres_midi", "soir", "nuit")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to tell a part: its text, and the title that goes with it when there is one."""

    title: Pattern | None
    text: Pattern


@dataclass(frozen=True, slots=True)
class Situation:
    """Something that happens: who may write it, at what time of the day, for whom, and how it is told."""

    focus: str
    by: frozenset[str]
    at: tuple[str, ...]
    weight: int
    level: int
    needs: frozenset[str]
    ages: tuple[int, int]
    titles: tuple[Pattern, ...]
    block: tuple[Variant, ...]
    seen: tuple[Variant, ...]
    done: tuple[Variant, ...]
    result: tuple[Variant, ...]
    task: tuple[Pattern, int] | None
    voice: str  # who says what stands between « »: "" = the person, "proche" = her relative, "none" = nobody


@dataclass(frozen=True, slots=True)
class Step:
    """One day of a story."""

    day: int
    situation: Situation


@dataclass(frozen=True, slots=True)
class Arc:
    """A story told over days or months by several colleagues; the words drawn the first day hold to the end."""

    code: str
    needs: frozenset[str]
    ages: tuple[int, int]
    weight: int
    steps: tuple[Step, ...]

    @property
    def days(self) -> int:
        """How long the story lasts."""
        return self.steps[-1].day


@dataclass(frozen=True, slots=True)
class Corpus:
    """What one sector can tell."""

    situations: tuple[Situation, ...]
    arcs: tuple[Arc, ...]
    lists: Mapping[str, Sequence[Pattern]]


@cache
def load_corpus(sector: str) -> Corpus:
    """Everything the files say for that sector."""
    situations: list[Situation] = []
    arcs: list[Arc] = []
    lists: dict[str, Sequence[Pattern]] = {}
    for raw in _files():
        if sector not in raw["sectors"]:
            continue
        situations += [_situation(row) for row in raw.get("situation", []) if sector in row.get("sectors", [sector])]
        arcs += [_arc(row) for row in raw.get("arc", []) if sector in row.get("sectors", [sector])]
        words = raw.get("lexicon", {})
        for name, values in {**words, **words.get(sector, {})}.items():
            if isinstance(values, list):
                lists[name] = tuple(compile_pattern(value) for value in values)
    return Corpus(tuple(situations), tuple(arcs), lists)


@cache
def _files() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))


def _arc(row: dict[str, Any]) -> Arc:
    steps = tuple(Step(step["day"], _situation(step)) for step in row["step"])
    return Arc(row["code"], _words(row, "needs"), _ages(row), row.get("weight", 2), steps)


def _situation(row: dict[str, Any]) -> Situation:
    task = row.get("task")
    return Situation(
        focus=row["focus"],
        by=frozenset(row["by"]),
        at=tuple(row["at"]),
        weight=row.get("weight", 2),
        level=LEVELS[row.get("level", "INFO")],
        needs=_words(row, "needs"),
        ages=_ages(row),
        titles=tuple(compile_pattern(title) for title in row.get("title", [])),
        block=_variants(row, "block"),
        seen=_variants(row, "seen"),
        done=_variants(row, "done"),
        result=_variants(row, "result"),
        task=(compile_pattern(task[0]), task[1]) if task else None,
        voice=row.get("voice", ""),
    )


def _variants(row: dict[str, Any], key: str) -> tuple[Variant, ...]:
    made = []
    for text in row.get(key, []):
        title, separator, body = text.partition(" || ")
        made.append(Variant(compile_pattern(title) if separator else None, compile_pattern(body or title)))
    return tuple(made)


def _words(row: dict[str, Any], key: str) -> frozenset[str]:
    return frozenset(row.get(key, "").split())


def _ages(row: dict[str, Any]) -> tuple[int, int]:
    low, high = row.get("ages", (0, 130))
    return low, high
