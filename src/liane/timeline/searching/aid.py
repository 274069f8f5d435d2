"""Short help, screen by screen, from a file: what a colleague would answer, in a few sentences."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from liane.kit.text import fold

_FILE = Path(__file__).parent.parent / "data" / "aide.toml"


@dataclass(frozen=True, slots=True)
class Aid:
    """One answer. `text` is plain French, a paragraph per line."""

    key: str
    title: str
    words: str
    text: str

    @property
    def paragraphs(self) -> list[str]:
        """As the page shows them."""
        return [line for line in self.text.strip().split("\n") if line]


@cache
def aids() -> tuple[Aid, ...]:
    """The whole file, read once."""
    with _FILE.open("rb") as file:
        return tuple(Aid(**entry) for entry in tomllib.load(file)["aide"])


def answers(words: Sequence[str], *, limit: int = 3) -> list[Aid]:
    """Those whose title or words begin like all that was typed, then those that say it somewhere."""
    asked = [word.upper() for word in words if len(word) > 2]
    if not asked:
        return []
    titled = [aid for aid in aids() if _holds(f"{aid.title} {aid.words}", asked)]
    told = [aid for aid in aids() if aid not in titled and _holds(f"{aid.title} {aid.words} {aid.text}", asked)]
    return (titled + told)[:limit]


def named(key: str) -> Aid | None:
    """The answer of a link."""
    return next((aid for aid in aids() if aid.key == key), None)


@cache
def _said(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(text).split()))


def _holds(text: str, asked: list[str]) -> bool:
    said = _said(text)
    return all(any(one.startswith(word) for one in said) for word in asked)
