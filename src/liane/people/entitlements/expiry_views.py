"""Échéances: the rights that end within sixty days, of everybody she accompanies, by date (ux §3, UX-21)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import day, today
from liane.kit.gestures import Gesture
from liane.kit.pages import page, render
from liane.nomenclatures.entitlements import kinds
from liane.people.entitlements import words
from liane.people.entitlements.queries import LONG_AGO, PAGE, Ending, ended_and_ending, ending

_SPANS = {
    "": (0, words.SOON, "Dans les 60 jours"),
    "90": (0, 90, "Dans les 90 jours"),
    "expires": (-LONG_AGO.days, -1, "Déjà expirés"),
}
_GESTURES = (
    Gesture("Voir les échéances des droits", "people:expiries", "agenda", Right.ENTITLEMENT_WRITE, ("droits", "échéances", "renouveler", "expire", "mdph")),
)  # fmt: skip


@page(Right.RECORD_READ)
def listing(request: HttpRequest) -> HttpResponse:
    """By date, each opening the record; what has already ended is one link away."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    span = request.GET.get("vue", "") if request.GET.get("vue", "") in _SPANS else ""
    first, last, _ = _SPANS[span]
    since, until = today() + timedelta(days=first), today() + timedelta(days=last)
    found = ending(actor, since, until, _stopped_at(request.GET.get("apres", "")))
    ended, soon = ended_and_ending(actor, today(), today() + timedelta(days=words.SOON))
    counts = {"": soon, "expires": ended}
    context = {
        "lines": [_line(one) for one in found[:PAGE]],
        "older": _address(span, f"{found[PAGE - 1].expires_on.isoformat()}_{found[PAGE - 1].id}") if len(found) > PAGE else "",
        "views": [
            {"label": f"{label} ({counts[key]})" if key in counts else label, "url": _address(key), "current": key == span}
            for key, (_, _, label) in _SPANS.items()
        ],
        "ended": ended if not span else 0,
        "ended_url": _address("expires"),
        "span": span,
    }  # fmt: skip
    return render(request, "people/expiries.html", context)


def _address(span: str, after: str = "") -> str:
    asked = {name: value for name, value in (("vue", span), ("apres", after)) if value}
    return reverse("people:expiries") + (f"?{urlencode(asked)}" if asked else "")


def _stopped_at(text: str) -> tuple[date, UUID] | None:
    on, _, key = text[:80].partition("_")
    try:
        return date.fromisoformat(on), UUID(key)
    except ValueError:
        return None


def _line(one: Ending) -> dict[str, Any]:
    gap = (one.expires_on - today()).days
    return {
        "name": one.name,
        "unit": one.unit,
        "title": words.title_of(one.kind, one.answers),
        "tag": words.until(one.expires_on, False, kinds().get(one.kind)),
        "day": day(one.expires_on),
        "gap": words.in_days(gap),
        "claim": words.claim_tag(one.state, one.state_on, renews=True),
        "url": reverse("people:right", kwargs={"record_id": one.record_id, "right_id": one.thread_id}),
        "record_url": reverse("documents:papers", kwargs={"record_id": one.record_id}),
    }


def nav(request: HttpRequest) -> list[dict[str, Any]]:
    """«Échéances», for who keeps rights; the others find it by the search."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Right.ENTITLEMENT_WRITE):
        return []
    url = reverse("people:expiries")
    return [{"label": "Échéances", "short": "Échéances", "icon": "agenda", "url": url, "count": 0, "current": request.path.startswith(url), "group": "Mon service"}]  # fmt: skip


def gestures() -> tuple[Gesture, ...]:
    """Slot of the search."""
    return _GESTURES
