"""What somebody typed: words, «exact phrases», and filters. Whatever it holds, it is only words once it is read."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from liane.kit.text import clean_line, fold
from liane.timeline.searching.moments import since

LONGEST = 200
MOST_WORDS = 8
_FILTERS = ("auteur", "cible", "depuis", "dans")
_PIECE = re.compile(
    r"(?:(?P<filter>" + "|".join(_FILTERS) + r")\s?:\s?)?(?:[\"“”«]\s*(?P<quoted>[^\"“”«»]*?)\s*(?:[\"“”»]|$)|(?P<word>[^\s\"“”«»]+))",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search, as understood. `typed` is shown again; `whole` and `begun` are ready for PostgreSQL."""

    typed: str = ""
    text: str = ""  # without the filters
    whole: str = ""  # every word as written
    begun: str = ""  # the same, the last word only begun; empty when it cannot be
    author: str = ""
    focus: str = ""
    unit: str = ""
    since: datetime | None = None
    said_since: str = ""  # what could not be read as a moment
    words: tuple[str, ...] = field(default=())

    @property
    def has_filters(self) -> bool:
        """Does it ask for writings, whatever the names?"""
        return bool(self.author or self.focus or self.since or self.said_since)

    def __bool__(self) -> bool:
        return bool(self.whole or self.has_filters or self.unit)


def _words(text: str) -> list[str]:
    return fold(text).lower().split()


def wanted(typed: str) -> Wanted:
    """Read a search. Operators, brackets and signs are not words, so they ask for nothing."""
    typed = clean_line(typed[:LONGEST])
    terms: list[list[str]] = []
    told: dict[str, str] = {}
    kept: list[str] = []
    for piece in _PIECE.finditer(typed):
        quoted = piece["quoted"] is not None
        said = piece["quoted"] if quoted else piece["word"]
        if piece["filter"]:
            told[piece["filter"].lower()] = said
        else:
            kept.append(said)
            terms += [_words(said)] if quoted else [[word] for word in _words(said)]
    terms = [term for term in terms if term][:MOST_WORDS]
    moment = since(told.get("depuis", ""))
    is_open = bool(terms) and len(terms[-1]) == 1 and len(terms[-1][0]) > 2 and not typed.endswith(('"', "”", "»"))
    return Wanted(
        typed=typed,
        text=" ".join(kept),
        whole=_query(terms),
        begun=_query(terms, begun=True) if is_open else "",
        author=" ".join(_words(told.get("auteur", ""))),
        focus=" ".join(_words(told.get("cible", ""))),
        unit=" ".join(_words(told.get("dans", ""))),
        since=moment,
        said_since=told.get("depuis", "") if moment is None else "",
        words=tuple(word for term in terms for word in term),
    )


def _query(terms: list[list[str]], *, begun: bool = False) -> str:
    """Words together for `to_tsquery`: letters and digits only, so nothing typed is ever an operator."""
    asked = ["(" + " <-> ".join(term) + ")" if len(term) > 1 else term[0] for term in terms]
    if begun:
        asked[-1] += ":*"
    return " & ".join(asked)
