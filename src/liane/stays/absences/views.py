"""Absences: the list of a record, note one, correct it, note the return, cancel what was noted by mistake."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import hour, local, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.forms import HouseForm
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.people.banner import frame, may_here
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.stays.absences import actions
from liane.stays.absences.forms import AbsenceForm, CancelForm, ReturnForm, shown
from liane.stays.absences.queries import absences_told
from liane.stays.absences.words import line_of
from liane.stays.forms import ask_less
from liane.stays.models import Absence, Stay, StayState
from liane.stays.queries import Step, path_of
from liane.stays.section import named
from liane.stays.whereabouts import leave_out, unseen


def _list(record_id: UUID) -> str:
    return reverse("stays:absences", kwargs={"record_id": record_id})


def _page(
    request: HttpRequest,
    facts: RecordFacts,
    form: HouseForm,
    template: str,
    absence: Absence | None = None,
    **more: Any,
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "essential"),
        "form": form,
        "home": _list(facts.id),
        "absence": absence,
        "version": form.data.get("version", "") if form.is_bound else absence.version if absence else "",
        "conflict": "",
        "two": [],
        "action": "",
        **more,
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


@page(Right.RECORD_READ)
def absences(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Every absence that may be told to this reader, newest first, cancelled ones struck."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    steps = path_of(actor, record_id)
    found = [(leave_out(actor, facts, absence), step) for absence, step in absences_told(steps)]
    may = {step.id: actor.may(Right.ABSENCE_WRITE, step.unit_id) for step in steps}
    running = [step for step in steps if step.state(today()) is StayState.RUNNING and may[step.id]]
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "essential"),
        "lines": [line_of(absence, step, may[step.id]) for absence, step in found],
        "may_print": may_here(actor, facts, Right.RECORD_PRINT),
        "adds": [_add(record_id, step, len(running)) for step in running],
    }
    return render(request, "stays/absences.html", context)


def _add(record_id: UUID, step: Step, count: int) -> dict[str, str]:
    url = reverse("stays:absence_note", kwargs={"record_id": record_id, "stay_id": step.id})
    return {"url": url, "label": "Noter une absence" if count == 1 else f"Noter une absence : {named(step)}"}


def _stay(actor: Actor, record_id: UUID, stay_id: UUID) -> Stay:
    found = Stay.objects.filter(pk=stay_id, record_id=record_id).select_related("unit__facility").first()
    if found is None or not actor.may(Right.ABSENCE_WRITE, found.unit_id):
        raise NotVisible(Refusal(record_id, Right.ABSENCE_WRITE, "Pas d’accompagnement de cette unité"), actor)
    return found


def _absence(actor: Actor, record_id: UUID, absence_id: UUID) -> Absence:
    found = Absence.objects.filter(pk=absence_id, stay__record_id=record_id).select_related("stay").first()
    if found is None or found.cancelled_at is not None or not actor.may(Right.ABSENCE_WRITE, found.stay.unit_id):
        raise NotVisible(Refusal(record_id, Right.ABSENCE_WRITE, "Pas d’absence à cette adresse"), actor)
    return found


@page(Right.ABSENCE_WRITE, methods=("GET", "POST"))
def note(request: HttpRequest, record_id: UUID, stay_id: UUID) -> HttpResponse:
    """She leaves for the hospital, for the week-end: two boxes are enough."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = AbsenceForm(request.POST) if request.method == "POST" else AbsenceForm(initial=_proposed(request))
    if form.is_bound and form.is_valid():
        try:
            actions.note_absence(actor, record_id, stay_id, form.cleaned_data["id"], form.leave())
        except Refused as problem:
            form.say("starts_on", str(problem))
        else:
            messages.success(request, "L’absence est notée.")
            return redirect(_list(record_id))
    facts = open_record(actor, record_id, to=Right.ABSENCE_WRITE)
    _stay(actor, record_id, stay_id)
    return _page(request, facts, form, "stays/absence.html", title="Noter une absence")


@page(Right.ABSENCE_WRITE)
def new(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """From which unit she is away, when several of the reader’s follow her; the form at once when there is one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.ABSENCE_WRITE)
    steps = path_of(actor, record_id)
    running = [s for s in steps if s.state(today()) is StayState.RUNNING and actor.may(Right.ABSENCE_WRITE, s.unit_id)]
    adds = [_add(record_id, step, len(running)) for step in running]
    if len(adds) != 1:
        context = {"facts": facts, "frame": frame(facts, actor, "essential"), "lines": [], "adds": adds}
        return render(request, "stays/absences.html", context)
    form = AbsenceForm(initial=_proposed(request))
    return _page(request, facts, form, "stays/absence.html", title="Noter une absence", action=adds[0]["url"])


def _proposed(request: HttpRequest) -> dict[str, Any]:
    motive = request.GET.get("motif", "")[:12]
    return {"starts_on": today(), "starts_hour": hour(local(timezone.now())), "motive": motive}


@page(Right.ABSENCE_WRITE, methods=("GET", "POST"))
def edit(request: HttpRequest, record_id: UUID, absence_id: UUID) -> HttpResponse:
    """Another hour, another motive, the expected return."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = AbsenceForm(request.POST) if request.method == "POST" else None
    more: dict[str, Any] = {}
    if form is not None and form.is_valid():
        version = form.cleaned_data.get("version") or 0
        try:
            actions.change_absence(actor, record_id, absence_id, form.leave(), version=version)
        except Stale as stale:
            two = two_versions(form, shown(stale.current))
            more = {"conflict": str(stale), "two": two, "version": stale.current.version}
        except Refused as problem:
            form.say("starts_on", str(problem))
        else:
            messages.success(request, "L’absence est enregistrée.")
            return redirect(_list(record_id))
    facts = open_record(actor, record_id, to=Right.ABSENCE_WRITE)
    absence = leave_out(actor, facts, _absence(actor, record_id, absence_id))
    form = form or AbsenceForm(initial=shown(absence))
    ask_less(form, unseen(actor, facts, Absence))
    return _page(request, facts, form, "stays/absence.html", absence, title="Corriger une absence", **more)


@page(Right.ABSENCE_WRITE, methods=("GET", "POST"))
def back(request: HttpRequest, record_id: UUID, absence_id: UUID) -> HttpResponse:
    """She is back."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    now = local(timezone.now())
    first = {"back_on": today(), "back_hour": hour(now)}
    form = ReturnForm(request.POST) if request.method == "POST" else ReturnForm(initial=first)
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        version = form.cleaned_data.get("version") or 0
        try:
            actions.note_return(actor, record_id, absence_id, form.ends_at(), version=version)
        except Stale as stale:
            theirs = shown(stale.current)
            two = two_versions(form, {name: theirs[name] for name in ("back_on", "back_hour")})
            more = {"conflict": str(stale), "two": two, "version": stale.current.version}
        except Refused as problem:
            form.say("back_on", str(problem))
        else:
            messages.success(request, "Le retour est noté.")
            return redirect(_list(record_id))
    facts = open_record(actor, record_id, to=Right.ABSENCE_WRITE)
    absence = _absence(actor, record_id, absence_id)
    asks_note = actions.motive_of(absence.motive).asks_note
    return _page(request, facts, form, "stays/absence_back.html", absence, asks_note=asks_note, **more)


@page(Right.ABSENCE_WRITE, methods=("GET", "POST"))
def cancel(request: HttpRequest, record_id: UUID, absence_id: UUID) -> HttpResponse:
    """Noted by mistake: struck, with its reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = CancelForm(request.POST) if request.method == "POST" else CancelForm()
    if form.is_bound and form.is_valid():
        reason, version = form.cleaned_data["reason"], form.cleaned_data.get("version") or 0
        try:
            actions.cancel_absence(actor, record_id, absence_id, reason, version=version)
        except Refused as problem:
            form.say("reason", str(problem))
        else:
            messages.success(request, "L’absence est annulée.")
            return redirect(_list(record_id))
    facts = open_record(actor, record_id, to=Right.ABSENCE_WRITE)
    return _page(request, facts, form, "stays/absence_cancel.html", _absence(actor, record_id, absence_id))
