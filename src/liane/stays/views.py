"""Accompagnements: open one, change it, end it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.forms import HouseForm
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.nomenclatures.stay_lists import MOVE
from liane.organizations.queries import unit_choices
from liane.people.banner import frame, may_here
from liane.people.door import open_closed_record, open_record
from liane.people.facts import RecordFacts
from liane.people.words import age_and_birth, where
from liane.stays import actions
from liane.stays.actions import Opening
from liane.stays.following.rules import follow_up_words
from liane.stays.forms import ArrivalForm, ChangeStayForm, EndStayForm, OpenStayForm, ask_less
from liane.stays.given import DETAILS
from liane.stays.models import Stay, StayMode, StayState
from liane.stays.modes import modes_before
from liane.stays.places.free import offered
from liane.stays.whereabouts import leave_out, unseen

_MODE_SINCE = {
    True: "Si le mode change. Sans réponse : aujourd’hui. Pour corriger une erreur : la date d’entrée.",
    False: "Si le mode a changé. Sans réponse : il est corrigé depuis l’entrée.",
}
_EXIT = ("ends_on", "exit_mode", "destination")


def _home(record_id: UUID) -> str:
    return reverse("people:essential", kwargs={"record_id": record_id})


def _page(
    request: HttpRequest, facts: RecordFacts, form: HouseForm, template: str, stay: Stay | None = None, **more: Any
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "essential"),
        "form": form,
        "home": _home(facts.id),
        "stay": stay,
        "where": _where(stay) if stay else "",
        "version": form.data.get("version", "") if form.is_bound else stay.version if stay else "",
        "conflict": "",
        "two": [],
        **more,
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


def _where(stay: Stay) -> str:
    return where(stay.unit.name, stay.unit.facility.name, stay.place, stay.unit.facility.pack)


def _found(actor: Actor, record_id: UUID, stay_id: UUID) -> Stay:
    stay = Stay.objects.filter(pk=stay_id, record_id=record_id).select_related("unit__facility").first()
    if stay is None or not actor.may(Right.STAY_WRITE, stay.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Pas d’accompagnement de cette unité"), actor)
    return stay


def _begin(
    request: HttpRequest, record_id: UUID, gesture: Callable[[Actor, UUID, UUID, Opening], Any]
) -> OpenStayForm | None:
    """A stay begins, in an open record or in one that opens again: the form to show, or nothing once it is written."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    units = unit_choices(actor.units_with(Right.STAY_WRITE))
    if request.method != "POST":
        return OpenStayForm(initial={"starts_on": today(), "mode": StayMode.FULL}, units=units)
    form = OpenStayForm(request.POST, units=units)
    if not form.is_valid():
        return form
    try:
        gesture(actor, record_id, form.cleaned_data["id"], form.opening())
    except Refused as problem:
        form.say("starts_on", str(problem))
        return form
    return None


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def open_one(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One more unit accompanies her."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = _begin(request, record_id, actions.open_stay)
    if form is None:
        messages.success(request, "L’accompagnement est ouvert.")
        return redirect(_home(record_id))
    facts, free = open_record(actor, record_id, to=Right.STAY_WRITE), offered(actor, actor.units_with(Right.STAY_WRITE))
    return _page(request, facts, form, "stays/open.html", free=free)


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def back(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Somebody who had left is back: the same record, with all its past."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = _begin(request, record_id, actions.welcome_back)
    if form is None:
        messages.success(request, "Le dossier est de nouveau ouvert.")
        return redirect(reverse("timeline:record", kwargs={"record_id": record_id}))
    facts = open_closed_record(actor, record_id, kind=Kind.RECORD_OPENED)
    context = {
        "person": facts.person,
        "born": age_and_birth(facts.person),
        "form": form,
        "free": offered(actor, actor.units_with(Right.STAY_WRITE)),
        "home": reverse("people:list"),
        "mistake": _last_exit(actor, record_id),
    }
    return render(request, "stays/back.html", context, status=422 if form.is_bound else 200)


def _last_exit(actor: Actor, record_id: UUID) -> str:
    """Where the last exit from one of her units is taken back, if it was a mistake."""
    units = actor.units_with(Right.STAY_WRITE)
    last = (
        Stay.objects.filter(record_id=record_id, unit_id__in=units, ends_on__isnull=False).order_by("-ends_on").first()
    )
    return reverse("stays:end_take_back", kwargs={"record_id": record_id, "stay_id": last.pk}) if last else ""


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def edit(request: HttpRequest, record_id: UUID, stay_id: UUID) -> HttpResponse:
    """Another room, another mode, away or back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ChangeStayForm(request.POST) if request.method == "POST" else None
    more: dict[str, Any] = {}
    if form is not None and form.is_valid():
        version = form.cleaned_data.get("version") or 0
        try:
            actions.change_stay(actor, record_id, stay_id, form.changes(), version=version)
        except Stale as stale:
            two = two_versions(form, _shown(stale.current))
            more = {"conflict": str(stale), "two": two, "version": stale.current.version}
        except Refused as problem:
            form.say("starts_on", str(problem))
        else:
            messages.success(request, "L’accompagnement est enregistré.")
            return redirect(_home(record_id))
    facts = open_record(actor, record_id, to=Right.STAY_WRITE)
    stay = leave_out(actor, facts, _found(actor, record_id, stay_id))
    form = form or ChangeStayForm(initial=_shown(stay))
    ask_less(form, unseen(actor, facts, Stay))
    more |= {"links": _links(actor, stay), "modes": modes_before(stay), "mode_hint": _MODE_SINCE[stay.ends_on is None]}
    return _page(request, facts, form, "stays/edit.html", stay, **more)


def _shown(stay: Stay) -> dict[str, Any]:
    """A stay as the boxes of its form hold it."""
    return {name: getattr(stay, name) for name in ("place", "mode", *DETAILS)} | {"starts_on": stay.begins_on}


def _links(actor: Actor, stay: Stay) -> list[dict[str, str]]:
    """What else is done from this page."""
    keys = {"record_id": stay.record_id, "stay_id": stay.pk}
    if stay.state(today()) is StayState.EXPECTED:
        if stay.follows is not None:
            return [_back(stay.follows)] if actor.may(Right.STAY_WRITE, stay.follows.unit_id) else []
        return [{"label": "Noter l’arrivée", "url": reverse("stays:arrive", kwargs=keys), "icon": "coche"}]
    absences = reverse("stays:absences", kwargs={"record_id": stay.record_id})
    return [
        {"label": "Absences et hospitalisations", "url": absences, "icon": "sortie"},
        {
            "label": "Inventaires des affaires",
            "url": reverse("stays:inventories", kwargs={"record_id": stay.record_id}),
            "icon": "papier",
        },
        *([_back(stay)] if stay.ends_on else []),
        *(
            []
            if stay.exit_mode == MOVE
            else [{"label": "Changer d’unité", "url": reverse("stays:move", kwargs=keys), "icon": "droite"}]
        ),
    ]


def _back(stay: Stay) -> dict[str, str]:
    """An exit, or a change of unit to come, that will not be."""
    label = "Annuler le changement d’unité" if stay.exit_mode == MOVE else "Reprendre la sortie"
    keys = {"record_id": stay.record_id, "stay_id": stay.pk}
    return {"label": label, "url": reverse("stays:end_take_back", kwargs=keys), "icon": "annule"}


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def arrive(request: HttpRequest, record_id: UUID, stay_id: UUID) -> HttpResponse:
    """Who was expected is there."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ArrivalForm(request.POST) if request.method == "POST" else ArrivalForm(initial={"starts_on": today()})
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        arrived_on, version = form.cleaned_data["starts_on"], form.cleaned_data.get("version") or 0
        try:
            actions.note_arrival(actor, record_id, stay_id, arrived_on, version=version)
        except Stale as stale:
            two = two_versions(form, {"starts_on": stale.current.begins_on})
            more = {"conflict": str(stale), "two": two, "version": stale.current.version}
        except Refused as problem:
            form.say("starts_on", str(problem))
        else:
            messages.success(request, "L’arrivée est notée.")
            return redirect(_home(record_id))
    facts = open_record(actor, record_id, to=Right.STAY_WRITE)
    return _page(request, facts, form, "stays/arrive.html", _found(actor, record_id, stay_id), **more)


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def end(request: HttpRequest, record_id: UUID, stay_id: UUID) -> HttpResponse:
    """Closing a stay asks for a page of its own: from the day after, the team no longer opens the record (ux rule 6)."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    stay = Stay.objects.filter(pk=stay_id, record_id=record_id).first()
    expected = stay is not None and stay.starts_on is None
    form = (
        EndStayForm(request.POST, expected=expected)
        if request.method == "POST"
        else EndStayForm(initial={"ends_on": today()}, expected=expected)
    )
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        ends_on, version = form.cleaned_data["ends_on"], form.cleaned_data.get("version") or 0
        try:
            actions.end_stay(actor, record_id, stay_id, form.exit(), version=version)
        except Stale as stale:
            two = two_versions(form, {name: getattr(stale.current, name) for name in _EXIT})
            more = {"conflict": str(stale), "two": two, "version": stale.current.version}
        except Refused as problem:
            form.say("ends_on", str(problem))
        else:
            messages.success(request, f"L’accompagnement se termine le {short(ends_on)}.")
            return redirect(_home(record_id) if ends_on >= today() else reverse("people:list"))
    facts = open_record(actor, record_id, to=Right.STAY_WRITE)
    stay = _found(actor, record_id, stay_id)
    is_last = not any(held.unit_id != stay.unit_id for held in facts.units())
    may_print = may_here(actor, facts, Right.RECORD_PRINT)
    more |= {"is_last": is_last, "follow_up": follow_up_words(stay), "may_print": may_print}
    return _page(request, facts, form, "stays/end.html", stay, **more)
