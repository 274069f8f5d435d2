"""What the requests hang in the menu, in the search, and in the list of drafts."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.drafts.store import naming
from liane.kit.gestures import Gesture
from liane.stays.referrals.enums import ENDED, OPEN
from liane.stays.referrals.models import Referral, Wish
from liane.stays.referrals.queries import names_of_requests, wishes_in_order
from liane.stays.referrals.words import row_of, state_label

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


def finds(actor: Actor, words: Sequence[str], limit: int) -> dict[str, Any]:
    """Slot of the search: requests of her facilities about somebody of this name; once admitted, her record is found."""
    if not actor.may(Right.REFERRAL_READ):
        return {"label": "", "items": []}
    states = (*OPEN, *ENDED)
    wishes = {one.referral_id: one for one in wishes_in_order(actor, states, named=" ".join(words), limit=limit * 2)}
    return {"label": "Demandes d’admission", "items": [_found(wish) for wish in list(wishes.values())[:limit]]}


def _found(wish: Wish) -> dict[str, str]:
    row = row_of(wish)
    return {
        "label": row["name"],
        "url": row["url"],
        "icon": "depot",
        "detail": f"{state_label(wish.state)} · {row['born']}",
    }


def about_requests(actor: Actor, addresses: list[Mapping[str, Any]]) -> list[str | None]:
    """For the drafts of forms whose address names a request: about whom, or None when it is closed to their author."""
    names = names_of_requests(actor, [address["referral_id"] for address in addresses])
    return [names.get(address["referral_id"]) for address in addresses]


def drafts_of(record_id: UUID) -> dict[str, list[UUID]]:
    """What was being written on her requests, closed for long, when her record is destroyed at its term (`Slot.ERASE`)."""
    return {"kit_saveddraft": naming(Referral.objects.filter(record_id=record_id).values_list("pk", flat=True))}
