"""How much two identities agree: the one rule of creation, import and night. It proposes; a human being decides.

Identitovigilance (RNIV 3): nobody is recognised on a name alone, twins are two persons, and so are a father and a son of
one name. What is compared: names of birth and of use, first names, day of birth, sex, place of birth. The weights are
ours (mark D: no published rule gives any); `./liane bench` measures what they find and what they miss.
"""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from liane.kit.text import fold, sound
from liane.people.enums import Precision, Sex
from liane.people.traits import Traits

CERTAIN, LIKELY = 90, 70  # out of 100: «très probable», «à comparer»; under, nobody is asked


class Agree(IntEnum):
    """How two words agree."""

    APART = 0
    UNKNOWN = 1
    CLOSE = 2  # one slip of the finger, or one is a part of the other
    HEARD = 3  # heard alike, or begun alike while it is typed
    SAME = 4


class Days(IntEnum):
    """How two days of birth agree."""

    APART = 0
    UNKNOWN = 1  # one is missing, or only the year is known and agrees
    SLIP = 2  # one figure, or two figures exchanged
    EXCHANGED = 3  # day and month
    SAME = 4


@dataclass(frozen=True, slots=True)
class Face:
    """Traits made ready to be compared many times."""

    names: tuple[str, ...]  # folded: birth name first, then the name used
    first: tuple[str, ...]  # words of the first first name
    called: tuple[str, ...]  # words of the name she wishes
    born: date | None
    precision: str
    sex: str
    place: str
    order: int | None = None  # rank in the register of births, when a paper gave it


@dataclass(frozen=True, slots=True)
class Score:
    """What agrees and what does not, and the weight of it: 0 (somebody else) to 100."""

    name: Agree
    first: Agree
    days: Days
    is_crossed: bool  # the name of one is the first name of the other, and the reverse
    sexes_differ: bool
    places: Agree
    orders_differ: bool  # born the same day, entered at two ranks of a register: twins, as far as the papers say
    points: int

    @property
    def is_same(self) -> bool:
        """Equal name, first name and day: what an import may join by itself."""
        same = self.name is Agree.SAME and self.first is Agree.SAME and self.days is Days.SAME
        return same and not self.orders_differ

    @property
    def is_certain(self) -> bool:
        """Very probably the same person."""
        return self.points >= CERTAIN

    @property
    def is_likely(self) -> bool:
        """Near enough for somebody to compare the two."""
        return self.points >= LIKELY


def face(traits: Traits, place_code: str = "") -> Face:
    """Ready to compare."""
    names = tuple(dict.fromkeys(name for name in (fold(traits.birth_name), fold(traits.used_name)) if name))
    first = tuple(fold(traits.first_names.split(",")[0]).split())  # the first one is the strict trait (RNIV)
    called = tuple(fold(traits.preferred_name).split())
    born = traits.birth_date if traits.birth_precision != Precision.UNKNOWN else None
    place = place_code or fold(traits.birth_place)
    return Face(names, first, called, born, traits.birth_precision, traits.sex, place, traits.birth_order)


def score(mine: Face, theirs: Face, *, begun: bool = False) -> Score:
    """Compare two identities. `begun`: the names of the first are being typed, a beginning is enough to agree."""
    name = max((_word(a, b, begun) for a in mine.names for b in theirs.names), default=Agree.UNKNOWN)
    if name is Agree.SAME and _two_births(mine, theirs):
        name = Agree.HEARD
    first = _first(mine, theirs, begun)
    days = compare_days(mine, theirs)
    is_crossed = max(name, first) < Agree.HEARD and _is_crossed(mine, theirs, begun)
    differ = Sex.UNKNOWN not in (mine.sex, theirs.sex) and mine.sex != theirs.sex
    if differ and first in (Agree.CLOSE, Agree.HEARD):  # Louis and Louise, Jean and Jeanne
        first = Agree.APART
    places = Agree.UNKNOWN
    if mine.place and theirs.place:
        places = Agree.SAME if mine.place == theirs.place else Agree.APART
    orders = _orders_differ(mine, theirs, days)
    points = _points(name, first, days, is_crossed, differ, places)
    if orders:
        points = min(points, (LIKELY if places is Agree.SAME else CERTAIN) - 1)
    return Score(name, first, days, is_crossed, differ, places, orders, points)


def _orders_differ(mine: Face, theirs: Face, days: Days) -> bool:
    """Two ranks in the register of one day and one place are two births: Marine and Marina are twins, not one child.

    Elsewhere (a place is not known, or written otherwise) each register counts for itself: it is doubted, never certain.
    """
    return days is Days.SAME and None not in (mine.order, theirs.order) and mine.order != theirs.order


_NAME = {Agree.SAME: 35, Agree.HEARD: 32, Agree.CLOSE: 27, Agree.UNKNOWN: 0, Agree.APART: 0}
_FIRST = {Agree.SAME: 30, Agree.HEARD: 28, Agree.CLOSE: 22, Agree.UNKNOWN: 0, Agree.APART: -15}
_DAYS = {Days.SAME: 35, Days.EXCHANGED: 27, Days.SLIP: 22, Days.UNKNOWN: 8, Days.APART: -40}


def _points(name: Agree, first: Agree, days: Days, is_crossed: bool, differ: bool, places: Agree) -> int:
    points = (60 if is_crossed else _NAME[name] + _FIRST[first]) + _DAYS[days]
    if differ:
        points -= 12
    if places is Agree.SAME:
        points += 6
    elif places is Agree.APART and days is not Days.SAME:
        points -= 6
    return max(0, min(points, 100))


def _word(mine: str, theirs: str, begun: bool) -> Agree:
    """Two names, folded."""
    if mine == theirs:
        return Agree.SAME
    one, other = mine.replace(" ", ""), theirs.replace(" ", "")
    if one == other:
        return Agree.HEARD
    if begun and _begins(mine, theirs):
        return Agree.HEARD
    if len(one) > 2 and len(other) > 2 and sound(one) == sound(other):
        return Agree.HEARD
    few, many = sorted((mine.split(), theirs.split()), key=len)
    if len(few) < len(many) and set(few) <= set(many) and max(map(len, few)) > 2:
        return Agree.CLOSE  # «Martin» and «Martin-Dupont»
    return Agree.CLOSE if min(len(one), len(other)) > 4 and is_one_slip(one, other) else Agree.APART


def _begins(mine: str, theirs: str) -> bool:
    """What is typed begins a word of the other, or its first word is heard alike; one letter says nothing."""
    parts = {part for part in (mine, mine.split()[0]) if len(part) > 1}
    words = {theirs, *theirs.split()}
    if any(word.startswith(part) for part in parts for word in words):
        return True
    return bool({sound(p) for p in parts if len(p) > 2} & {sound(w) for w in words if len(w) > 2})


def _two_births(mine: Face, theirs: Face) -> bool:
    """Both say a birth name beside a used one, and the birth names are not the same: two women of one married name."""
    return len(mine.names) > 1 and len(theirs.names) > 1 and mine.names[0] != theirs.names[0]


def _first(mine: Face, theirs: Face, begun: bool) -> Agree:
    """First names: «Marie» and «Marie Thérèse» agree on what both say."""
    ours, others = mine.first or mine.called, theirs.first or theirs.called
    if not ours or not others:
        return Agree.UNKNOWN
    few, many = sorted((ours, others), key=len)
    if few == many[: len(few)] or ours == theirs.called or others == mine.called:
        return Agree.SAME
    if "".join(few) == "".join(many[:2]) or "".join(many) == few[0]:
        return Agree.HEARD  # «Jean-Pierre», «Jeanpierre»
    best = _word(ours[0], others[0], False) if len(ours[0]) > 1 and len(others[0]) > 1 else Agree.APART
    wished = [
        _word(" ".join(one), " ".join(called), begun)
        for one, called in ((ours, theirs.called), (others, mine.called))
        if called
    ]
    if max(wished, default=Agree.APART) >= Agree.HEARD or (begun and _begins(" ".join(ours), " ".join(others))):
        return Agree.HEARD
    if best is Agree.APART and set(few) < set(many):
        return Agree.CLOSE  # «Thérèse» for «Marie Thérèse»
    return _compound(best, ours)


def _compound(best: Agree, ours: tuple[str, ...]) -> Agree:
    """«Jean-Pierre» is not «Jean-Paul»; «Samia Nadia» and «Samia Zohra» agree on the first one only."""
    if best is not Agree.SAME:
        return best
    return Agree.APART if ours[0] in _OPENING else Agree.CLOSE


_OPENING = frozenset({"JEAN", "MARIE", "ANNE", "PIERRE", "EL", "BEN", "ABD"})  # words that begin many first names


def compare_days(mine: Face, theirs: Face) -> Days:
    """Two days of birth, each as far as it is known."""
    one, other = mine.born, theirs.born
    if one is None or other is None:
        return Days.UNKNOWN
    if mine.precision != Precision.DAY or theirs.precision != Precision.DAY:
        agree = one.year == other.year and (
            Precision.YEAR in (mine.precision, theirs.precision) or one.month == other.month
        )
        return Days.UNKNOWN if agree else Days.APART
    if one == other:
        return Days.SAME
    if (one.year, one.month, one.day) == (other.year, other.day, other.month):
        return Days.EXCHANGED
    parts = [(f"{one.day:02d}", f"{other.day:02d}"), (f"{one.month:02d}", f"{other.month:02d}")]
    parts.append((f"{one.year:04d}", f"{other.year:04d}"))
    wrong = [(a, b) for a, b in parts if a != b]
    return Days.SLIP if len(wrong) == 1 and _figures(*wrong[0]) else Days.APART


def _figures(one: str, other: str) -> bool:
    """One figure is wrong, or two neighbours are exchanged."""
    apart = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 1:
        return True
    return len(apart) == 2 and apart[1] == apart[0] + 1 and one[apart[0]] == other[apart[1]]


def _is_crossed(mine: Face, theirs: Face, begun: bool) -> bool:
    """The first name was written in the place of the name."""
    ours, others = mine.first or mine.called, theirs.first or theirs.called
    if not ours or not others or not mine.names or not theirs.names:
        return False
    one = max(_word(" ".join(ours), name, begun) for name in theirs.names)
    other = max(max(_word(name, " ".join(others), begun), _word(name, others[0], begun)) for name in mine.names)
    return min(one, other) >= Agree.HEARD


def is_one_slip(one: str, other: str) -> bool:
    """One letter too many, missing, wrong, or two neighbours exchanged: a fat finger (Damerau, distance 1)."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    a, b = one[start:], other[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return longer[1:] == shorter


def close_days(day: date | None) -> list[date]:
    """The day itself, and day and month exchanged: where to look for somebody."""
    if day is None:
        return []
    if day.day > 12 or day.day == day.month:
        return [day]
    return [day, day.replace(day=day.month, month=day.day)]
