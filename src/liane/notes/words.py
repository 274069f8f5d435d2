"""The person's own words, between « »: found in a text, kept as spans of data, never rephrased."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

# « … », “ … ” and straight quotes; a quotation never runs over a blank line.
_QUOTED = re.compile(r"«\s*(?P<a>[^«»\n]+?)\s*»|“\s*(?P<b>[^“”\n]+?)\s*”|\"(?P<c>[^\"\n]{2,}?)\"")


@dataclass(frozen=True, slots=True)
class Spoken:
    """One quotation: where its words stand in the text (marks excluded from the words, included in the span)."""

    start: int
    end: int
    words: str


def spoken(text: str) -> list[Spoken]:
    """Quotations of a text, in order. Lengths are in characters of the stored text."""
    found = []
    for match in _QUOTED.finditer(text):
        words = next(group for group in match.groups() if group is not None)
        found.append(Spoken(match.start(), match.end(), words))
    return found


def spans(text: str, quotes: Iterable[tuple[int, int, str, str]], person: str) -> list[dict[str, object]]:
    """The text cut for display: `{text, said_by, shown}`; quotes are (start, end, words, said_by) of this text.

    The speaker is printed only when it is not the person herself.
    """
    pieces: list[dict[str, object]] = []
    cursor = 0
    for start, end, words, said_by in sorted(quotes):
        if start > cursor:
            pieces.append({"text": text[cursor:start], "said_by": ""})
        who = said_by or person
        pieces.append({"text": words, "said_by": who, "shown": bool(said_by) and said_by != person})
        cursor = end
    if cursor < len(text):
        pieces.append({"text": text[cursor:], "said_by": ""})
    return pieces
