"""What the requests hang in the menu, in the search, and in the list of drafts."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.gestures import Gesture
from liane.stays.referrals.queries import names_of_requests

_GESTURES = (
    Gesture("Demandes d’admission", "stays:referrals", "depot", Right.REFERRAL_READ, ("demandes", "admission", "attente", "orientation", "notification", "viatrajectoire")),
    Gesture("Écrire une demande d’admission", "stays:referral_new", "plus", Right.REFERRAL_WRITE, ("demande", "admission", "nouvelle")),
)  # fmt: skip


def nav(request: HttpRequest) -> list[dict[str, Any]]:
    """«Demandes», for those who follow admissions."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Right.REFERRAL_READ):
        return []
    url = reverse("stays:referrals")
    return [
        {"label": "Demandes", "short": "Demandes", "icon": "depot", "url": url, "count": 0, "key": "referrals", "group": "Mon service"}
    ]  # fmt: skip


def gestures() -> tuple[Gesture, ...]:
    """Slot of the search."""
    return _GESTURES


def about_requests(actor: Actor, addresses: list[Mapping[str, Any]]) -> list[str | None]:
    """For the drafts of forms whose address names a request: about whom, or None when it is closed to their author."""
    names = names_of_requests(actor, [address["referral_id"] for address in addresses])
    return [names.get(address["referral_id"]) for address in addresses]
