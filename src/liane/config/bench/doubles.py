"""A thousand labelled pairs, and what the rule of doubles answers: precision, recall, and where it is wrong.

The pairs are drawn from names that one meets (config/demo/names.toml) with the slips that one meets: a finger on the
next key (azerty), an accent, a name as it is heard, day and month exchanged, the married name, two slips at once. The
others are two persons: twins (some of one sex with near first names), a father and his son, sisters, cousins, homonyms.
Nothing here knows how the rule works.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from liane.config.demo.names import draw, first_name, last_name
from liane.people.doubles.blocks import keys, pairs
from liane.people.doubles.scoring import face, score
from liane.people.enums import Precision, Sex
from liane.people.traits import Traits

SEED = 20261126
TOWNS = ("Marseille", "Aubagne", "Lyon", "Nîmes", "Oran", "Dakar", "Lisbonne", "Toulouse", "Brest", "Lille")
_KEYBOARD = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_HEARD = (
    ("ph", "f"), ("f", "ph"), ("eau", "o"), ("au", "o"), ("ck", "k"), ("qu", "k"), ("c", "k"), ("y", "i"), ("i", "y"),
    ("ou", "w"), ("ss", "s"), ("ll", "l"), ("nn", "n"), ("tt", "t"), ("x", "s"), ("z", "s"), ("ai", "e"), ("ei", "ai"),
    ("h", ""), ("é", "er"), ("s", "ss"), ("n", "nn"), ("r", "rr"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """Two identities, what happened between them, and whether they are one person."""

    kind: str
    one: Traits
    other: Traits
    is_double: bool


def somebody(rng: Random) -> Traits:
    """A whole identity."""
    years, feminine = rng.randint(1, 95), rng.random() < 0.5
    first, last, origin = draw(rng, years, feminine)
    names = ", ".join(
        dict.fromkeys([first, *(first_name(rng, origin, feminine) for _ in range(rng.choice((0, 0, 1, 2))))])
    )
    used = last_name(rng, origin) if feminine and years > 25 and rng.random() < 0.4 else ""
    return Traits(
        birth_name=last, first_names=names, used_name=used, sex=Sex.FEMALE if feminine else Sex.MALE,
        birth_date=date(2026 - years, 1, 1) + timedelta(days=rng.randint(0, 364)), birth_place=rng.choice(TOWNS),
    )  # fmt: skip


# One person written twice


def finger(rng: Random, word: str) -> str:
    """A finger on the next key, one letter lost, twice the same, two exchanged."""
    place, how = rng.randrange(len(word)), rng.choice(("next", "lost", "twice", "exchanged"))
    if how == "lost" and len(word) > 3:
        return word[:place] + word[place + 1 :]
    if how == "twice":
        return word[:place] + word[place].lower() + word[place:]
    if how == "exchanged" and place + 1 < len(word) and word[place] != word[place + 1]:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    row = next((row for row in _KEYBOARD if word[place].lower() in row), "es")
    near = row.find(word[place].lower())
    return word[:place] + row[max(0, near - 1) if near else 1] + word[place + 1 :]


def heard(rng: Random, word: str) -> str:
    """As somebody writes it who has only heard it."""
    able = [(a, b) for a, b in _HEARD if a in word[1:].lower()]
    if not able:
        return word + rng.choice(("e", "s", "t"))
    a, b = rng.choice(able)
    place = word.lower().index(a, 1)
    return word[:place] + b + word[place + len(a) :]


def plain(rng: Random, traits: Traits) -> Traits:
    """Capitals, without accents, hyphens or apostrophes."""
    flat = str.maketrans("àâäéèêëîïôöùûüçÀÉÈÊÎÔÛÇ", "aaaeeeeiioouuucAEEEIOUC")

    def written(name: str) -> str:
        return name.translate(flat).replace("-", " ").replace("’", " ").upper()

    first = traits.first_names.split(",")[0]
    return replace(
        traits, birth_name=written(traits.birth_name), used_name=written(traits.used_name), first_names=written(first)
    )


def _first(rng: Random, traits: Traits, change: Callable[[Random, str], str]) -> Traits:
    first, *others = traits.first_names.split(", ")
    return replace(traits, first_names=", ".join([change(rng, first), *others]))


def _figure(rng: Random, born: date) -> date:
    """One wrong figure in the date."""
    while True:
        text = born.strftime("%d%m%Y")
        place = rng.choice((0, 1, 2, 3, 6, 7))
        text = text[:place] + str(rng.randint(0, 9)) + text[place + 1 :]
        try:
            found = date(int(text[4:]), int(text[2:4]), int(text[:2]))
        except ValueError:
            continue
        if found != born:
            return found


def _that_can_be_exchanged(rng: Random) -> date:
    """The second, the third… of another month than the second, the third."""
    day, month = rng.sample(range(1, 13), 2)
    return date(rng.randint(1930, 2020), month, day)


def _exchanged(rng: Random, traits: Traits) -> Traits:
    born = traits.birth_date or date(1980, 1, 2)
    return replace(traits, birth_date=born.replace(day=born.month, month=born.day))


def _married(rng: Random, traits: Traits) -> Traits:
    """Only the name she uses is known."""
    return replace(traits, birth_name=traits.used_name or traits.birth_name, used_name="")


def _two_slips(rng: Random, traits: Traits) -> Traits:
    slips: list[Callable[[], Callable[[Traits], Traits]]] = [
        lambda: lambda t: replace(t, birth_name=finger(rng, t.birth_name)),
        lambda: lambda t: _first(rng, t, heard),
        lambda: lambda t: replace(t, birth_date=_figure(rng, t.birth_date or date(1980, 1, 1))),
        lambda: lambda t: replace(t, birth_place=""),
    ]
    for slip in rng.sample(slips, 2):
        traits = slip()(traits)
    return traits


_SAME: dict[str, tuple[int, Callable[[Random, Traits], Traits]]] = {
    "accents, traits d’union, majuscules": (60, plain),
    "faute de frappe dans le nom": (60, lambda rng, t: replace(t, birth_name=finger(rng, t.birth_name))),
    "faute de frappe dans le prénom": (50, lambda rng, t: _first(rng, t, finger)),
    "nom écrit à l’oreille": (50, lambda rng, t: replace(t, birth_name=heard(rng, t.birth_name))),
    "prénom écrit à l’oreille": (30, lambda rng, t: _first(rng, t, heard)),
    "jour et mois inversés": (50, _exchanged),
    "un chiffre faux dans la date": (40, lambda rng, t: replace(t, birth_date=_figure(rng, t.birth_date or date(1980, 1, 1)))),
    "nom et prénom inversés": (40, lambda rng, t: replace(t, birth_name=t.first_names.split(",")[0], first_names=t.birth_name, used_name="")),
    "seul le nom marital est connu": (40, _married),
    "date inconnue": (15, lambda rng, t: replace(t, birth_date=None, birth_precision=Precision.UNKNOWN)),
    "prénom inconnu": (10, lambda rng, t: replace(t, first_names="")),
    "mauvaise case pour le sexe": (10, lambda rng, t: replace(t, sex=Sex.MALE if t.sex == Sex.FEMALE else Sex.FEMALE)),
    "deux fautes à la fois": (45, _two_slips),
}  # fmt: skip


# Two persons


def _other_first(rng: Random, traits: Traits) -> str:
    known = traits.first_names.split(", ")
    while True:
        found = somebody(rng).first_names.split(", ")[0]
        if found not in known:
            return found


def _twin(rng: Random, traits: Traits) -> Traits:
    sex = rng.choice((Sex.FEMALE, Sex.MALE))
    return replace(traits, first_names=_other_first(rng, traits), sex=sex, used_name="")


def _near_twin(rng: Random, traits: Traits) -> Traits:
    """Marine and Marina: one sex, one letter between them, the next rank of the register."""
    order = traits.birth_order or 1
    return replace(_first(rng, traits, finger), used_name="", birth_order=order + 1)


def _child(rng: Random, traits: Traits) -> Traits:
    """A father and his son of one name; one time in twenty, born the same day of the year."""
    born, years = traits.birth_date or date(1960, 1, 1), rng.randint(18, 42)
    day = min(born.day, 28)
    same = born.replace(year=born.year + years, day=day)
    return replace(traits, birth_date=same if rng.random() < 0.05 else same + timedelta(days=rng.randint(20, 330)))


def _sister(rng: Random, traits: Traits) -> Traits:
    born = traits.birth_date or date(1980, 1, 1)
    gap = timedelta(days=rng.choice((-1, 1)) * rng.randint(300, 2500))
    return replace(_twin(rng, traits), birth_date=born + gap)


def _homonym(rng: Random, traits: Traits) -> Traits:
    other = somebody(rng)
    return replace(
        traits,
        birth_date=other.birth_date,
        birth_place=other.birth_place,
        first_names=traits.first_names.split(", ")[0],
    )


def _born_together(rng: Random, traits: Traits) -> Traits:
    """Same day, same first name, another name."""
    return replace(traits, birth_name=somebody(rng).birth_name, used_name="", birth_place=rng.choice(TOWNS))


def _cousin(rng: Random, traits: Traits) -> Traits:
    return replace(_first(rng, traits, finger), birth_date=somebody(rng).birth_date)


_APART: dict[str, tuple[int, Callable[[Random, Traits], Traits]]] = {
    "jumeaux": (110, _twin),
    "père et fils de même nom": (60, _child),
    "frères et sœurs": (90, _sister),
    "homonymes": (100, _homonym),
    "nés le même jour, même prénom": (60, _born_together),
    "cousins aux prénoms voisins": (40, _cousin),
    "nés le même jour": (20, lambda rng, t: replace(somebody(rng), birth_date=t.birth_date)),
    "jumeaux aux prénoms voisins": (20, _near_twin),
}  # fmt: skip


def labelled(seed: int = SEED) -> Iterator[Pair]:
    """The thousand pairs: always the same for one seed."""
    rng = Random(seed)
    for is_double, kinds in ((True, _SAME), (False, _APART)):
        for kind, (count, change) in kinds.items():
            for _ in range(count):
                traits = somebody(rng)
                if kind == "seul le nom marital est connu":
                    traits = replace(traits, sex=Sex.FEMALE, used_name=last_name(rng, "france"))
                if kind == "jour et mois inversés":
                    traits = replace(traits, birth_date=_that_can_be_exchanged(rng))
                if kind == "jumeaux aux prénoms voisins":
                    traits = replace(traits, birth_order=rng.randint(1, 400))
                yield Pair(kind, traits, change(rng, traits), is_double)


def measure(persons: int = 10_000) -> dict[str, Any]:
    """What the rule answers to the thousand pairs, and what a night costs with so many persons."""
    counts: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for pair in labelled():
        one, other = face(pair.one), face(pair.other)
        found = score(one, other).is_likely and bool(set(keys(one)) & set(keys(other)))  # what the night meets
        counts[
            "found" if found and pair.is_double else "alarm" if found else "missed" if pair.is_double else "apart"
        ] += 1
        if found is not pair.is_double:
            wrong[pair.kind] += 1
    rng = Random(SEED + 1)
    faces = [(number, face(somebody(rng))) for number in range(persons)]
    begun, compared = time.perf_counter(), 0
    for a, b in pairs(faces):
        compared += 1
        score(faces[a][1], faces[b][1])
    return {
        "pairs": sum(counts.values()),
        **{name: counts[name] for name in ("found", "missed", "alarm", "apart")},
        "precision": round(counts["found"] / (counts["found"] + counts["alarm"]), 4),
        "recall": round(counts["found"] / (counts["found"] + counts["missed"]), 4),
        "wrong": dict(wrong.most_common()),
        "persons": persons,
        "compared": compared,
        "seconds": round(time.perf_counter() - begun, 2),
    }
