"""Why a writing answers: the piece of it where the words stand, each marked as PostgreSQL itself understands it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from liane.kit.text import fold
from liane.timeline.searching.wanted import Wanted

AROUND = 90  # letters before the first marked word
LENGTH = 260
_WORD = re.compile(r"[^\W_]+")
_MARKED = """
SELECT word FROM unnest(%s::text[]) word WHERE to_tsvector('french', word) @@ to_tsquery('french', %s)
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A few letters, marked or not. The page escapes them: they are only text."""

    text: str
    is_marked: bool = False


def marker(what: Wanted, texts: Iterable[str]) -> "Marker":
    """Which words of these texts are the ones asked for: one question for the whole page."""
    said = {fold(word).lower() for text in texts for word in _WORD.findall(text)}
    if not said or not what.words:
        return Marker(frozenset())
    asked = [f"{word}:*" if what.begun and word == what.words[-1] else word for word in what.words]
    with connection.cursor() as cursor:
        cursor.execute(_MARKED, [sorted(said), " | ".join(asked)])
        return Marker(frozenset(word for (word,) in cursor.fetchall()))


@dataclass(frozen=True, slots=True)
class Marker:
    """The words to mark, folded."""

    words: frozenset[str]

    def pieces(self, text: str, *, whole: bool = False) -> list[Piece]:
        """The text, or the part of it around its first marked word, cut in pieces."""
        spots = [found.span() for found in _WORD.finditer(text) if fold(found[0]).lower() in self.words]
        start, end = (0, len(text)) if whole else _window(text, spots)
        pieces = [Piece("… ")] if start else []
        here = start
        for first, last in spots:
            if first < here or last > end:
                continue
            pieces += [Piece(text[here:first]), Piece(text[first:last], is_marked=True)]
            here = last
        pieces += [Piece(text[here:end]), Piece(" …" if end < len(text) else "")]
        return [piece for piece in pieces if piece.text]


def _window(text: str, spots: list[tuple[int, int]]) -> tuple[int, int]:
    """A stretch of the text around its first marked word, cut between words."""
    start = max(spots[0][0] - AROUND, 0) if spots else 0
    if start:
        start = text.find(" ", start) + 1 or start
    end = min(start + LENGTH, len(text))
    if end < len(text):
        end = max(text.rfind(" ", start, end), start + 1) if " " in text[start:end] else end
    return start, end
