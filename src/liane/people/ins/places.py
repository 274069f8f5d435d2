"""The place of a birth against its date: the code is that of the commune on that day (RNIV), whatever became of it since.

What does not agree is said to be checked, never refused: an act, a register or our own list may be what is late.
"""

import re
from datetime import date, timedelta

from liane.kit.dates import short
from liane.kit.text import fold
from liane.nomenclatures.communes import Commune, communes_named, communes_of, next_code
from liane.nomenclatures.identity import birth_places, department_of
from liane.people.enums import Precision

_CHOSEN = re.compile(r"^(?P<name>.{1,110}) \((?P<code>\d{5}|2[AB]\d{3})\)$")
_UNLISTED = "À vérifier\u00a0: le code {code} n’est pas dans la liste de Liane, où des codes anciens {where} manquent."


def chosen_place(text: str) -> tuple[str, str]:
    """«Saint-Denis (93066)», as the box proposes it: the name and the code; free words have no code."""
    found = _CHOSEN.match(text)
    return (found["name"], found["code"]) if found else (text, "")


def span_of(born: date, precision: str) -> tuple[date, date] | None:
    """The first and last day on which she may be born; nothing when that is too vague to compare."""
    if precision == Precision.DAY:
        return born, born
    if precision == Precision.MONTH:
        first = born.replace(day=1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if precision in (Precision.YEAR, Precision.NO_MONTH):
        return date(born.year, 1, 1), date(born.year, 12, 31)
    return None


def place_doubt(code: str, day: date | None, precision: str = Precision.DAY, what: str = "cette naissance") -> str:
    """What is to be checked about a code and the day of `what`, in a sentence; empty when they agree."""
    if not code or code == "99999":
        return ""
    if code.startswith("99"):
        return "" if code in birth_places() else _UNLISTED.format(code=code, where="de pays")
    names = communes_of(code)
    if not names:
        return _UNLISTED.format(code=code, where="d’outre-mer")
    span = span_of(day, precision) if day is not None else None
    if span is None or any(one.lasted(*span) for one in names):
        return ""
    before = [one for one in names if one.until is not None and one.until < span[0]]
    near = before[-1] if before else names[0]
    when = (
        f"depuis le {short(near.since)}, après {what}" if not before else f"jusqu’au {short(near.until)}, avant {what}"
    )
    return f"À vérifier\u00a0: le code {code} est celui de {near.name} {when}.{_then(near, span)}"


def _then(near: Commune, span: tuple[date, date]) -> str:
    """The code that the same commune bore on that day, when it is known."""
    other = next_code(near)
    return f" Ce jour-là, {other.name} portait le code {other.code}." if other and other.lasted(*span) else ""


def name_of_place(code: str, day: date | None = None) -> str:
    """How the place was called on that day, else as it is or was last; a country by its name."""
    if code.startswith("99"):
        return birth_places().get(code, "") if code != "99999" else ""
    names = communes_of(code)
    then = [one for one in names if day is not None and one.lasted(day, day)]
    return (then or names)[-1].name if names else ""


def place_codes(name: str) -> list[str]:
    """Every code under which a commune or a country of exactly this name was ever known."""
    return list(dict.fromkeys(one.code for one in _proposed(name, most=100, exact=True)))


def proposed_places(text: str) -> list[dict[str, str]]:
    """What a box proposes while one types: what to write in it, and what tells two places of one name apart."""
    return [
        {"value": f"{one.name} ({one.code})", "label": ", ".join(filter(None, (_where(one.code), _until(one))))}
        for one in _proposed(text)
    ]


def _proposed(text: str, *, most: int = 12, exact: bool = False) -> list[Commune]:
    key = fold(text)
    countries = [
        Commune(code, name, None, None)
        for code, name in birth_places().items()
        if code.startswith("99") and (fold(name) == key or not exact and len(key) > 2 and fold(name).startswith(key))
    ]
    return [*countries[:4], *communes_named(text, most=most, exact=exact)]


def _where(code: str) -> str:
    return "pays" if code.startswith("99") else birth_places().get(department_of(code), "")


def _until(one: Commune) -> str:
    if one.until is not None:
        return f"jusqu’au {short(one.until)}"
    return f"depuis le {short(one.since)}" if one.since is not None else ""
