"""A place in a waiting list, computed from what was decided and explained in the same words.

points = Σ (weight of a criterion × level noted) + seniority × months waited. Waiting makes everybody older at the same pace,
so the order never depends on the day it is read: `rank_key` compares points minus seniority × first day of waiting. A place
changes when somebody notes something, decides, or changes the rules; each of these leaves a move with its reason.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from liane.kit.dates import short
from liane.nomenclatures.referrals import SENIORITY, waiting_criteria

MONTH = 30  # days
SCALE = 1_000  # room between two keys, for a place that is decided
HEAVIEST = 50
_YES_NO = ("Non", "Oui")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A criterion as a facility uses it; weight 0: it does not count."""

    code: str
    label: str
    hint: str
    levels: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of «pourquoi cette place»."""

    label: str
    said: str
    points: float


def default_criteria() -> list[Chosen]:
    """Those proposed to every facility."""
    return [Chosen(one.code, one.label, one.hint, one.levels, one.weight) for one in waiting_criteria().values()]


def criteria_from(rows: Iterable[Mapping[str, Any]]) -> list[Chosen]:
    """What a direction has chosen: the weights of the known criteria, and its own criteria (yes or no)."""
    known, chosen = waiting_criteria(), []
    for row in rows:
        one = known.get(str(row["code"]))
        levels = one.levels if one else _YES_NO
        hint = one.hint if one else "Critère choisi par cet établissement"
        chosen.append(Chosen(str(row["code"]), str(row["label"]), hint, levels, int(row["weight"])))
    seen = {one.code for one in chosen}
    return chosen + [Chosen(o.code, o.label, o.hint, o.levels, 0) for o in known.values() if o.code not in seen]


def points_of(criteria: Iterable[Chosen], levels: Mapping[str, int]) -> int:
    """Points of what was noted; a level that no longer exists counts as the last one."""
    return sum(one.weight * _level(one, levels) for one in criteria if one.code != SENIORITY)


def seniority_of(criteria: Iterable[Chosen]) -> int:
    """Points for one month of waiting."""
    return next((one.weight for one in criteria if one.code == SENIORITY), 0)


def rank_key(criteria: list[Chosen], levels: Mapping[str, int], since: date, boost: int) -> int:
    """The greater, the nearer. The same on any day it is computed."""
    return (points_of(criteria, levels) * MONTH - seniority_of(criteria) * since.toordinal()) * SCALE + boost


def explained(
    criteria: list[Chosen], levels: Mapping[str, int], since: date, boost: int, decision: str, *, on: date
) -> tuple[list[Line], float]:
    """Every line that counts, and the total, as of that day."""
    lines = []
    months = max((on - since).days, 0) / MONTH
    for one in criteria:
        if not one.weight:
            continue
        if one.code == SENIORITY:
            said = f"depuis le {short(since)}, {one.weight} par mois"
            lines.append(Line(one.label, said, round(months * one.weight, 1)))
            continue
        level = _level(one, levels)
        word = one.levels[level] if one.code in levels else "pas encore noté"
        lines.append(Line(one.label, f"{word}, {one.weight} × {level}", float(one.weight * level)))
    if boost:
        lines.append(Line("Place décidée", decision or "décision de l’équipe", round(boost / (SCALE * MONTH), 1)))
    return lines, round(sum(line.points for line in lines), 1)


def _level(criterion: Chosen, levels: Mapping[str, int]) -> int:
    return max(0, min(int(levels.get(criterion.code, 0)), len(criterion.levels) - 1))
