"""Write in a record: the composer of the fil, and the same as a page of its own."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right
from liane.access.queries import audience
from liane.documents.views.pieces import Received, pieces, receive_files
from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.pages import Fragment, page, redirect, render
from liane.kit.text import of
from liane.nomenclatures.packs import load_pack
from liane.notes.actions.tasks import add_task
from liane.notes.actions.writing import write_note
from liane.notes.drafts import focus_named, usual_volet
from liane.notes.forms import REMINDERS, WriteForm
from liane.notes.judgements import judgements
from liane.notes.queries.goals import goals_here
from liane.notes.queries.handover import persons_of_unit
from liane.notes.queries.notes import BOXES
from liane.notes.views.home import here
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.plans.enums import GoalState
from liane.plans.models import Goal
from liane.plans.views import project_card
from liane.plans.words import chip

_KINDS = [
    {"value": "transmission", "label": "Transmission", "icon": "releve"},
    {"value": "note", "label": "Note", "icon": "papier"},
    {"value": "tache", "label": "Tâche", "icon": "tache"},
]
_LEVELS = [
    {"value": "0", "label": "Pour information", "icon": "oeil"},
    {"value": "1", "label": "À lire", "icon": "releve"},
    {"value": "2", "label": "Urgent", "icon": "alerte"},
]


_USED = "Cette page avait déjà servi à enregistrer un autre écrit. Relisez celui-ci, puis enregistrez-le de nouveau."


def writing_unit(actor: Actor, facts: RecordFacts) -> dict[str, Any] | None:
    """The unit for which one writes by default: the chosen place, else the latest held in common."""
    common = [h for h in facts.held if actor.may(Right.NOTE_WRITE, UUID(h["unit_id"]))]
    chosen = [h for h in common if UUID(h["unit_id"]) == actor.place_unit_id]
    return (chosen or common or [None])[0]


def composer(
    actor: Actor,
    facts: RecordFacts,
    form: WriteForm | None = None,
    goals: Iterable[Goal] | None = None,
    files: Sequence[UUID] | None = (),
) -> dict[str, Any] | None:
    """What the composer shows; nothing when this actor does not write here. `goals`: what she aims at, when known.

    `files`: those of this sending, ticked among those that wait; None when it is known that none waits.
    """
    unit = writing_unit(actor, facts)
    if unit is None:
        return None
    unit_id = UUID(unit["unit_id"])
    typed = _typed(form if form and form.is_bound else None)
    others = [h for h in facts.held if h["unit_id"] != unit["unit_id"] and not h["is_discreet"]]
    chosen_volet = typed["volet"] if typed["volet"] in VOLET_LABELS else ""
    usual = chosen_volet or usual_volet(actor, unit_id, focus_named(unit["pack"], typed["focus"]))
    return {
        **typed,
        "action": reverse("notes:write", kwargs={"record_id": facts.id}),
        "id": form.chosen_id if form else uuid7(),
        "title": f"Écrire dans le dossier {of(facts.person.called)}",
        "placeholder": f"Ce que j’ai vu, ce que {facts.person.called} a dit, ce que j’ai fait…",
        "kinds": _KINDS,
        "focus": {"proposals": [f.label for f in load_pack(unit["pack"]).focuses], "value": typed["focus"]},
        "levels": _LEVELS,
        "visible_by": audience(unit_id, usual),
        "read_by": f"équipe {unit['unit']}",
        "speaker": facts.person.called,
        "hidden": {"unit": unit["unit_id"]},
        "volets": [{"value": "", "label": "D’après le sujet"}]
        + [{"value": v, "label": VOLET_LABELS[v]} for v in sorted(actor.volets_written(unit_id))],
        "reminders": [{"value": v, "label": label} for v, label in REMINDERS],
        "others": [{"value": h["unit_id"], "label": f"{h['unit']} ({h['facility']})"} for h in others],
        "called": facts.person.called,
        "goals": goal_choices(goals_here(actor, facts.id) if goals is None else goals),
        "pieces": pieces(actor, facts.id, files),
    }


def _typed(form: WriteForm | None) -> dict[str, Any]:
    """What each box holds: what was typed when a form came back, otherwise what one starts from."""

    def value(name: str) -> Any:
        return (form[name].value() or "") if form else ""

    names = ("text", "focus", "volet", "reminder", "said_by", "happened_on", "happened_at", "goal")
    return {name: value(name) for name in names} | {
        "kind": value("kind") or "transmission",
        "level": value("level") or "0",
        "owner": value("owner") if form else "me",
        "errors": {name: sentences[0] for name, sentences in form.errors.items()} if form else {},
        "boxes": [
            {"name": "action", "label": "Ce que j’ai fait", "value": value("action")},
            {"name": "outcome", "label": "Résultat", "value": value("outcome")},
        ],
    }


def goal_choices(goals: Iterable[Goal], kept: UUID | None = None) -> list[dict[str, str]]:
    """What she aims at now; nothing when her record has no goal.

    `kept`: the goal of a writing being corrected stays a choice, even once reached.
    """
    offered = [g for g in goals if g.state == GoalState.ACTIVE or g.thread_id == kept]
    chips = [{"value": str(g.thread_id), "label": chip(g)} for g in offered]
    return [{"value": "", "label": "Aucun"}, *chips] if chips else []


def composer_piece(request: HttpRequest, facts: RecordFacts) -> Fragment | None:
    """Slot of the record page."""
    known = here(request)
    shown = composer(request.actor, facts, goals=known.goals, files=() if known.files else None)  # type: ignore[attr-defined]
    return Fragment("notes/_composer.html", shown) if shown else None


def project_piece(request: HttpRequest, facts: RecordFacts) -> Fragment | None:
    """Slot of the record page: «Son projet», with what the counters of the page have brought."""
    return project_card(facts, here(request).goals)


def _save(actor: Actor, record_id: UUID, form: WriteForm, files: Sequence[UUID] = ()) -> str:
    """Write what was typed; a task alone, or a writing and the task that comes out of it."""
    data, draft = form.cleaned_data, form.draft()
    owner = actor.practitioner_id if data["owner"] == "me" else None
    if data["kind"] == "tache":
        if files:
            raise Refused(
                "Une tâche ne garde pas de fichier. Choisissez Transmission ou Note, ou décochez les fichiers."
            )
        add_task(
            actor, data["id"], data["text"], unit_id=draft.unit_id, record_id=record_id, due_at=form.due_at(),
            owner_id=owner, volet=draft.volet,
        )  # fmt: skip
        return "Tâche ajoutée."
    note = write_note(actor, record_id, data["id"], draft, files=files)
    if any(getattr(note, part) != getattr(draft, part) for part in BOXES):  # another text, on a page already used
        form.data = form.data.copy()
        form.data["id"] = str(uuid7())
        raise Refused(_USED)
    if data["reminder"]:
        add_task(
            actor, _follow_id(data["id"]), draft.outcome or draft.title(), unit_id=note.unit_id, record_id=record_id,
            due_at=form.due_at(), owner_id=owner, volet=note.volet, source_thread_id=note.thread_id,
        )  # fmt: skip
    return "Enregistré."


def _hint(request: HttpRequest, body: str) -> None:
    """A word that judges is named, discreetly; the writing is saved all the same."""
    if found := judgements(body):
        words = ", ".join(f"« {word} »" for word in found[:3])
        messages.info(
            request, f"{words} : un jugement plus qu’un fait. Qu’avez-vous vu ? Vous pouvez corriger votre écrit."
        )


def _follow_id(note_id: UUID) -> UUID:
    """The task born of a writing has an identifier that follows from it: sent twice, it exists once."""
    return UUID(int=note_id.int ^ 1)


@page(Right.NOTE_WRITE, methods=("GET", "POST"))
def write(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """GET: the sheet «Écrire». POST: save, then back to the fil; a mistake comes back with the text kept."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = WriteForm(request.POST if request.method == "POST" else None)
    sent = receive_files(request, record_id, form.chosen_id) if form.is_bound else Received()
    if form.is_bound and form.is_valid() and not sent.say_in(form):
        try:
            messages.success(request, _save(actor, record_id, form, sent.ids))
            _hint(request, form.draft().body())
            return redirect(reverse("timeline:record", kwargs={"record_id": record_id}))
        except Refused as error:
            form.say(None, str(error))
    facts = open_record(actor, record_id, to=Right.NOTE_WRITE)
    shown = composer(actor, facts, form, files=sent.ids)
    context = {"facts": facts, "frame": frame(facts, actor, "fil"), "c": shown, "form": form}
    return render(request, "notes/write.html", context, status=422 if form.is_bound else 200)


@page(Right.NOTE_WRITE)
def start(request: HttpRequest) -> HttpResponse:
    """«Pour qui ?»: the persons of the chosen unit, one gesture from the composer."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    persons = persons_of_unit(actor.place_unit_id, timezone.now()) if actor.place_unit_id else []
    return render(request, "notes/start.html", {"persons": persons})
