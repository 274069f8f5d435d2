"""How one comes to the pages of the stays: the menu of those who answer for them, and the search everywhere."""

from typing import Any

from django.http import HttpRequest

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.gestures import Gesture

_GESTURES = (
    Gesture("Noter une absence de {name}", "stays:absence_new", "sortie", Right.ABSENCE_WRITE, ("absence", "absente", "absent", "hospitalisation", "week-end", "fugue", "vacances"), about_person=True),
    Gesture("Préparer un départ de {name}", "stays:departure", "imprime", Right.RECORD_PRINT, ("départ", "hôpital", "liaison", "urgence", "dlu", "transfert"), about_person=True),
    Gesture("Délais à tenir", "stays:clocks", "attente", Right.RECORD_READ, ("contrat", "avenant", "retard", "échéance", "dipc")),
)  # fmt: skip


def nav(request: HttpRequest) -> list[dict[str, Any]]:
    """«Délais», for whoever opens and ends stays; the others find them by the search."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Right.STAY_WRITE):
        return []
    url = reverse("stays:clocks")
    current = request.path.startswith(url)
    return [{"label": "Délais", "short": "Délais", "icon": "attente", "url": url, "count": 0, "current": current, "group": "Mon service"}]  # fmt: skip


def gestures() -> tuple[Gesture, ...]:
    """Slot of the search."""
    return _GESTURES
