"""The entry of identitovigilance in the menu."""

from typing import Any

from django.http import HttpRequest

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse


def nav(request: HttpRequest) -> list[dict[str, Any]]:
    """For who may join records. No counter: a page does not look for doubles to draw its menu."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Right.IDENTITY_MERGE):
        return []
    url = reverse("people:doubles")
    current = request.path.startswith("/identites/")
    return [{"label": "Doublons", "short": "Doublons", "icon": "identite", "url": url, "count": 0, "current": current, "group": "Mon service"}]  # fmt: skip
