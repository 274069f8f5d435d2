"""A small grammar for writings: one pattern, many sentences that agree with the people they speak of.

    [a|b|]        at random, one of these (an empty one is allowed)
    <m|f>         agrees with the person; <a:m|f> with the author; <p:m|f> with the relative
    {name}        a word of the scene, or one drawn from the word lists; {name!} with a capital letter
    {n:2-5}       a number; {n:2-5#key} the same number again in the same writing
    {h-40}        the clock 40 minutes before the writing
    {j:3-10}      a working day between 3 and 10 days later

A word drawn once stays the same within one writing: a title and its text tell the same story.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from liane.kit.dates import DAYS, MONTHS

NBSP, THIN = "\u00a0", "\u202f"
Pattern = Callable[["Scene"], str]
_TYPOGRAPHY = [
    (re.compile(pattern), made)
    for pattern, made in (
        (r"« ", "«" + NBSP),
        (r" »", NBSP + "»"),
        (r" :", NBSP + ":"),
        (r" ([;?!])", THIN + r"\1"),
        (r"(?<=[\d}]) (?=(?:kg|g|ml|cl|cm|mm|km|h|€|ans|%)(?![\wà-ÿ]))", NBSP),
    )
]
_ELISION = re.compile(r"\b([Dd]|[Qq]u)e (?=[AEIOUÀÂÉÈÊÎÏÔÖÛÜ]|H[éeuo][a-zà-ÿ]|(?!onz|oui)[aeiouâéèê][a-zà-ÿ’])")
_CONTRACTED = re.compile(r"\b([Dd]e|[Àà]) (les?) (?=[^\W\d_])")
_CONTRACTIONS = {"dele": "du", "deles": "des", "àle": "au", "àles": "aux"}
_STRAY = re.compile(r" +(?=[.,])")
_SPACES = re.compile(r" {2,}")


class PatternError(Exception):
    """A pattern that cannot be read; the sentence shows it."""


@dataclass(slots=True)
class Scene:
    """Who, when, and the words already drawn."""

    rng: Random
    at: datetime
    words: Mapping[str, str]
    lists: Mapping[str, Sequence[Pattern]]
    feminine: bool = False
    author_feminine: bool = False
    relative_feminine: bool = False
    drawn: dict[str, str] = field(default_factory=dict)


def compile_pattern(text: str) -> Pattern:
    """The pattern as a function of the scene; read once, rendered many times."""
    for wrong, right in _TYPOGRAPHY:
        text = wrong.sub(right, text)
    made, at = _sequence(text, 0, "")
    if at != len(text):
        raise PatternError(f"«{text[at:]}» is left over in: {text}")
    return made


def render(pattern: Pattern, scene: Scene) -> str:
    """One sentence or more, spaces and elisions in order."""
    text = pattern(scene).strip(" ")
    if "  " in text:
        text = _SPACES.sub(" ", text)
    text = _STRAY.sub("", _CONTRACTED.sub(_contract, text))
    return _ELISION.sub(r"\1’", text)


def _contract(found: "re.Match[str]") -> str:
    short = _CONTRACTIONS[(found[1] + found[2]).lower()]
    return f"{capital(short) if found[1][0].isupper() else short} "


def capital(text: str) -> str:
    """First letter as a capital, the rest untouched."""
    return text[:1].upper() + text[1:]


def _sequence(text: str, at: int, stops: str) -> tuple[Pattern, int]:
    parts: list[Pattern] = []
    while at < len(text) and text[at] not in stops:
        char = text[at]
        if char == "[":
            part, at = _choice(text, at + 1, "]")
        elif char == "<":
            part, at = _agreement(text, at + 1)
        elif char == "{":
            part, at = _slot(text, at + 1)
        elif char in "]>}":
            raise PatternError(f"«{char}» closes nothing in: {text}")
        else:
            end = at
            while end < len(text) and text[end] not in "[<{]>}" + stops:
                end += 1
            part, at = _literal(text[at:end]), end
        parts.append(part)
    if len(parts) == 1:
        return parts[0], at
    return (lambda scene: "".join([part(scene) for part in parts])), at


def _literal(text: str) -> Pattern:
    return lambda scene: text


def _options(text: str, at: int, close: str) -> tuple[list[Pattern], int]:
    options = []
    while True:
        option, at = _sequence(text, at, "|" + close)
        options.append(option)
        if at >= len(text):
            raise PatternError(f"«{close}» is missing in: {text}")
        at += 1
        if text[at - 1] == close:
            return options, at


def _choice(text: str, at: int, close: str) -> tuple[Pattern, int]:
    options, at = _options(text, at, close)
    count = len(options)
    return (lambda scene: options[int(scene.rng.random() * count)](scene)), at


def _agreement(text: str, at: int) -> tuple[Pattern, int]:
    who = text[at] if text[at : at + 2] in ("a:", "p:") else ""
    options, at = _options(text, at + 2 if who else at, ">")
    if len(options) != 2:
        raise PatternError(f"two forms are expected between < and > in: {text}")
    masculine, feminine = options
    if who == "a":
        return (lambda scene: (feminine if scene.author_feminine else masculine)(scene)), at
    if who == "p":
        return (lambda scene: (feminine if scene.relative_feminine else masculine)(scene)), at
    return (lambda scene: (feminine if scene.feminine else masculine)(scene)), at


def _slot(text: str, at: int) -> tuple[Pattern, int]:
    end = text.find("}", at)
    if end < 0:
        raise PatternError(f"«}}» is missing in: {text}")
    name = text[at:end]
    number = re.fullmatch(r"n:(\d+)-(\d+)(#\w+)?", name)
    moment = re.fullmatch(r"h-(\d+)", name)
    later = re.fullmatch(r"j:(\d+)-(\d+)", name)
    if number:
        return _number(int(number[1]), int(number[2]), number[3]), end + 1
    if moment:
        return _clock(int(moment[1])), end + 1
    if later:
        return _later(int(later[1]), int(later[2])), end + 1
    if not re.fullmatch(r"\w+!?", name):
        raise PatternError(f"«{name}» is not a word of the scene in: {text}")
    return _word(name), end + 1


def _number(low: int, high: int, key: str | None) -> Pattern:
    def draw(scene: Scene) -> str:
        if key and key in scene.drawn:
            return scene.drawn[key]
        step = 5 if high - low >= 20 and low % 5 == high % 5 == 0 else 1  # nobody writes «41 minutes»
        value = str(low + step * int(scene.rng.random() * ((high - low) // step + 1)))
        if key:
            scene.drawn[key] = value
        return value

    return draw


def _clock(minutes: int) -> Pattern:
    key = f"h-{minutes}"

    def draw(scene: Scene) -> str:
        if key not in scene.drawn:
            moment = scene.at - timedelta(minutes=minutes + int(scene.rng.random() * min(9, minutes / 4)))
            minute = moment.minute - moment.minute % 5
            scene.drawn[key] = f"{moment.hour}{NBSP}h{NBSP}{minute:02d}" if minute else f"{moment.hour}{NBSP}h"
        return scene.drawn[key]

    return draw


def _later(low: int, high: int) -> Pattern:
    key = f"j:{low}-{high}"

    def draw(scene: Scene) -> str:
        if key not in scene.drawn:
            day = scene.at.date() + timedelta(days=low + int(scene.rng.random() * (high - low + 1)))
            day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
            number = "1er" if day.day == 1 else str(day.day)
            scene.drawn[key] = f"{DAYS[day.weekday()]} {number} {MONTHS[day.month - 1]}"
        return scene.drawn[key]

    return draw


def _word(name: str) -> Pattern:
    key, raised = name.rstrip("!"), name.endswith("!")

    def draw(scene: Scene) -> str:
        value = scene.words.get(key) or scene.drawn.get(key)
        if value is None:
            choices = scene.lists.get(key)
            if not choices:
                raise PatternError(f"nobody knows the word «{key}»")
            value = scene.drawn[key] = choices[int(scene.rng.random() * len(choices))](scene)
        return capital(value) if raised else value

    return draw
