"""Relève: what was written since the reader's own last passage."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit import dates
from liane.kit.ids import uuid7
from liane.kit.pages import page, redirect, render
from liane.notes.actions.handover import check_round, give_over, take_over
from liane.notes.forms import WordForm
from liane.notes.queries.handover import (
    Opening,
    UnitPerson,
    opening,
    persons_of_unit,
    team_readings,
    waiting,
)
from liane.notes.queries.tasks import tasks_of_units
from liane.notes.views.cards import note_cards
from liane.notes.views.tasks import line as task_line
from liane.organizations.queries import WorkShift
from liane.timeline.queries import Line, written_since

_AWAY = {"HOSPITAL": "hôpital", "FAMILY": "famille", "ABSENT": "absent"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the page and its print show."""

    opening: Opening
    since: datetime
    now: datetime
    waiting: list[tuple[Line, dict[str, Any]]]
    others: list[Line]
    persons: list[UnitPerson]
    volet: str


def gather(actor: Actor, unit_id: UUID, volet: str = "") -> Reading:
    """Six queries, whatever the number of writings."""
    now = timezone.now()
    frame = opening(actor, unit_id)
    since = frame.since(now)
    lines = waiting(actor, unit_id, volet)
    cards = note_cards(actor, {line.source_id: line for line in lines})
    to_read = [(line, cards[line.source_id]) for line in lines if line.source_id in cards]
    asked = {line.source_id for line in lines}
    written = written_since(actor, [unit_id], since)
    others = [w for w in written if w.source_id not in asked and (not volet or w.volet == volet)]
    return Reading(frame, since, now, to_read, others, persons_of_unit(unit_id, since), volet)


def _person(person: UnitPerson | None, line: Line) -> dict[str, Any]:
    name = person.full_name if person else "Personne sortie"
    return {
        "name": name,
        "url": reverse("timeline:record", kwargs={"record_id": line.record_id}),
        "initials": "".join(w[0] for w in name.split()[:2]).upper(),
        "place": person.place if person else "",
        "photo": reverse("people:photo", kwargs={"record_id": line.record_id})
        if person and person.has_portrait
        else "",
    }


def _others(reading: Reading) -> list[dict[str, Any]]:
    names = {p.record_id: p.full_name for p in reading.persons}
    return [
        {
            "hour": dates.hour(w.happened_at),
            "text": f"{names.get(w.record_id, 'Personne sortie')} — {w.title}",
            "detail": f"{w.author_name} · {dates.when(w.happened_at)}",
            "url": reverse("timeline:record", kwargs={"record_id": w.record_id}) + f"#ecrit-{w.source_id}",
        }
        for w in reading.others
    ]


def _title(outgoing: WorkShift | None, now: datetime) -> tuple[str, str]:
    hour = dates.local(now).hour
    part = "du matin" if 5 <= hour < 12 else "de l’après-midi" if hour < 18 else "du soir" if hour < 23 else "de nuit"
    if outgoing is None or outgoing.period.end is None:
        return f"Relève {part}", dates.day(now).capitalize()
    period = f"{outgoing.name.lower()} de {dates.hour(outgoing.period.start)} à {dates.hour(outgoing.period.end)}"
    return f"Relève {part}", f"{dates.day(now).capitalize()}, {period}"


def _ribbon(reading: Reading, tasks: int) -> list[dict[str, str]]:
    away = [p for p in reading.persons if p.presence != "PRESENT"]
    counts: dict[str, int] = {}
    for person in away:
        label = _AWAY.get(person.presence, "absent")
        counts[label] = counts.get(label, 0) + 1
    return [
        {"label": "Présents", "value": f"{len(reading.persons) - len(away)} sur {len(reading.persons)}"},
        {"label": "Absents", "value": ", ".join(f"{n} {label}" for label, n in counts.items()) or "aucun"},
        {"label": "À lire", "value": str(len(reading.waiting))},
        {"label": "À reprendre", "value": f"{tasks} tâche{'s' if tasks > 1 else ''}"},
    ]


def _tiles(reading: Reading) -> list[dict[str, str]]:
    """«Rien à signaler»: only those whom somebody saw and about whom nothing is waiting."""
    busy = {line.record_id for line, _ in reading.waiting} | {line.record_id for line in reading.others}
    return [
        {
            "name": person.full_name,
            "detail": " · ".join(filter(None, [person.place, person.seen])),
            "url": reverse("timeline:record", kwargs={"record_id": person.record_id}),
            "icon": "lune",
        }
        for person in reading.persons
        if person.record_id not in busy and person.checks
    ]


def _team(actor: Actor, members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    shown = []
    for m in members:
        you = " (vous)" if m["id"] == actor.practitioner_id else f", {m['role']}"
        state = f"relève prise à {dates.hour(m['taken_at'])}" if m["taken_at"] else ""
        read = f"{m['read']} lue{'s' if m['read'] > 1 else ''} sur {m['asked']}" if m["asked"] else "rien à lire"
        initials = "".join(w[0] for w in m["name"].split()[:2]).upper()
        shown.append({"initials": initials, "name": m["name"] + you, "detail": "" if state else read, "done": state})
    return shown


def context_of(actor: Actor, unit_id: UUID, volet: str) -> dict[str, Any]:
    """What the page and the print have in common."""
    reading = gather(actor, unit_id, volet)
    tasks = tasks_of_units(actor, [unit_id], limit=12)
    outgoing = reading.opening.before(reading.now)
    title, subtitle = _title(outgoing, reading.now)
    persons = {person.record_id: person for person in reading.persons}
    notes = [
        {**card, "person": _person(persons.get(line.record_id), line), "links": []} for line, card in reading.waiting
    ]
    said = [h for h in reading.opening.handovers if h["given_at"] >= reading.since]
    return {
        "reading": reading,
        "unit_id": unit_id,
        "title": title,
        "subtitle": f"{subtitle} · {reading.opening.facility}, {reading.opening.unit}",
        "since_text": f"Depuis {dates.when(reading.since)}, votre dernier passage"
        if reading.opening.last_taken == reading.since
        else f"Depuis {dates.when(reading.since)}",
        "written": len(reading.others) + len(notes),
        "ribbon": _ribbon(reading, len(tasks)),
        "words": [{"text": h["word"], "who": f"{h['author']}, {h['shift'].lower()}"} for h in said if h["word"]],
        "notes": notes,
        "tiles": _tiles(reading),
        "others": _others(reading),
        "absents": [
            {
                "name": p.full_name,
                "detail": _AWAY.get(p.presence, "absent"),
                "url": reverse("timeline:record", kwargs={"record_id": p.record_id}),
            }
            for p in reading.persons
            if p.presence != "PRESENT"
        ],
        "tasks": [task_line(actor, task) for task in tasks],
        "team": _team(actor, team_readings(unit_id, reading.since)),
    }


def _unit(request: HttpRequest) -> UUID | None:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        wanted = UUID(request.GET.get("unite") or request.POST.get("unit") or "")
    except ValueError:
        return actor.place_unit_id
    return wanted if wanted in actor.units_with(Right.HANDOVER_READ) else None


def _part(request: HttpRequest) -> str:
    part = request.GET.get("partie", "")
    return part if part in VOLET_LABELS else ""


@page(Right.HANDOVER_READ)
def show(request: HttpRequest) -> HttpResponse:
    """The hand-over of the chosen unit."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = _unit(request)
    if unit_id is None:
        return render(request, "notes/handover_none.html", {})
    trace(actor, Kind.HANDOVER_OPENED, object_id=unit_id)
    volet = _part(request)
    context = context_of(actor, unit_id, volet)
    base = reverse("notes:handover") + f"?unite={unit_id}"
    readable = actor.volets_read([unit_id])
    parts = [("", "Tout"), *((v, label) for v, label in VOLET_LABELS.items() if v in readable)]
    outgoing = context["reading"].opening.shift_at(context["reading"].now) or context["reading"].opening.before(
        context["reading"].now
    )
    context |= {
        "filters": [
            {"label": lb, "url": f"{base}&partie={p}" if p else base, "current": p == volet} for p, lb in parts
        ],
        "may_take": actor.may(Right.HANDOVER_TAKE, unit_id),
        "take_id": uuid7(),
        "give_id": uuid7(),
        "shift": outgoing.name if outgoing else "",
        "round": [
            {"record_id": p.record_id, "name": p.full_name, "place": p.place, "id": uuid7()}
            for p in context["reading"].persons
            if p.presence == "PRESENT"
        ],
        "print_url": reverse("notes:handover_print") + f"?unite={unit_id}" + (f"&partie={volet}" if volet else ""),
    }
    return render(request, "notes/handover.html", context)


@page(Right.HANDOVER_READ)
def print_page(request: HttpRequest) -> HttpResponse:
    """The same on paper, with boxes to tick, for the oral hand-over."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = _unit(request)
    if unit_id is None:
        return render(request, "notes/handover_none.html", {})
    trace(actor, Kind.HANDOVER_PRINTED, object_id=unit_id)
    context = context_of(actor, unit_id, _part(request))
    context["printed"] = f"Imprimé par {actor.name}, {dates.when(timezone.now())}"
    return render(request, "notes/handover_print.html", context)


@page(Right.HANDOVER_TAKE, methods=("POST",))
def take(request: HttpRequest) -> HttpResponse:
    """«J’ai pris la relève»."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = WordForm(request.POST)
    unit_id = _unit(request)
    if unit_id is None or not form.is_valid():
        return redirect(reverse("notes:handover"))
    since = opening(actor, unit_id).since(timezone.now())
    taken = take_over(actor, form.cleaned_data["id"], unit_id, since=since)
    left = f" Il vous restait {taken.unread} à lire." if taken.unread else ""
    messages.success(request, f"Relève prise à {dates.hour(taken.taken_at)}.{left}")
    return redirect(reverse("notes:handover") + f"?unite={unit_id}")


@page(Right.HANDOVER_TAKE, methods=("POST",))
def give(request: HttpRequest) -> HttpResponse:
    """«Transmettre la relève», with a word if one likes."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = WordForm(request.POST)
    unit_id = _unit(request)
    if unit_id is None:
        return redirect(reverse("notes:handover"))
    if not form.is_valid():
        messages.error(request, form.errors["word"][0] if "word" in form.errors else "Ce mot n’a pas pu être lu.")
        return redirect(reverse("notes:handover") + f"?unite={unit_id}")
    now = timezone.now()
    frame = opening(actor, unit_id)
    shift = frame.shift_at(now) or frame.before(now)
    if shift is None:
        messages.warning(
            request, "Cette unité n’a pas d’horaires d’équipe : demandez à votre chef de service de les noter."
        )
        return redirect(reverse("notes:handover") + f"?unite={unit_id}")
    given = give_over(actor, form.cleaned_data["id"], unit_id, shift, word=form.cleaned_data["word"])
    messages.success(request, f"Relève transmise à {dates.hour(given.given_at)} : {shift.name.lower()}.")
    return redirect(reverse("notes:handover") + f"?unite={unit_id}")


@page(Right.HANDOVER_TAKE, methods=("POST",))
def round_check(request: HttpRequest) -> HttpResponse:
    """«Rien à signaler» for those who were seen; the exceptions are simply not ticked."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit_id = _unit(request)
    if unit_id is None:
        return redirect(reverse("notes:handover"))
    checks: dict[UUID, UUID] = {}
    for value in request.POST.getlist("seen")[:300]:
        record, _, check = value.partition("_")
        try:
            checks[UUID(record)] = UUID(check)
        except ValueError:
            continue
    remark = WordForm({"word": request.POST.get("remark", "")})
    if not checks:
        messages.warning(request, "Cochez au moins une personne vue.")
    elif not remark.is_valid():
        messages.error(request, remark.errors["word"][0])
    else:
        seen = check_round(actor, checks, unit_id, remark=remark.cleaned_data["word"])
        messages.success(
            request, f"Rien à signaler : {seen} personne{'s' if seen > 1 else ''}, {dates.hour(timezone.now())}."
        )
    return redirect(reverse("notes:handover") + f"?unite={unit_id}")
