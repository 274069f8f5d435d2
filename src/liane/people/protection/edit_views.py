"""Write a measure, the authority of a parent, a hearing; correct them; say that one was a mistake."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Volet
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.forms import HouseForm
from liane.kit.pages import page, redirect
from liane.kit.versions import two_versions
from liane.nomenclatures.legal_measures import MeasureKind, measure_kinds
from liane.people.circle.queries import circle_of
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.people.protection import actions, keeping, words
from liane.people.protection.data import Step
from liane.people.protection.forms import AuthorityForm, HearingForm, MeasureForm, StepForm, StrikeForm, initial_of
from liane.people.protection.keeping import WRITE
from liane.people.protection.models import Hearing, LegalMeasure, ParentalAuthority, Versioned
from liane.people.protection.unsaid import lines_shown
from liane.people.protection.views import framed, home, visible

_MODELS: dict[str, type[Versioned]] = {"mesure": LegalMeasure, "parent": ParentalAuthority, "audience": Hearing}
_ADDED = "C’est écrit dans «\u00a0Qui peut quoi\u00a0»."
_CORRECTED = "C’est corrigé. Ce qui était écrit avant reste lisible."
Line = TypeVar("Line", bound=Versioned)


def _people(actor: Actor, record_id: UUID) -> list[tuple[UUID, str]]:
    return [(a.contact_id, f"{a.name}, {a.relation_label}") for a in circle_of(actor, record_id) if a.ended_on is None]


def _names(people: list[tuple[UUID, str]]) -> list[tuple[UUID, str]]:
    """What is written is the name alone."""
    return [(key, shown.rpartition(", ")[0]) for key, shown in people]


def say(form: HouseForm, problem: Refused) -> None:
    """Each sentence under its question."""
    for name, sentence in getattr(problem, "faults", [(None, str(problem))]):
        form.say(name if name in form.fields else None, sentence)


def _kind(actor: Actor, record_id: UUID, code: str) -> MeasureKind:
    if code not in measure_kinds():
        raise NotVisible(Refusal(record_id, WRITE, "Mesure inconnue"), actor)
    return measure_kinds()[code]


def _opened(actor: Actor, record_id: UUID, volet: str) -> RecordFacts:
    facts = open_record(actor, record_id, to=WRITE)
    if keeping.unit_to_keep(actor, facts, volet) is None:
        raise NotVisible(Refusal(record_id, WRITE, "Ne tient pas cette partie du dossier"), actor)
    return facts


def _written(request: HttpRequest, form: HouseForm, write: Callable[[], None], done: str) -> dict[str, Any] | None:
    """Call the action; None when it is done, else what the page must show (two versions, sentences in the form)."""
    try:
        write()
    except Stale as stale:
        two = two_versions(form, initial_of(stale.current))
        return {"conflict": str(stale), "two": two, "version": stale.current.version}
    except Refused as problem:
        say(form, problem)
        return {}
    messages.success(request, done)
    return None


def _form(
    request: HttpRequest, facts: RecordFacts, form: StepForm, volet: str, title: str, **context: Any
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    shown = {"row": None, "caution": "", "why": "", **visible(actor, facts, volet), **context}
    version = context.get("version") or form.data.get("version", "") if form.is_bound else context.get("version", "")
    status = 422 if form.is_bound else 200
    return framed(request, facts, "edit.html", status, form=form, title=title, **{**shown, "version": version})


@page(WRITE, methods=("GET", "POST"))
def measure_add(request: HttpRequest, record_id: UUID, measure: str) -> HttpResponse:
    """Write one; with `?suite=`, the decision that renews a measure."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = _kind(actor, record_id, measure)
    facts = _opened(actor, record_id, asked.volet)
    people = _people(actor, record_id)
    more: dict[str, Any] = {}
    if request.method == "POST":
        form = MeasureForm(request.POST, kind=asked, people=_names(people))
        if form.is_valid():
            data = form.cleaned_data
            write = lambda: actions.add_measure(  # noqa: E731
                actor, record_id, data["id"], form.draft(), follows=data["follows"], is_shared=data["is_shared"]
            )
            shown = _written(request, form, write, _ADDED)
            if shown is None:
                return redirect(home(record_id))
            more = shown
    else:
        initial = _follows(actor, facts, asked, request.GET.get("suite", ""))
        form = MeasureForm(kind=asked, people=_names(people), initial=initial)
    more |= {"caution": asked.caution, "why": _why(asked)}
    return _form(request, facts, form, asked.volet, asked.label, **more)


def _why(kind: MeasureKind) -> str:
    """«Deux ans, renouvelable. Code civil 375-2.»"""
    return " ".join(f"{part}." for part in (kind.longest_why, kind.article) if part)


def _follows(actor: Actor, facts: RecordFacts, kind: MeasureKind, thread: str) -> dict[str, Any]:
    """What renews a measure has the same holder and judge, and its own dates."""
    start = {"covers_goods": True, "covers_person": True}
    try:
        former = keeping.current(actor, facts, LegalMeasure, UUID(thread)) if thread else None
    except ValueError:
        former = None
    if former is None or former.kind != kind.code:
        return start
    dated = ("starts_on", "ends_on", "decided_on", "reference", "report_due_on", "seized_on", "note")
    return {k: v for k, v in initial_of(former).items() if k not in dated} | {"follows": former.thread_id}


@page(WRITE, methods=("GET", "POST"))
def measure_correct(request: HttpRequest, record_id: UUID, measure_id: UUID) -> HttpResponse:
    """Other dates, an end before its time, another holder."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=WRITE)
    [row] = lines_shown(actor, facts, [keeping.current(actor, facts, LegalMeasure, measure_id)])
    kind, people = _kind(actor, record_id, row.kind), _names(_people(actor, record_id))
    initial = initial_of(row)
    if row.holder_id and row.holder_id not in {key for key, _ in people}:
        people.append((row.holder_id, row.holder_name))
    form = MeasureForm(request.POST if request.method == "POST" else None, kind=kind, people=people, initial=initial)
    write = lambda: actions.correct_measure(actor, record_id, measure_id, form.step(), form.draft())  # noqa: E731
    more = _corrected(request, form, row, write)
    if more is None:
        return redirect(home(record_id))
    more |= {"caution": kind.caution, "why": _why(kind)}
    return _form(request, facts, form, row.volet, f"Corriger : {kind.label}", **more)


def _corrected(
    request: HttpRequest, form: StepForm, row: Versioned, write: Callable[[], None]
) -> dict[str, Any] | None:
    more: dict[str, Any] = {"row": row, "version": row.version}
    if form.is_bound and form.is_valid():
        shown = _written(request, form, write, _CORRECTED)
        if shown is None:
            return None
        more |= shown
    if form.is_bound and "conflict" not in more:
        more["version"] = form.data.get("version", "")
    return more


@page(WRITE, methods=("GET", "POST"))
def authority_add(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """How one parent stands."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = _opened(actor, record_id, Volet.JUDICIAL)
    people = _names(_people(actor, record_id))
    form = AuthorityForm(request.POST if request.method == "POST" else None, people=people)
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        write = lambda: actions.add_authority(  # noqa: E731
            actor, record_id, data["id"], form.draft(), is_shared=data["is_shared"]
        )
        shown = _written(request, form, write, _ADDED)
        if shown is None:
            return redirect(home(record_id))
        more = shown
    return _form(request, facts, form, Volet.JUDICIAL, "L’autorité parentale d’un parent", **more)


@page(WRITE, methods=("GET", "POST"))
def authority_correct(request: HttpRequest, record_id: UUID, authority_id: UUID) -> HttpResponse:
    """A judgment changed it, or it was wrong."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=WRITE)
    [row] = lines_shown(actor, facts, [keeping.current(actor, facts, ParentalAuthority, authority_id)])
    people = _names(_people(actor, record_id))
    if row.contact_id and row.contact_id not in {key for key, _ in people}:
        people.append((row.contact_id, row.name))
    form = AuthorityForm(request.POST if request.method == "POST" else None, people=people, initial=initial_of(row))
    write = lambda: actions.correct_authority(actor, record_id, authority_id, form.step(), form.draft())  # noqa: E731
    more = _corrected(request, form, row, write)
    if more is None:
        return redirect(home(record_id))
    return _form(request, facts, form, row.volet, f"Corriger : {row.name}", **more)


@page(WRITE, methods=("GET", "POST"))
def hearing_add(request: HttpRequest, record_id: UUID, measure_id: UUID) -> HttpResponse:
    """The judge will hear about this measure."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=WRITE)
    measure = keeping.current(actor, facts, LegalMeasure, measure_id)
    form = HearingForm(request.POST if request.method == "POST" else None)
    more: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        key = form.cleaned_data["id"]
        write = lambda: actions.add_hearing(actor, record_id, measure_id, key, form.draft())  # noqa: E731
        shown = _written(request, form, write, _ADDED)
        if shown is None:
            return redirect(home(record_id))
        more = shown
    return _form(request, facts, form, measure.volet, f"Audience : {words.measure_label(measure.kind)}", **more)


@page(WRITE, methods=("GET", "POST"))
def hearing_correct(request: HttpRequest, record_id: UUID, hearing_id: UUID) -> HttpResponse:
    """Put off, or elsewhere."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=WRITE)
    [row] = lines_shown(actor, facts, [keeping.current(actor, facts, Hearing, hearing_id)])
    form = HearingForm(request.POST if request.method == "POST" else None, initial=initial_of(row))
    write = lambda: actions.correct_hearing(actor, record_id, hearing_id, form.step(), form.draft())  # noqa: E731
    more = _corrected(request, form, row, write)
    if more is None:
        return redirect(home(record_id))
    return _form(request, facts, form, row.volet, "Corriger l’audience", **more)


@page(WRITE, methods=("GET", "POST"))
def strike(request: HttpRequest, record_id: UUID, what: str, line_id: UUID) -> HttpResponse:
    """It was written by mistake, or about somebody else."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if what not in _MODELS:
        raise NotVisible(Refusal(record_id, WRITE, "Rien de tel"), actor)
    form = StrikeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        step = Step(data["id"], data.get("version") or 0, data["reason"])
        try:
            actions.strike(actor, record_id, _MODELS[what], line_id, step)
        except Refused as problem:
            say(form, problem)
        else:
            messages.success(request, "C’est retiré. La raison reste écrite dans l’histoire.")
            return redirect(home(record_id))
    facts = open_record(actor, record_id, to=WRITE)
    row = keeping.current(actor, facts, _MODELS[what], line_id)
    title = words.measure_label(row.kind) if isinstance(row, LegalMeasure) else getattr(row, "name", "une audience")
    status = 422 if form.is_bound else 200
    return framed(request, facts, "strike.html", status, form=form, title=title, version=row.version)
