"""Find one writing through the door, and tell many as the fil and the hand-over show them."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import SECRET_VOLETS, VOLET_LABELS, Right
from liane.journal.kinds import Kind
from liane.kit import dates
from liane.kit.door import NotVisible, Refusal
from liane.notes.models import Level, Note
from liane.notes.policies import may_read
from liane.notes.words import spans
from liane.people.door import open_record
from liane.timeline.models import Entry
from liane.timeline.queries import Line

BOXES = ("text", "observation", "action", "outcome")
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


def latest(thread_id: UUID) -> Note:
    """The version that counts."""
    return Note.objects.filter(thread_id=thread_id).order_by("-version")[0]


def open_note(actor: Actor, thread_id: UUID, *, to: Right, kind: Kind, object_id: UUID | None = None) -> Note:
    """The door of a writing: the door of its record first, then the rule of its volet. Traced by the record's door."""
    note = Note.objects.filter(thread_id=thread_id).order_by("-version").first()
    if note is None:
        raise NotVisible(Refusal(None, to, "Cet écrit n’existe pas dans son organisme"), actor)
    open_record(actor, note.record_id, to=to, kind=kind, object_id=object_id)
    line = Entry.objects.filter(kind="NOTE", source_id=thread_id).values_list("shared_unit_ids", flat=True).first()
    if not may_read(actor, note, line or []):
        raise NotVisible(Refusal(note.record_id, to, "Ne lit pas ce volet"), actor)
    return note


_SQL = """
SELECT n.id, n.thread_id, n.version, n.record_id, n.volet, n.kind, n.level, n.focus, n.text, n.observation, n.action,
    n.outcome, n.happened_at, n.written_at, n.author_id, n.author_name, n.author_role, n.correction_reason,
    coalesce(nullif(p.preferred_name, ''), split_part(p.first_names, ' ', 1)),
    (SELECT jsonb_agg(jsonb_build_array(q.part, q.start, q."end", q.text, q.said_by)) FROM notes_quote q WHERE q.note_id = n.id),
    (SELECT jsonb_agg(jsonb_build_array(g.practitioner_id, w.first_name || ' ' || w.last_name, g.read_at, g.is_expected)
            ORDER BY g.read_at NULLS LAST, w.last_name)
        FROM notes_reading g JOIN professionals_practitioner w ON w.id = g.practitioner_id WHERE g.thread_id = n.thread_id),
    (SELECT jsonb_build_array(c.author_name, c.reason, c.cancelled_at) FROM notes_cancellation c WHERE c.thread_id = n.thread_id)
FROM unnest(%s::uuid[]) AS wanted (thread)
CROSS JOIN LATERAL (
    SELECT * FROM notes_note x WHERE x.thread_id = wanted.thread ORDER BY x.version DESC LIMIT 1) n
JOIN people_record r ON r.id = n.record_id JOIN people_person p ON p.id = r.person_id
"""


def fill_fil(actor: Actor, lines: list[Line]) -> dict[UUID, dict[str, Any]]:
    """What our lines show in the fil (slot): one query for the page, whatever the age of the record."""
    mine = {line.source_id: line for line in lines if line.kind == "NOTE"}
    return note_cards(actor, mine)


def note_cards(actor: Actor, lines: dict[UUID, Line]) -> dict[UUID, dict[str, Any]]:
    """Cards of the writings, for lines that the scoped query has already let through."""
    if not lines:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_SQL, [list(lines)])
        rows = cursor.fetchall()
    told = [(*row[:-3], *(json.loads(part) if part else [] for part in row[-3:])) for row in rows]
    return {row[1]: _card(actor, row, lines[row[1]]) for row in told}


def _card(actor: Actor, row: tuple[Any, ...], line: Line) -> dict[str, Any]:
    (note_id, thread_id, version, record_id, volet, kind, level, focus, text, observation, action, outcome, happened_at,
     written_at, author_id, author, role, reason, person, quotes, readings, cancelled) = row  # fmt: skip
    boxes = {"text": text, "observation": observation, "action": action, "outcome": outcome}
    by_part: dict[str, list[tuple[int, int, str, str]]] = {}
    for part, start, end, words, said_by in quotes:
        by_part.setdefault(part, []).append((start, end, words, said_by))
    icon, tone = _LOOK.get(volet, ("releve" if kind == "TRANSMISSION" else "papier", "feuille"))
    card: dict[str, Any] = {
        "id": thread_id,
        "title": line.title,
        "author": author,
        "role": role,
        "moment": dates.hour(happened_at),
        "moment_iso": happened_at.isoformat(),
        "late": f"écrit {dates.when(written_at)}" if abs(written_at - happened_at) > timedelta(hours=2) and version == 1 else "",
        "icon": icon,
        "tone": "rouge" if level == Level.URGENT else "ambre" if level == Level.TO_READ else tone,
        "level": LEVELS[level],
        "tags": _tags(volet),
        "parts": [
            {"label": BOX_LABELS[b], "spans": spans(boxes[b], by_part.get(b, []), person)}
            for b in ("observation", "action", "outcome")
            if boxes[b]
        ],
        "spans": _block(line.title, text, by_part.get("text", []), person),
        "version": version,
        "record_id": record_id,
    }
    if version > 1:
        why = f" ({reason})" if reason else ""
        card["corrected"] = {
            "text": f"Corrigé par {author} {dates.when(written_at)}{why}.",
            "url": reverse("notes:versions", kwargs={"thread_id": thread_id}),
        }
    if cancelled:
        card["cancelled"] = f"Annulé par {cancelled[0]} : {cancelled[1]}"
        card["level"] = "info"
    card.update(_readers(actor, thread_id, author_id, level, readings, is_cancelled=bool(cancelled)))
    card["links"] = _links(actor, thread_id, author_id, line, is_cancelled=bool(cancelled))
    return card


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


def _readers(
    actor: Actor, thread_id: UUID, author_id: UUID, level: int, readings: list[list[Any]], *, is_cancelled: bool
) -> dict[str, Any]:
    """Solid = has read, dashed = not yet. No league table: only this writing's readers."""
    if is_cancelled or level == Level.INFO:
        return {}
    expected = [r for r in readings if r[3] or r[2]]
    read = [r for r in expected if r[2]]
    shown = {
        "readers": [{"initials": _initials(r[1]), "name": r[1], "read": bool(r[2])} for r in expected[:8]],
        "readers_text": f"Lu par {len(read)} {'personne' if len(read) < 2 else 'personnes'} sur {len(expected)}",
    }
    mine = next((r for r in readings if r[0] == str(actor.practitioner_id)), None)
    if mine and mine[2]:
        read_at = datetime.fromisoformat(mine[2])
        shown["read_text"] = f"Lu à {dates.hour(read_at)}"
        if timezone.now() - read_at < timedelta(seconds=10):
            shown["undo_url"] = reverse("notes:unread", kwargs={"thread_id": thread_id})
    elif author_id != actor.practitioner_id:
        shown["read_url"] = reverse("notes:read", kwargs={"thread_id": thread_id})
    return shown


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper()


def _links(actor: Actor, thread_id: UUID, author_id: UUID, line: Line, *, is_cancelled: bool) -> list[dict[str, str]]:
    if is_cancelled:
        return []
    links = []
    if actor.may(Right.TASK_WRITE, line.unit_id):
        links.append({"label": "En faire une tâche", "url": reverse("notes:task_from", kwargs={"thread_id": thread_id})})
    if author_id == actor.practitioner_id:
        links.append({"label": "Corriger", "url": reverse("notes:correct", kwargs={"thread_id": thread_id})})
    if author_id == actor.practitioner_id or actor.may(Right.NOTE_CANCEL, line.unit_id):
        links.append({"label": "Annuler cet écrit", "url": reverse("notes:cancel", kwargs={"thread_id": thread_id})})
    return links


def versions(thread_id: UUID) -> list[Note]:
    """Every version of a writing, newest first."""
    return list(Note.objects.filter(thread_id=thread_id).order_by("-version"))
