"""What the hand-over and its print show, gathered in a few queries whatever the number of writings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from liane.access.actor import Actor
from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.jinja import plural
from liane.kit.text import initials
from liane.notes.queries.handover import (
    MOST_WAITING,
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

MOST_COLLEAGUES = 8
CARDS_PER_PAGE = 30  # as in the fil; what follows is counted, and one gesture away
MOST_WRITTEN = 100
_PARTS = ((5, "de nuit"), (12, "du matin"), (18, "de l’après-midi"), (23, "du soir"), (24, "de nuit"))
_AWAY = {"HOSPITAL": "hôpital", "FAMILY": "famille", "ABSENT": "absent"}


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the page and its print show."""

    opening: Opening
    since: datetime
    now: datetime
    waiting: list[Line]
    shown: list[tuple[Line, dict[str, Any]]]
    next_after: UUID | None
    others: list[Line]
    persons: list[UnitPerson]
    volet: str
    written: str


def gather(actor: Actor, unit_id: UUID, volet: str = "", after: UUID | None = None) -> Reading:
    """Six queries, whatever the number of writings. `after`: the last card of the page before."""
    now = timezone.now()
    frame = opening(actor, unit_id)
    since = frame.since(now)
    lines = waiting(actor, volet=volet)
    page = _page(lines, after)
    cards = note_cards(actor, {line.source_id: line for line in page})
    shown = [(line, cards[line.source_id]) for line in page if line.source_id in cards]
    next_after = page[-1].source_id if page and page[-1] is not lines[-1] else None
    asked = {line.source_id for line in lines}
    written = written_since(actor, [unit_id], since, MOST_WRITTEN)
    told = f"plus de {MOST_WRITTEN} écrits" if len(written) == MOST_WRITTEN else ""
    written = [w for w in written if not volet or w.volet == volet]
    told = told or plural(len(written), "écrit")
    others = [w for w in written if w.source_id not in asked]
    return Reading(frame, since, now, lines, shown, next_after, others, persons_of_unit(unit_id, since), volet, told)


def _page(lines: list[Line], after: UUID | None) -> list[Line]:
    """The cards that follow the one named; from the start when it has been read meanwhile (nothing is skipped)."""
    start = next((place + 1 for place, line in enumerate(lines) if line.source_id == after), 0)
    return lines[start : start + CARDS_PER_PAGE]


def _person(person: UnitPerson | None, card: dict[str, Any]) -> dict[str, Any]:
    """Who it is about: from this unit with her place and photo, from another with the name of that unit."""
    url = reverse("timeline:record", kwargs={"record_id": card["record_id"]})
    photo = reverse("people:photo", kwargs={"record_id": card["record_id"]})
    return {
        "name": card["full_name"],
        "url": f"{url}#ecrit-{card['id']}",
        "initials": initials(card["full_name"]),
        "place": person.place if person else card["unit"],
        "photo": photo if person and person.has_portrait else "",
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
    """At one in the morning the afternoon that is handed over was yesterday: the day is the one on which it ended."""
    hour = dates.local(now).hour
    part = next(name for until, name in _PARTS if hour < until)
    if outgoing is None or outgoing.period.end is None:
        return f"Relève {part}", dates.day(now).capitalize()
    period = f"{outgoing.name.lower()} de {dates.hour(outgoing.period.start)} à {dates.hour(outgoing.period.end)}"
    return f"Relève {part}", f"{dates.day(outgoing.period.end).capitalize()}, {period}"


def _count(reading: Reading) -> str:
    """«412», or «plus de 500»: what waits, not what fits on the page."""
    many = len(reading.waiting)
    return f"plus de {many}" if many == MOST_WAITING else str(many)


def _ribbon(reading: Reading, tasks: int) -> list[dict[str, str]]:
    away = [p for p in reading.persons if p.presence != "PRESENT"]
    counts: dict[str, int] = {}
    for person in away:
        label = _AWAY.get(person.presence, "absent")
        counts[label] = counts.get(label, 0) + 1
    return [
        {"label": "Présents", "value": f"{len(reading.persons) - len(away)} sur {len(reading.persons)}"},
        {"label": "Absents", "value": ", ".join(f"{n} {label}" for label, n in counts.items()) or "aucun"},
        {"label": "À lire", "value": _count(reading)},
        {"label": "À reprendre", "value": f"{tasks} tâche{'s' if tasks > 1 else ''}"},
    ]


def _tiles(reading: Reading) -> list[dict[str, str]]:
    """«Rien à signaler»: only those whom somebody saw and about whom nothing is waiting."""
    busy = {line.record_id for line in reading.waiting} | {line.record_id for line in reading.others}
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


def _team(actor: Actor, members: list[dict[str, Any]]) -> dict[str, Any]:
    """Those who took over first; the rest of a large team is counted, not listed (no league table of readers)."""
    shown = []
    for m in members[:MOST_COLLEAGUES]:
        you = " (vous)" if m["id"] == actor.practitioner_id else f", {m['role']}"
        state = f"relève prise à {dates.hour(m['taken_at'])}" if m["taken_at"] else ""
        read = f"{m['read']} lue{'s' if m['read'] > 1 else ''} sur {m['asked']}" if m["asked"] else "rien à lire"
        shown.append(
            {"initials": initials(m["name"]), "name": m["name"] + you, "detail": "" if state else read, "done": state}
        )
    return {"shown": shown, "more": max(len(members) - MOST_COLLEAGUES, 0)}


def _absents(reading: Reading) -> list[dict[str, str]]:
    return [
        {
            "name": p.full_name,
            "detail": _AWAY.get(p.presence, "absent"),
            "url": reverse("timeline:record", kwargs={"record_id": p.record_id}),
        }
        for p in reading.persons
        if p.presence != "PRESENT"
    ]


def context_of(actor: Actor, unit_id: UUID, volet: str, after: UUID | None = None) -> dict[str, Any]:
    """What the page and the print have in common."""
    reading = gather(actor, unit_id, volet, after)
    tasks = tasks_of_units(actor, [unit_id], limit=12)
    outgoing = reading.opening.before(reading.now)
    title, subtitle = _title(outgoing, reading.now)
    persons = {person.record_id: person for person in reading.persons}
    back = f"{reverse('notes:handover')}?unite={unit_id}"  # without script, «J’ai lu» comes back here
    cards = [
        (line.unit_id, {**card, "person": _person(persons.get(line.record_id), card), "links": [], "back_url": back})
        for line, card in reading.shown
    ]
    notes = [card for where, card in cards if where == unit_id]
    said = [h for h in reading.opening.handovers if h["given_at"] >= reading.since]
    return {
        "reading": reading,
        "unit_id": unit_id,
        "title": title,
        "subtitle": f"{subtitle} · {reading.opening.facility}, {reading.opening.unit}",
        "since_text": f"Depuis {dates.when(reading.since)}, votre dernier passage"
        if reading.opening.last_taken == reading.since
        else f"Depuis {dates.when(reading.since)}",
        "written": reading.written,
        "waiting": _count(reading),
        "next_after": reading.next_after,
        "ribbon": _ribbon(reading, len(tasks)),
        "words": [{"text": h["word"], "who": f"{h['author']}, {h['shift'].lower()}"} for h in said if h["word"]],
        "notes": notes,
        "elsewhere": [card for where, card in cards if where != unit_id],
        "tiles": _tiles(reading),
        "others": _others(reading),
        "absents": _absents(reading),
        "tasks": [task_line(actor, task) for task in tasks],
        "team": _team(actor, team_readings(actor, unit_id, reading.since)),
    }
