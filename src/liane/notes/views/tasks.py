"""Tâches: mine, the team's, by date."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.pages import Fragment, page, redirect, render, safe_next
from liane.notes.actions.tasks import add_task, finish_task, reopen_task, take_task
from liane.notes.forms import TaskForm
from liane.notes.queries.tasks import TaskLine, done_lately, late_in_service, tasks_of, tasks_of_record, tasks_of_units
from liane.people.facts import RecordFacts
from liane.professionals.queries import colleagues


def line(actor: Actor, task: TaskLine, *, with_person: bool = True, with_unit: bool = False) -> dict[str, Any]:
    """A task as `ui.task_lines` shows it."""
    told = (task.person if with_person else "", task.unit if with_unit else "", task.when, task.who)
    detail = " · ".join(filter(None, told))
    return {
        "id": task.id,
        "text": task.label,
        "detail": detail,
        "done": task.done_at is not None,
        "toggle_url": reverse("notes:task_reopen" if task.done_at else "notes:task_done", kwargs={"task_id": task.id}),
        "take_url": "" if task.owner_id or task.done_at else reverse("notes:task_take", kwargs={"task_id": task.id}),
        "url": reverse("timeline:record", kwargs={"record_id": task.record_id}) if task.record_id else "",
    }


def aside(request: HttpRequest, facts: RecordFacts) -> Fragment | None:
    """Slot of the record page: «À faire pour Sam»."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.may(Right.TASK_WRITE):
        return None
    lines = [line(actor, task, with_person=False) for task in tasks_of_record(actor, facts.id)]
    return Fragment("notes/_aside_tasks.html", {"called": facts.person.called, "tasks": lines})


def _heading(task: TaskLine) -> str:
    if task.due_at is None:
        return "Sans date"
    day = dates.local(task.due_at).date()
    gap = (day - dates.today()).days
    if gap < 0:
        return "En retard"
    return {0: "Aujourd’hui", 1: "Demain"}.get(gap) or ("Cette semaine" if gap < 7 else "Plus tard")


def _grouped(actor: Actor, tasks: list[TaskLine], *, with_unit: bool) -> list[dict[str, Any]]:
    return [
        {"heading": heading, "tasks": [line(actor, task, with_unit=with_unit) for task in group]}
        for heading, group in groupby(tasks, key=_heading)
    ]


@page(Right.TASK_WRITE, methods=("GET", "POST"))
def listing(request: HttpRequest) -> HttpResponse:
    """Mine, or the team's; a task is added in one line."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = TaskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            data = form.cleaned_data
            add_task(
                actor, data["id"], data["label"], unit_id=data["unit"] or actor.place_unit_id, due_at=form.due_at(),
                owner_id=form.owner_id(actor.practitioner_id),
            )  # fmt: skip
            messages.success(request, "Tâche ajoutée.")
            return redirect(request.get_full_path())
        except Refused as error:
            form.say("label", str(error))
    seen = request.GET.get("vue", "")
    team, late = seen == "equipe", seen == "retards" and actor.may(Right.NOTE_CANCEL)
    units = [actor.place_unit_id] if actor.place_unit_id else []
    if late:
        tasks = late_in_service(actor)
    else:
        tasks = tasks_of_units(actor, units) if team else tasks_of(actor)
    context = {
        "groups": _grouped(actor, tasks, with_unit=late),
        "done": [line(actor, task) for task in done_lately(actor, units)] if team else [],
        "form": form,
        "owners": [("me", "moi"), ("", "personne n’est désigné"), *_colleagues(actor)],
        "views": _views(actor, "retards" if late else "equipe" if team else ""),
    }
    return render(request, "notes/tasks.html", context, status=422 if form.is_bound else 200)


def _views(actor: Actor, seen: str) -> list[dict[str, Any]]:
    """Mine, the team's; and for whoever answers for a service, what is late there since more than a week (ux §7)."""
    told = [("", "À moi"), ("equipe", "À l’équipe")]
    if actor.may(Right.NOTE_CANCEL):
        told.append(("retards", "En retard de plus de 7 jours"))
    base = reverse("notes:tasks")
    return [
        {"label": label, "url": f"{base}?vue={key}" if key else base, "current": key == seen} for key, label in told
    ]


def _colleagues(actor: Actor) -> list[tuple[str, str]]:
    return colleagues(actor.place_unit_id, actor.practitioner_id) if actor.place_unit_id else []


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(safe_next(request, reverse("notes:tasks")))


@page(Right.TASK_WRITE, methods=("POST",))
def take(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """«Je prends»."""
    try:
        task = take_task(request.actor, task_id)  # type: ignore[attr-defined]
        messages.success(request, f"C’est pour vous : {task.label}.")
    except Refused as error:
        messages.warning(request, str(error))
    return _back(request)


@page(Right.TASK_WRITE, methods=("POST",))
def done(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Ticked."""
    task = finish_task(request.actor, task_id)  # type: ignore[attr-defined]
    messages.success(request, f"Fait à {dates.hour(task.done_at or timezone.now())} : {task.label}.")
    return _back(request)


@page(Right.TASK_WRITE, methods=("POST",))
def reopen(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Ticked by mistake."""
    task = reopen_task(request.actor, task_id)  # type: ignore[attr-defined]
    messages.success(request, f"De nouveau à faire : {task.label}.")
    return _back(request)
