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
    Gesture("Inventaire des affaires de {name}", "stays:inventories", "papier", Right.RECORD_READ, ("inventaire", "trousseau", "affaires", "objets", "dépôt"), about_person=True),
    Gesture("Qui était là, un jour donné", "stays:census", "gens", Right.PLACES_READ, ("recensement", "présents", "absents", "effectif")),
    Gesture("Places et occupation", "stays:places", "maison", Right.PLACES_READ, ("places", "chambres", "libres", "occupation", "taux")),
    Gesture("Délais à tenir", "stays:clocks", "attente", Right.RECORD_READ, ("contrat", "avenant", "retard", "échéance", "dipc", "suivi", "sortie")),
)  # fmt: skip


_ENTRIES = (
    ("Places", "maison", "stays:places", Right.PLACES_READ),
    ("Délais", "attente", "stays:clocks", Right.STAY_WRITE),
)


def nav(request: HttpRequest) -> list[dict[str, Any]]:
    """«Places» and «Délais», for whoever answers for them; the others find them by the search."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return [_entry(request, *entry) for *entry, right in _ENTRIES if actor.may(right)]


def _entry(request: HttpRequest, label: str, icon: str, name: str) -> dict[str, Any]:
    url = reverse(name)
    current = request.path.startswith(url)
    return {
        "label": label,
        "short": label,
        "icon": icon,
        "url": url,
        "count": 0,
        "current": current,
        "group": "Mon service",
    }


def gestures() -> tuple[Gesture, ...]:
    """Slot of the search."""
    return _GESTURES
