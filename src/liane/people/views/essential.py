"""L’essentiel: the page, its paper, and what completes it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.downloads import download
from liane.kit.pages import page, redirect, render
from liane.kit.versions import two_versions
from liane.nomenclatures.packs import PackError, load_pack
from liane.people.actions import essential as actions
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.enums import FlagKind
from liane.people.facts import RecordFacts
from liane.people.forms.essential import AnswerForm, FlagForm, KeyWorkerForm
from liane.people.policies import visible_by, writes_for
from liane.people.queries.essential import answers_of, former_answers
from liane.people.sheet import essential_context, essential_pdf
from liane.professionals.queries import team_of


def _home(record_id: UUID, anchor: str = "") -> str:
    return reverse("people:essential", kwargs={"record_id": record_id}) + anchor


def _page(request: HttpRequest, facts: RecordFacts, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of «L’essentiel», under the banner."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    common = {"facts": facts, "frame": frame(facts, actor, "essential"), "home": _home(facts.id)}
    return render(request, template, {**common, **context}, status=status)


@page(Right.RECORD_READ)
def show(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Everything on one page, and the answers that are missing, one per line."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    return _page(request, facts, "people/essential.html", **essential_context(actor, facts))


@page(Right.RECORD_PRINT)
def pdf(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The fiche de liaison: the same data on paper, A4 both sides."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_PRINT)
    return download(essential_pdf(actor, facts), "fiche-de-liaison.pdf", "application/pdf", shown=True)


@page(Right.ESSENTIAL_WRITE, methods=("GET", "POST"))
def answer(request: HttpRequest, record_id: UUID, question: str) -> HttpResponse:
    """Answer one question, under the former answers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = AnswerForm(request.POST) if request.method == "POST" else None
    conflict, two = "", []
    if form is not None and form.is_valid():
        data = form.cleaned_data
        try:
            actions.answer_essential(
                actor, record_id, data["id"], question=question, text=data["text"], said_by=data["said_by"],
                seen=data["seen"], is_shared=data["is_shared"],
            )  # fmt: skip
        except Stale as stale:
            conflict, theirs = str(stale), stale.current
            two = two_versions(form, {"text": theirs.text, "said_by": theirs.said_by})
        else:
            messages.success(request, "La réponse est enregistrée.")
            return redirect(_home(record_id, f"#{question}"))
    facts = open_record(actor, record_id, to=Right.ESSENTIAL_WRITE)
    asked = next((a for a in answers_of(actor, facts) if a.question == question), None)
    if asked is None:
        raise NotVisible(Refusal(record_id, Right.ESSENTIAL_WRITE, "Question inconnue"), actor)
    status = 422 if form is not None else 200
    if form is None:
        form = AnswerForm(initial={"text": asked.text, "said_by": asked.said_by})
    context = {
        "form": form,
        "asked": asked,
        "former": former_answers(actor, record_id, question),
        "conflict": conflict,
        "two": two,
        "visible": _visible(actor, facts),
    }
    return _page(request, facts, "people/answer.html", status, **context)


@page(Right.ESSENTIAL_WRITE, methods=("GET", "POST"))
def add_flag(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Add something to know before acting: the usual ones of the sector are proposed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = FlagForm(request.POST) if request.method == "POST" else FlagForm(initial={"kind": FlagKind.DANGER})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kind, label, icon = FlagKind(data["kind"]), data["label"], _usual_icon(data["label"])
        try:
            actions.add_flag(
                actor, record_id, data["id"], kind=kind, label=label, icon=icon, is_shared=data["is_shared"]
            )
        except Refused as problem:
            form.say("label", str(problem))
        else:
            messages.success(request, "C’est ajouté à «\u00a0À savoir avant d’agir\u00a0».")
            return redirect(_home(record_id))
    facts = open_record(actor, record_id, to=Right.ESSENTIAL_WRITE)
    usual = [flag.label for held in facts.held for flag in _usual_flags(held["pack"])]
    context = {"form": form, "usual": list(dict.fromkeys(usual)), "visible": _visible(actor, facts)}
    return _page(request, facts, "people/flag.html", 422 if form.is_bound else 200, **context)


def _visible(actor: Actor, facts: RecordFacts) -> str:
    """Who will read what she writes now, when her place is discreet; elsewhere the page says it by itself."""
    mine = writes_for(actor, facts, Right.ESSENTIAL_WRITE)
    return visible_by(mine.facility) if mine.is_discreet else ""


def _usual_flags(pack: str) -> tuple[Any, ...]:
    try:
        return load_pack(pack).flags
    except PackError:
        return ()


def _usual_icon(label: str) -> str:
    """The drawing that goes with usual words («Fausses routes» → repas)."""
    beginning = label.split(":")[0].split(" ")[0].lower()
    icons = {"fausses": "repas", "repas": "repas", "texture": "repas", "hydratation": "repas"}
    return icons.get(beginning, "")


@page(Right.ESSENTIAL_WRITE, methods=("POST",))
def end_flag(request: HttpRequest, record_id: UUID, flag_id: UUID) -> HttpResponse:
    """It is no longer true."""
    actions.end_flag(request.actor, record_id, flag_id)  # type: ignore[attr-defined]
    messages.success(request, "C’est retiré de «\u00a0À savoir avant d’agir\u00a0».")
    return redirect(_home(record_id))


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def key_worker(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Choose the key worker among the team."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.STAY_WRITE)
    team = team_of(held.unit_id for held in facts.units())
    form = KeyWorkerForm(request.POST, team=team) if request.method == "POST" else KeyWorkerForm(team=team)
    conflict: dict[str, Any] = {"conflict": "", "two": []}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.name_key_worker(actor, record_id, data["id"], UUID(data["practitioner"]), seen=data["seen"])
        except Stale as stale:
            two = two_versions(form, {"practitioner": str(stale.current.practitioner_id)})
            conflict = {"conflict": str(stale), "two": two}
        except Refused as problem:
            form.say("practitioner", str(problem))
        else:
            messages.success(request, "Le référent est enregistré.")
            return redirect(_home(record_id, "#referent"))
    named = actions.current_key_worker(record_id)
    context = {
        "form": form,
        "seen": named.pk if named and (conflict["two"] or not form.is_bound) else form.data.get("seen", ""),
        **conflict,
    }
    return _page(request, facts, "people/key_worker.html", 422 if form.is_bound else 200, **context)
