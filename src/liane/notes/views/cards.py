"""Writings as the fil and the hand-over show them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import SECRET_VOLETS, VOLET_LABELS, Right, Volet
from liane.documents.views.cards import papers_under
from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.text import initials
from liane.notes.actions.reading import UNDO
from liane.notes.models import Level
from liane.notes.queries import goals
from liane.notes.queries.notes import Told, told
from liane.notes.words import spans
from liane.timeline.queries import Line

BOX_LABELS = {"observation": "Constat", "action": "Ce que j’ai fait", "outcome": "Résultat"}
LEVELS = {Level.INFO: "info", Level.TO_READ: "a-lire", Level.URGENT: "urgent"}
_LOOK = {
    "CARE": ("coeur", "bleu"),
    "PSY": ("message", "prune"),
    "SOCIAL": ("gens", "ocre"),
    "JUDICIAL": ("balance", "gris"),
    "FAMILY": ("famille", "prune"),
    "ADMIN": ("papier", "gris"),
}


def fill_fil(actor: Actor, lines: list[Line]) -> dict[UUID, dict[str, Any]]:
    """What our lines show in the fil (slot): one query for the page, whatever the age of the record."""
    mine = {line.source_id: line for line in lines if line.kind == "NOTE"}
    return {note.thread_id: _card(actor, note, mine[note.thread_id]) for note in told(list(mine))}


def note_cards(actor: Actor, lines: dict[UUID, Line]) -> dict[UUID, dict[str, Any]]:
    """Cards of the writings with their papers, for lines that the scoped query has already let through."""
    notes = told(list(lines))
    papers = papers_under(actor, [note.thread_id for note in notes if note.has_papers])
    cards = {note.thread_id: _card(actor, note, lines[note.thread_id]) for note in notes}
    for thread_id, joined in papers.items():
        cards[thread_id]["papers"] = joined
    return cards


def _card(actor: Actor, note: Told, line: Line) -> dict[str, Any]:
    icon, tone = _LOOK.get(note.volet, ("releve" if note.kind == "TRANSMISSION" else "papier", "feuille"))
    level = Level.INFO if note.cancelled else Level(min(note.level, line.level))
    is_late = note.version == 1 and abs(note.written_at - note.happened_at) > timedelta(hours=2)
    return {
        "id": note.thread_id,
        "title": _heading(note, line.title),
        "author": note.author,
        "role": note.role,
        "moment": dates.hour(note.happened_at),
        "moment_iso": note.happened_at.isoformat(),
        "late": f"écrit {dates.when(note.written_at)}" if is_late else "",
        "icon": icon,
        "tone": "rouge" if level == Level.URGENT else "ambre" if level == Level.TO_READ else tone,
        "level": LEVELS[level],
        "tags": _tags(note.volet),
        "record_id": note.record_id,
        "full_name": note.full_name,
        "unit": note.unit,
        "cancelled": f"Annulé par {note.cancelled[0]} : {note.cancelled[1]}" if note.cancelled else "",
        "corrected": _corrected(note),
        **_words(note, line.title),
        **_readers(actor, note, level),
        "lower_url": _lower_url(actor, note, line, level),
        "links": _links(actor, note, line),
        "goal": _goal(actor, note),
        "has_papers": note.has_papers,
    }


def _goal(actor: Actor, note: Told) -> dict[str, str] | None:
    """«Objectif : …», for who reads the project of the team that wrote it."""
    if not note.goal or not actor.reads(UUID(note.goal[2]), Volet.SUPPORT):
        return None
    address = reverse("plans:goal", kwargs={"record_id": note.record_id, "goal_id": UUID(note.goal[0])})
    return {"text": f"Objectif\u00a0: {note.goal[1]}", "url": address}


def under_goals(actor: Actor, goal_ids: list[UUID], **wanted: Any) -> dict[UUID, list[tuple[Line, dict[str, Any]]]]:
    """What was written under each goal (slot): two queries, however many goals."""
    found = goals.under_goals(actor, goal_ids, **wanted)
    cards = note_cards(actor, {line.source_id: line for _, line in found})
    shown: dict[UUID, list[tuple[Line, dict[str, Any]]]] = {goal_id: [] for goal_id in goal_ids}
    for goal_id, line in found:
        shown[goal_id].append((line, {**cards[line.source_id], "goal": None}))
    return shown


def _heading(note: Told, title: str) -> str:
    """The target alone when the line of the fil only repeats the first words of what follows: nothing is read twice."""
    tail = title.removeprefix(f"{note.focus} : ").rstrip("….").casefold()
    told = (note.observation or note.text).strip().casefold()
    return note.focus if note.focus and tail and told.startswith(tail) else title


def _words(note: Told, title: str) -> dict[str, Any]:
    """The boxes or the block, with her words apart."""
    by_part: dict[str, list[tuple[int, int, str, str]]] = {}
    for part, start, end, words, said_by in note.quotes:
        by_part.setdefault(part, []).append((start, end, words, said_by))
    boxes = {"observation": note.observation, "action": note.action, "outcome": note.outcome}
    return {
        "parts": [
            {"label": BOX_LABELS[box], "spans": spans(text, by_part.get(box, []), note.person)}
            for box, text in boxes.items()
            if text
        ],
        "spans": _block(title, note.text, by_part.get("text", []), note.person),
    }


def _corrected(note: Told) -> dict[str, str] | None:
    if note.version == 1:
        return None
    why = f" ({note.reason})" if note.reason else ""
    return {
        "text": f"Corrigé par {note.author} {dates.when(note.written_at)}{why}.",
        "url": reverse("notes:versions", kwargs={"thread_id": note.thread_id}),
    }


def _block(title: str, text: str, quotes: list[tuple[int, int, str, str]], person: str) -> list[dict[str, object]]:
    """The text of a block under its title, without its first sentence when the title already says it all."""
    start = len(title)
    if title and text.startswith(title) and all(quote[0] >= start for quote in quotes):
        start += text[start : start + 1] == "."
        start += len(text[start:]) - len(text[start:].lstrip())
        quotes = [(begin - start, end - start, words, said_by) for begin, end, words, said_by in quotes]
        text = text[start:]
    return spans(text, quotes, person) if text else []


def _tags(volet: str) -> list[dict[str, str]]:
    if volet == "SUPPORT":
        return []
    icon, tone = _LOOK[volet]
    locked = "cadenas" if volet in SECRET_VOLETS or volet == "CARE" else icon
    return [{"word": VOLET_LABELS[volet], "tone": "" if tone == "gris" else tone, "icon": locked}]


def _readers(actor: Actor, note: Told, level: Level) -> dict[str, Any]:
    """Solid = has read, dashed = not yet. No league table: only this writing's readers."""
    if level == Level.INFO:
        return {}
    expected = [r for r in note.readings if r[3] or r[2]]
    read = sum(1 for r in expected if r[2])
    shown: dict[str, Any] = {
        "readers": [{"initials": initials(r[1]), "name": r[1], "read": bool(r[2])} for r in expected[:8]],
        "readers_text": f"Lu par {read} {'personne' if read < 2 else 'personnes'} sur {len(expected)}",
    }
    me = str(actor.practitioner_id)
    mine = next((r for r in note.readings if r[0] == me), None)
    if mine and mine[2]:
        read_at = datetime.fromisoformat(mine[2])
        shown["read_text"] = f"Lu à {dates.hour(read_at)}"
        if timezone.now() - read_at < UNDO:
            shown["undo_url"] = reverse("notes:unread", kwargs={"thread_id": note.thread_id})
    elif note.author_id != actor.practitioner_id:
        shown["read_url"] = reverse("notes:read", kwargs={"thread_id": note.thread_id})
    return shown


def _lower_url(actor: Actor, note: Told, line: Line, level: Level) -> str:
    """One gesture against noise, for the author and for whoever answers for the service."""
    may = note.author_id == actor.practitioner_id or actor.may(Right.NOTE_CANCEL, line.unit_id)
    return reverse("notes:lower", kwargs={"thread_id": note.thread_id}) if may and level != Level.INFO else ""


def _links(actor: Actor, note: Told, line: Line) -> list[dict[str, str]]:
    """Gestures of this reader on this writing."""
    if note.cancelled:
        return []
    is_mine = note.author_id == actor.practitioner_id
    gestures = (
        ("En faire une tâche", "notes:task_from", actor.may(Right.TASK_WRITE, line.unit_id)),
        ("Corriger", "notes:correct", is_mine),
        ("Annuler cet écrit", "notes:cancel", is_mine or actor.may(Right.NOTE_CANCEL, line.unit_id)),
    )
    return [
        {"label": label, "url": reverse(name, kwargs={"thread_id": note.thread_id})}
        for label, name, allowed in gestures
        if allowed
    ]
