"""Délais à tenir: what is late by unit, and what is still to do for one person."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import day, short, today
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render
from liane.nomenclatures.clocks import clocks, clocks_edition
from liane.people.banner import frame, may_here
from liane.people.door import open_record
from liane.stays.clocks import actions
from liane.stays.clocks.forms import MetForm, TakeBackForm
from liane.stays.clocks.queries import (
    PAGE,
    SOON,
    DueLine,
    UnitTold,
    due_for_record,
    due_in_unit,
    marks_of,
    told_by_unit,
)
from liane.stays.following.queries import Counts, Point, how_many, points_made, points_to_make
from liane.stays.following.views import line_of

_VIEWS = {"": "En retard", "mois": "Dans le mois"}
_AFTER = "suivis"  # what those who have left become


@page(Right.RECORD_READ)
def late(request: HttpRequest) -> HttpResponse:
    """By unit: how many delays are late, and the lines behind each figure."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    units = told_by_unit(actor.units_with(Right.RECORD_READ), today())
    chosen = _chosen(request, actor, units)
    counts = how_many(chosen.unit_id, today()) if chosen and actor.may(Right.STAY_WRITE, chosen.unit_id) else None
    views = _views(counts)
    view = request.GET.get("vue", "") if request.GET.get("vue", "") in views else ""
    after = _stopped_at(request.GET.get("apres", ""))
    points: list[Point] = points_to_make(actor, chosen.unit_id, today(), after) if chosen and view == _AFTER else []
    before = today() + SOON if view else today()
    lines = due_in_unit(chosen.unit_id, before, after) if chosen and view != _AFTER else []
    context = {
        "units": [_unit_link(unit, chosen, view) for unit in units],
        "chosen": chosen,
        "views": [
            {"label": label, "url": _address(chosen, key), "current": key == view} for key, label in views.items()
        ],
        "lines": [_line(actor, line, chosen.unit_id) for line in lines[:PAGE]] if chosen else [],
        "older": _older(chosen, view, points or lines),
        "view": view,
        "points": [line_of(point) for point in points[:PAGE]],
        "said": [line_of(point) for point in points_made(actor, chosen.unit_id)] if chosen and view == _AFTER else [],
        "made": _made_words(counts),
        "edition": clocks_edition(),
    }
    return render(request, "stays/clocks.html", context)


def _views(counts: Counts | None) -> dict[str, str]:
    """Those who answer for the stays of the unit are also told what the ones who left must be asked."""
    if counts is None:
        return _VIEWS
    return _VIEWS | {_AFTER: f"Après la sortie ({counts.due})" if counts.due else "Après la sortie"}


def _made_words(counts: Counts | None) -> str:
    """«12 points notés, dont 3 sans réponse.», for who must say how many of those who left could be reached."""
    if counts is None or not counts.made:
        return ""
    plural = "s" if counts.made > 1 else ""
    nobody = f", dont {counts.nobody} où personne n’a pu être joint" if counts.nobody else ""
    return f"{counts.made} point{plural} noté{plural}{nobody}."


def _chosen(request: HttpRequest, actor: Actor, units: list[UnitTold]) -> UnitTold | None:
    """The unit asked for, else where she works today, else the first that is late."""
    asked = request.GET.get("unite", "")
    for found in (
        [unit for unit in units if str(unit.unit_id) == asked],
        [unit for unit in units if unit.unit_id == actor.place_unit_id],
        [unit for unit in units if unit.late],
        units,
    ):
        if found:
            return found[0]
    return None


def _address(unit: UnitTold | None, view: str, **more: str) -> str:
    asked = {"unite": str(unit.unit_id)} if unit else {}
    if view:
        asked["vue"] = view
    return f"{reverse('stays:clocks')}?{urlencode({**asked, **more})}"


def _unit_link(unit: UnitTold, chosen: UnitTold | None, view: str) -> dict[str, Any]:
    name = unit.unit if unit.unit == unit.facility else f"{unit.unit}, {unit.facility}"
    return {
        "name": name,
        "url": _address(unit, view),
        "late": unit.late,
        "soon": unit.soon,
        "current": chosen is not None and unit.unit_id == chosen.unit_id,
    }


def _older(unit: UnitTold | None, view: str, lines: Sequence[DueLine | Point]) -> str:
    if len(lines) <= PAGE:
        return ""
    last = lines[PAGE - 1]
    return _address(unit, view, apres=f"{last.due_on.isoformat()}_{last.id}")


def _stopped_at(text: str) -> tuple[date, UUID] | None:
    on, _, key = text[:80].partition("_")
    try:
        return date.fromisoformat(on), UUID(key)
    except ValueError:
        return None


def _line(actor: Actor, line: DueLine, unit_id: UUID | None) -> dict[str, Any]:
    clock = clocks().get(line.code)
    gap = (today() - line.due_on).days
    keys = {"record_id": line.record_id, "stay_id": line.stay_id}
    may_write = unit_id is None or actor.may(Right.STAY_WRITE, unit_id)
    return {
        "name": line.name,
        "record_url": reverse("timeline:record", kwargs={"record_id": line.record_id}),
        "label": clock.label if clock else line.code,
        "why": clock.why if clock else "",
        "article": clock.article if clock else "",
        "caution": clock.caution if clock else "",
        "from": line.why,
        "due": day(line.due_on),
        "tag": _tag(gap),
        "met_url": reverse("stays:clock_met", kwargs={**keys, "code": line.code, "source_id": line.source_id})
        if may_write
        else "",
    }


def _tag(gap: int) -> dict[str, str]:
    if gap > 0:
        return {"word": f"En retard de {gap} jour{'s' if gap > 1 else ''}", "tone": "rouge", "icon": "alerte"}
    if gap == 0:
        return {"word": "Aujourd’hui", "tone": "ocre", "icon": "attente"}
    return {
        "word": f"Dans {-gap} jour{'s' if gap < -1 else ''}",
        "tone": "ocre" if gap > -31 else "",
        "icon": "attente",
    }


@page(Right.RECORD_READ)
def of_record(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """For one person: what is still to do, and what was said done."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    units = [held.unit_id for held in facts.units() if actor.may(Right.RECORD_READ, held.unit_id)]
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "essential"),
        "lines": [_line(actor, line, None) for line in due_for_record(record_id, units)],
        "done": [_mark(mark) for mark in marks_of(record_id, units)],
        "may_write": may_here(actor, facts, Right.STAY_WRITE),
        "home": reverse("people:essential", kwargs={"record_id": record_id}),
        "edition": clocks_edition(),
    }
    return render(request, "stays/clocks_record.html", context)


def _mark(mark: Any) -> dict[str, str]:
    clock = clocks().get(mark.code)
    keys = {"record_id": mark.record_id, "stay_id": mark.stay_id, "mark_id": mark.pk}
    return {
        "label": clock.label if clock else mark.code,
        "on": short(mark.done_on),
        "who": mark.author_name,
        "note": mark.note,
        "url": reverse("stays:clock_take_back", kwargs=keys),
    }


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def met(request: HttpRequest, record_id: UUID, stay_id: UUID, code: str, source_id: UUID) -> HttpResponse:
    """«C’est fait, le…»."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = MetForm(request.POST) if request.method == "POST" else MetForm(initial={"done_on": today()})
    home = reverse("stays:clocks_record", kwargs={"record_id": record_id})
    if form.is_bound and form.is_valid():
        try:
            actions.say_met(actor, record_id, stay_id, form.cleaned_data["id"], form.met(code, source_id))
        except Refused as problem:
            form.say("done_on", str(problem))
        else:
            messages.success(request, "C’est noté. Le fil le dit.")
            return redirect(home)
    facts = open_record(actor, record_id, to=Right.STAY_WRITE)
    clock = clocks().get(code)
    context = {"facts": facts, "frame": frame(facts, actor, "essential"), "form": form, "clock": clock, "home": home}
    return render(request, "stays/clock_met.html", context, status=422 if form.is_bound else 200)


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def take_back(request: HttpRequest, record_id: UUID, stay_id: UUID, mark_id: UUID) -> HttpResponse:
    """It was not done after all."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = TakeBackForm(request.POST if request.method == "POST" else None)
    home = reverse("stays:clocks_record", kwargs={"record_id": record_id})
    if form.is_bound and form.is_valid():
        try:
            data = form.cleaned_data
            actions.take_back(actor, record_id, stay_id, mark_id, data["id"], data["reason"])
        except Refused as problem:
            form.say("reason", str(problem))
        else:
            messages.success(request, "Repris. Le délai court de nouveau.")
            return redirect(home)
    facts = open_record(actor, record_id, to=Right.STAY_WRITE)
    context = {"facts": facts, "frame": frame(facts, actor, "essential"), "form": form, "clock": None, "home": home}
    return render(request, "stays/clock_met.html", context, status=422 if form.is_bound else 200)
