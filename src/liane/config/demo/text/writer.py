"""Turns a situation and a moment into a writing: four boxes or one block, the person's own words marked."""

import re
from dataclasses import dataclass
from datetime import datetime
from random import Random

from liane.config.demo.text.corpus import Corpus, Situation, Variant
from liane.config.demo.text.grammar import Scene, render
from liane.nomenclatures.packs import Focus

_QUOTE = re.compile("«\u00a0(.+?)\u00a0»")
FOCUS_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Hero:
    """What a text must know of the person it speaks of."""

    words: dict[str, str]
    feminine: bool
    relative_feminine: bool
    age: int
    tags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quoted:
    """Own words: the box they stand in and where."""

    part: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody wrote, before it is given an author, a record and an identifier."""

    focus_code: str
    focus: str
    volet: str
    level: int
    text: str
    observation: str
    action: str
    outcome: str
    quotes: tuple[Quoted, ...]
    task: tuple[str, int] | None
    said_by: str = ""


def fits(situation: Situation, hero: Hero) -> bool:
    """Whether this can happen to that person: her age, her house, who she has."""
    return situation.needs <= hero.tags and situation.ages[0] <= hero.age <= situation.ages[1]


def write(
    situation: Situation,
    hero: Hero,
    focus: Focus,
    corpus: Corpus,
    rng: Random,
    at: datetime,
    author_feminine: bool,
    drawn: dict[str, str] | None = None,
) -> Writing:
    """Tells the situation. `drawn` carries the words of a story from one day to the next."""
    scene = Scene(
        rng=rng,
        at=at,
        words=hero.words,
        lists=corpus.lists,
        feminine=hero.feminine,
        author_feminine=author_feminine,
        relative_feminine=hero.relative_feminine,
        drawn={} if drawn is None else drawn,
    )
    detail, boxes = _told(situation, scene)
    task = (render(situation.task[0], scene), situation.task[1]) if situation.task else None
    if drawn is not None:
        for key in [key for key in drawn if key.startswith(("h-", "j:", "mot"))]:
            del drawn[key]
    return Writing(
        focus_code=focus.code,
        focus=_focus_line(focus.label, detail),
        volet=focus.volet,
        level=situation.level,
        quotes=() if situation.voice == "none" else _quotes(boxes),
        task=task,
        said_by=hero.words["proche_prenom"] if situation.voice == "proche" else "",
        **boxes,
    )


def _told(situation: Situation, scene: Scene) -> tuple[str, dict[str, str]]:
    """The words after the target, and the boxes."""
    rng = scene.rng
    first = _pick(situation.block or situation.seen, rng)
    title = first.title or (rng.choice(situation.titles) if situation.titles else None)
    detail = render(title, scene) if title else ""
    boxes = {"text": "", "observation": "", "action": "", "outcome": ""}
    boxes["text" if situation.block else "observation"] = render(first.text, scene)
    if situation.done:
        boxes["action"] = render(_pick(situation.done, rng).text, scene)
    if situation.result:
        boxes["outcome"] = render(_pick(situation.result, rng).text, scene)
    return detail, boxes


def _pick(variants: tuple[Variant, ...], rng: Random) -> Variant:
    return variants[int(rng.random() * len(variants))]


def _focus_line(label: str, detail: str) -> str:
    line = f"{label}\u00a0: {detail}" if detail else label
    return line if len(line) <= FOCUS_LENGTH else label


def _quotes(boxes: dict[str, str]) -> tuple[Quoted, ...]:
    return tuple(
        Quoted(part, found.start(), found.end(), found[1])
        for part, text in boxes.items()
        if "«" in text
        for found in _QUOTE.finditer(text)
    )
