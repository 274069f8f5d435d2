"""The record page: the fil first."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right
from liane.kit import dates, keyset
from liane.kit.addresses import reverse
from liane.kit.pages import page, render
from liane.kit.slots import Slot, hung
from liane.people.banner import frame
from liane.people.door import open_record
from liane.timeline.queries import PAGE, FilFilter, Line, Within, fil, unseen

_LOOK = {"STAY": ("maison", "feuille"), "ABSENCE": ("sortie", "bleu"), "NOTE": ("papier", "gris")}


def _wanted(request: HttpRequest, unread: list[UUID], within: Within | None) -> FilFilter:
    part = request.GET.get("partie", "")
    return FilFilter(
        volet=part if part in VOLET_LABELS else "",
        words=request.GET.get("mots", "")[:200],
        source_ids=unread if part == "a-lire" else None,
        within=within,
        before=keyset.stopped_at(request.GET.get("avant", "")),
        down_to=keyset.stopped_at(request.GET.get("vers", "")),
    )


def plain_card(line: Line) -> dict[str, Any]:
    """How a line looks when no room above tells more about it."""
    icon, tone = _LOOK.get(line.kind, ("papier", "gris"))
    return {
        "id": line.id,
        "title": line.title,
        "author": line.author_name,
        "role": line.author_role,
        "moment": dates.hour(line.happened_at),
        "moment_iso": line.happened_at.isoformat(),
        "icon": icon,
        "tone": tone,
    }


def cards(actor: Actor, lines: list[Line]) -> dict[UUID, dict[str, Any]]:
    """Cards of the lines: each room tells its own facts, one query a room at most; then what is joined to them."""
    found = {line.source_id: plain_card(line) for line in lines}
    for fill in hung(Slot.FIL_CONTENT):
        found.update(fill(actor, lines))
    for fill in hung(Slot.FIL_JOINED):
        found.update(fill(actor, lines, found))
    return found


def _by_day(lines: list[Line], shown: dict[UUID, dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for day, group in groupby(lines, key=lambda line: dates.local(line.happened_at).date()):
        yield {"heading": dates.day_heading(day), "notes": [shown[line.source_id] for line in group]}


def _filters(actor: Actor, facts_units: list[UUID], part: str, waiting: int, base: str) -> list[dict[str, Any]]:
    readable = actor.volets_read(facts_units)
    items = [("", "Tout"), ("a-lire", f"À lire ({waiting})")]
    items += [(volet, label) for volet, label in VOLET_LABELS.items() if volet in readable]
    return [{"label": lb, "url": f"{base}?partie={p}" if p else base, "current": p == part} for p, lb in items]


@page(Right.RECORD_READ)
def record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Le fil: composer, filters, days; on the right what hangs there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    unread = [key for fill in hung(Slot.FIL_UNREAD) for key in fill(request, record_id)]
    paths = [piece for fill in hung(Slot.RECORD_PATH) if (piece := fill(request, facts))]
    within = next((piece.context["chosen"] for piece in paths if piece.context["chosen"]), None)
    wanted = _wanted(request, unread, within)
    found = fil(actor, record_id, wanted)
    lines, more = found[:PAGE], len(found) > PAGE
    base = reverse("timeline:record", kwargs={"record_id": record_id})
    part = request.GET.get("partie", "")
    older = ""
    if more:
        query = {k: v for k, v in request.GET.items() if k not in ("avant", "vers") and v}
        older = f"{base}?{urlencode({**query, 'avant': keyset.after(lines[-1].happened_at, lines[-1].id)})}"
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "fil"),
        "days": list(_by_day(lines, cards(actor, lines))),
        "filters": _filters(actor, [h.unit_id for h in facts.units()], part, len(unread), base),
        "words": wanted.words,
        "part": part,
        "paths": paths,
        "within": within is not None,
        "base": base,
        "older": older,
        "newest": base if wanted.before or wanted.down_to else "",
        "unseen": unseen(actor, record_id),
        "composers": [piece for fill in hung(Slot.RECORD_COMPOSER) if (piece := fill(request, facts))],
        "aside": [piece for fill in hung(Slot.RECORD_ASIDE) if (piece := fill(request, facts))],
    }
    return render(request, "timeline/record.html", context)
