"""How a goal is told, on its page, in the fil and in the composer."""

from typing import Any

from liane.kit.addresses import reverse
from liane.kit.dates import short
from liane.plans.enums import GoalState, Voice
from liane.plans.models import Goal

STATE_TAGS = {
    GoalState.ACTIVE: {"word": "En cours", "tone": "feuille", "icon": "cible"},
    GoalState.REACHED: {"word": "Atteint", "tone": "vert", "icon": "coche"},
    GoalState.STOPPED: {"word": "Arrêté", "tone": "", "icon": "croix"},
}
_CHIP = 60


def goal_url(goal: Goal, name: str = "plans:goal") -> str:
    """The page of a goal, or one of its gestures."""
    return reverse(name, kwargs={"record_id": goal.record_id, "goal_id": goal.thread_id})


def who_spoke(goal: Goal, called: str) -> str:
    """«Dit par Sam», «Dit par Sam, avec l’aide de Karim Duval», «Observé par Karim Duval»."""
    if goal.voice == Voice.OBSERVED:
        return f"Observé par {goal.voice_of}"
    helped = f", avec l’aide de {goal.voice_of}" if goal.voice == Voice.HELPED else ""
    return f"Dit par {called}{helped}"


def period(goal: Goal) -> str:
    """«depuis le 12/03/2026, pour le 01/06/2026»."""
    until = f", pour le {short(goal.until)}" if goal.until else ""
    return f"depuis le {short(goal.since)}{until}"


def chip(goal: Goal) -> str:
    """Its words, short enough for a telephone."""
    words = goal.wording
    return words if len(words) <= _CHIP else words[: _CHIP - 1].rsplit(" ", 1)[0] + "…"


def told(goal: Goal, called: str) -> dict[str, Any]:
    """What a page shows of a goal. A wish that was only observed is not printed as a quotation."""
    return {
        "id": goal.thread_id,
        "wording": goal.wording,
        "is_quote": goal.voice != Voice.OBSERVED,
        "who": who_spoke(goal, called),
        "period": period(goal),
        "proof": goal.proof,
        "tag": STATE_TAGS[GoalState(goal.state)],
        "is_active": goal.state == GoalState.ACTIVE,
        "reason": goal.reason,
        "url": goal_url(goal),
    }
