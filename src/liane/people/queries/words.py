"""What somebody meant when she typed in the search box: names, a birth date, a room, a file number."""

import re
from dataclasses import dataclass

from liane.kit.dates import MONTHS
from liane.kit.text import fold, sound
from liane.people.identity import HEARD

_MONTHS = {fold(name): number for number, name in enumerate(MONTHS, 1)}
_DATE = re.compile(
    r"(?<!\d)(\d{1,2})(?:er)?[ /.\-]+(\d{1,2}|" + "|".join(MONTHS) + r")[ /.\-]+(\d{4}|\d{2})(?!\d)", re.I
)
_ROOM_WORDS = frozenset({"chambre", "ch", "place", "poste", "logement", "studio", "appartement"})
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A search, ready for PostgreSQL: `written` as typed, `heard` by ear too, `named` without the room, and the rooms."""

    written: str
    heard: str
    named: str
    rooms: list[str]

    def __bool__(self) -> bool:
        return bool(self.heard or self.rooms)


def _date_token(found: re.Match[str]) -> str:
    month = int(found[2]) if found[2].isdigit() else _MONTHS[fold(found[2])]
    return f"{int(found[1]):02d}{month:02d}{found[3]}"


def _beginning(word: str) -> str:
    """The beginning of a word; a short number is whole: «12» is a room, not every birth date of a 12th."""
    return f"'{word}'" if word.isdigit() and len(word) < 4 else f"'{word}':*"


def _either(word: str) -> str:
    """The beginning of a word, or a word heard the same."""
    if len(word) < 3 or word.isdigit():
        return _beginning(word)
    return f"({_beginning(word)}|'{HEARD}{sound(word)}')"


def asked(text: str) -> Asked:
    """Read a search. Accents, case, hyphens and order do not matter."""
    text = text[:200]
    dates = [_date_token(found) for found in _DATE.finditer(text)]
    words = fold(_DATE.sub(" ", text)).lower().split()[:MOST_WORDS]
    rooms = [word for word in words if any(c.isdigit() for c in word) and len(word) < 6]
    if rooms:
        words = [word for word in words if word not in _ROOM_WORDS]
    exact = [f"'{date}'" for date in dates]
    names = [word for word in words if word not in rooms]
    others = names + [word for word in words if word in rooms]
    return Asked(
        written="&".join([*exact, *map(_beginning, others)]),
        heard="&".join([*exact, *map(_either, others)]),
        named="&".join([*exact, *map(_either, names)]),
        rooms=rooms,
    )
