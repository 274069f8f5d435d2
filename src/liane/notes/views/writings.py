"""Gestures on one writing: «J’ai lu», correct, cancel, former versions, make a task of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.door import Refused, Stale
from liane.kit.pages import page, redirect, render, safe_next
from liane.kit.versions import two_versions
from liane.notes.actions.reading import lower_level, mark_read, unmark_read
from liane.notes.actions.tasks import add_task
from liane.notes.actions.writing import cancel_note, correct_note
from liane.notes.door import open_note
from liane.notes.forms import CancelForm, CorrectForm, TaskForm
from liane.notes.models import Note
from liane.notes.queries.goals import goals_here
from liane.notes.queries.notes import versions
from liane.notes.views.cards import BOX_LABELS, note_cards
from liane.notes.views.composer import goal_choices
from liane.professionals.queries import colleagues
from liane.timeline.queries import lines_of


def _record_url(note: Note) -> str:
    return reverse("timeline:record", kwargs={"record_id": note.record_id}) + f"#ecrit-{note.thread_id}"


def _answer(request: HttpRequest, actor: Actor, thread_id: UUID) -> HttpResponse:
    """After «J’ai lu»: the foot of the card for htmx, else the page from which one came."""
    if (
        actor.emergencies
    ):  # the address names the writing alone: whoever reads its record for a few hours reads it here too
        actor = actor.on_pages_of(Note.objects.filter(thread_id=thread_id).values_list("record_id", flat=True)[0])
    lines = {line.source_id: line for line in lines_of(actor, "NOTE", [thread_id])}
    card = note_cards(actor, lines)[thread_id]
    if getattr(request, "htmx", False):
        return render(request, "notes/_foot.html", {"n": card, "nav": []})
    back = reverse("timeline:record", kwargs={"record_id": card["record_id"]}) + f"#ecrit-{thread_id}"
    return redirect(safe_next(request, back))


@page(Right.RECORD_READ, methods=("POST",))
def read(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """«J’ai lu»."""
    mark_read(request.actor, thread_id)  # type: ignore[attr-defined]
    return _answer(request, request.actor, thread_id)  # type: ignore[attr-defined]


@page(Right.RECORD_READ, methods=("POST",))
def unread(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """«Annuler», within ten seconds."""
    try:
        unmark_read(request.actor, thread_id)  # type: ignore[attr-defined]
    except Refused as error:
        messages.warning(request, str(error))
    return _answer(request, request.actor, thread_id)  # type: ignore[attr-defined]


@page(Right.NOTE_WRITE, methods=("POST",))
def lower(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """«Pour information» after all."""
    try:
        lower_level(request.actor, thread_id)  # type: ignore[attr-defined]
        messages.success(request, "Remis « Pour information ». Plus personne n’est attendu.")
    except Refused as error:
        messages.warning(request, str(error))
    return _answer(request, request.actor, thread_id)  # type: ignore[attr-defined]


@page(Right.NOTE_WRITE, methods=("GET", "POST"))
def correct(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """A new version; when somebody corrected meanwhile, both are shown."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = CorrectForm(request.POST if request.method == "POST" else None)
    conflict: dict[str, Any] = {"conflict": "", "two": [], "version": ""}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            note = correct_note(
                actor, thread_id, data["id"], form.draft(), version=data["version"] or 0, reason=data["reason"],
                matters=data["matters"],
            )  # fmt: skip
            messages.success(request, "Corrigé. L’ancien texte reste lisible.")
            return redirect(_record_url(note))
        except Stale as error:
            now = error.current
            theirs = {
                "focus": now.focus,
                "text": now.observation or now.text,
                "action": now.action,
                "outcome": now.outcome,
            }
            two = two_versions(form, theirs, labels={"text": "Texte", "focus": "De quoi s’agit-il ?", **BOX_LABELS})
            conflict = {"conflict": str(error), "two": two, "version": now.version}
        except Refused as error:
            form.say(None, str(error))
    note = open_note(actor, thread_id, to=Right.NOTE_WRITE, kind=Kind.RECORD_OPENED, object_id=thread_id)
    if not form.is_bound:
        form = CorrectForm(initial=_initial(actor, note))
    goals = goal_choices(goals_here(actor, note.record_id), kept=note.goal_id)
    context = {
        "note": note,
        "form": form,
        **conflict,
        "goals": goals,
        "back": _record_url(note),
        "boxed": bool(note.observation),
    }
    return render(request, "notes/correct.html", context, status=422 if form.is_bound else 200)


def _initial(actor: Actor, note: Note) -> dict[str, object]:
    """What was written, at the level that it has now: a spelling mistake does not call again those who were let go."""
    told = [line.level for line in lines_of(actor, "NOTE", [note.thread_id])]
    return {
        "text": note.observation or note.text,
        "action": note.action,
        "outcome": note.outcome,
        "focus": note.focus,
        "level": str(min([note.level, *told])),
        "kind": note.kind.lower(),
        "version": note.version,
        "matters": True,
        "goal": note.goal_id or "",
    }


@page(Right.NOTE_WRITE, methods=("GET", "POST"))
def cancel(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Strike out, with a reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            cancel_note(actor, thread_id, reason=form.cleaned_data["reason"])
            messages.success(request, "Annulé. L’écrit reste lisible, barré, avec sa raison.")
            note = open_note(actor, thread_id, to=Right.RECORD_READ, kind=Kind.RECORD_OPENED)
            return redirect(_record_url(note))
        except Refused as error:
            form.say("reason", str(error))
    note = open_note(actor, thread_id, to=Right.NOTE_WRITE, kind=Kind.RECORD_OPENED, object_id=thread_id)
    context = {"note": note, "form": form, "back": _record_url(note)}
    return render(request, "notes/cancel.html", context, status=422 if form.is_bound else 200)


@page(Right.RECORD_READ)
def former(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """Every version of a writing, newest first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    note = open_note(actor, thread_id, to=Right.RECORD_READ, kind=Kind.RECORD_OPENED, object_id=thread_id)
    shown = [
        {
            "version": v.version,
            "head": f"{v.author_name}, {v.author_role} · écrit {dates.when(v.written_at)}",
            "reason": v.correction_reason,
            "focus": v.focus,
            "text": v.text,
            "parts": [(label, getattr(v, box)) for box, label in BOX_LABELS.items() if getattr(v, box)],
        }
        for v in versions(thread_id)
    ]
    return render(request, "notes/versions.html", {"note": note, "versions": shown, "back": _record_url(note)})


@page(Right.TASK_WRITE, methods=("GET", "POST"))
def task_from(request: HttpRequest, thread_id: UUID) -> HttpResponse:
    """A sentence becomes a task, with a day and an owner."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = TaskForm(request.POST if request.method == "POST" else None)
    note = open_note(actor, thread_id, to=Right.TASK_WRITE, kind=Kind.RECORD_OPENED, object_id=thread_id)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            add_task(
                actor, data["id"], data["label"], unit_id=note.unit_id, record_id=note.record_id, due_at=form.due_at(),
                owner_id=form.owner_id(actor.practitioner_id), volet=note.volet, source_thread_id=thread_id,
            )  # fmt: skip
            messages.success(request, "Tâche ajoutée.")
            return redirect(_record_url(note))
        except Refused as error:
            form.say("label", str(error))
    if not form.is_bound:
        form = TaskForm(
            initial={"label": (note.outcome or note.observation or note.text).split("\n")[0][:200], "owner": "me"}
        )
    owners = [
        ("me", f"moi ({actor.name})"),
        ("", "personne n’est désigné"),
        *colleagues(note.unit_id, actor.practitioner_id),
    ]
    context = {"note": note, "form": form, "owners": owners, "back": _record_url(note)}
    return render(request, "notes/task_from.html", context, status=422 if form.is_bound else 200)
