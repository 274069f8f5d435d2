"""The queue: which records may be one person, which were joined or parted lately."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import short
from liane.kit.pages import page, render
from liane.people.doubles.queries import PAGE, Half, Pair, Side, half_pairs, queue, waiting
from liane.people.doubles.regroupings import lately
from liane.people.doubles.words import how_near, in_words
from liane.people.words import age_and_birth


@page(Right.IDENTITY_MERGE)
def show(request: HttpRequest) -> HttpResponse:
    """The most alike first, thirty a page, with how many wait in all."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = queue(actor, after=_stopped_at(request.GET.get("apres", "")))
    pairs, more = found[:PAGE], len(found) > PAGE
    trace(actor, Kind.PERSONS_SEARCHED, found=len(pairs))
    here = reverse("people:doubles")
    last = pairs[-1] if pairs else None
    context = {
        "pairs": [_shown(pair) for pair in pairs],
        "waiting": waiting(actor),
        "older": f"{here}?{urlencode({'apres': f'{last.points}_{last.id}'})}" if more and last else "",
        "halves": [_half(half) for half in half_pairs(actor)] if "apres" not in request.GET else [],
        "lately": lately(actor) if "apres" not in request.GET else [],
    }
    return render(request, "people/doubles/queue.html", context)


def _shown(pair: Pair) -> dict[str, Any]:
    word, tone = how_near(pair.points)
    return {
        "url": reverse("people:double", kwargs={"double_id": pair.id}),
        "sides": [_side(pair.one), _side(pair.other)],
        "why": in_words(pair.reasons),
        "tag": {"word": word, "tone": tone, "icon": "gens"},
        "since": short(pair.found_at),
    }


def _half(half: Half) -> dict[str, Any]:
    url = reverse("timeline:record", kwargs={"record_id": half.mine.record_id})
    return {**_side(half.mine), "url": url, "where": half.where}


def _side(side: Side) -> dict[str, Any]:
    return {
        "name": side.person.full_name,
        "initials": side.person.initials,
        "detail": ", ".join([age_and_birth(side.person), *side.units]),
    }


def _stopped_at(text: str) -> tuple[int, UUID] | None:
    points, _, key = text[:60].partition("_")
    try:
        return (int(points), UUID(key)) if points.isdigit() and len(points) < 4 else None
    except ValueError:
        return None
