"""What the house itself shows in the rooms: the backups, on the page «Conformité»."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from liane.config.models import SafetyRun
from liane.config.safety.state import State, state
from liane.kit.dates import when
from liane.kit.pages import Fragment
from liane.kit.slots import Slot, hang

BACKUP, TRIAL = SafetyRun.Kind.BACKUP, SafetyRun.Kind.TRIAL
_NEVER = {BACKUP: "Aucune sauvegarde n’a encore été faite.", TRIAL: "Aucune restauration n’a encore été essayée."}
_LAST = {BACKUP: "Dernière sauvegarde", TRIAL: "Dernière restauration réussie"}
_TROUBLE = {BACKUP: "La dernière sauvegarde a échoué", TRIAL: "Le dernier essai de restauration a échoué"}


def backups_card(request: HttpRequest) -> Fragment:
    """A copy that nobody has brought back proves nothing: both dates, red when one is too old."""
    if settings.DEMO:
        context: dict[str, Any] = {"lines": ["Une maison de démonstration n’est pas sauvegardée."], "troubles": []}
    else:
        context = told(state())
    return Fragment("config/_backups.html", context)


def told(now: State) -> dict[str, Any]:
    """Lines, and what asks for somebody."""
    lines, troubles = [], []
    for kind in (BACKUP, TRIAL):
        run, failure = now.good.get(kind), now.failed_since(kind)
        lines.append(f"{_LAST[kind]} : {when(run.at)}. {run.sentence}" if run else _NEVER[kind])
        if failure:
            troubles.append(f"{_TROUBLE[kind]} ({when(failure.at)}) : {failure.sentence}")
        elif now.is_late(kind, timezone.now()):
            days = "deux jours" if kind == BACKUP else "huit jours"
            troubles.append(f"Plus de {days} sans {kind.label} : prévenez la personne qui s’occupe de Liane.")
    return {"lines": lines, "troubles": troubles}


hang(Slot.CONFORMITY, backups_card, order=20)
