"""The page «Identité»: what is known, how it was checked, the INS, and the gestures of identitovigilance."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.pages import page, redirect, render
from liane.people.banner import frame, may_here
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.people.ins import actions, identifiers
from liane.people.ins.forms import CancelEvidenceForm, CodeForm, EvidenceForm, MarkForm, NumberForm
from liane.people.ins.models import IdentityEvidence
from liane.people.ins.moves import Event
from liane.people.ins.showing import compared, sheet_context
from liane.people.models import Person

_DONE = {
    Event.DOUBT_RAISED: "Le doute est signalé. L’identité redevient provisoire.",
    Event.DOUBT_LIFTED: "Le doute est levé.",
    Event.HOMONYM_MARKED: "L’homonyme est signalé.",
    Event.HOMONYM_LIFTED: "La marque «\u00a0homonyme\u00a0» est retirée.",
    Event.FICTION_MARKED: "L’identité est marquée fictive.",
    Event.FICTION_LIFTED: "La marque «\u00a0fictive\u00a0» est retirée.",
}


def _home(record_id: UUID) -> str:
    return reverse("people:identity_sheet", kwargs={"record_id": record_id})


def _facilities(facts: RecordFacts, actor: Actor) -> list[tuple[str, str]]:
    """Facilities that may be named as having given a number: those of the reader's own units."""
    mine = {h["facility_id"]: h["facility"] for h in facts.held if UUID(h["unit_id"]) in actor.unit_ids}
    return sorted(mine.items(), key=lambda pair: pair[1])


def _sheet(
    request: HttpRequest, record_id: UUID, status: int = 200, *, to: Right = Right.RECORD_READ, **forms: Any
) -> HttpResponse:
    """The page, with the form that came back when something was wrong. `to`: the right of the address that shows it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=to)
    person = Person.objects.get(pk=facts.person.pk)
    context: dict[str, Any] = {
        "facts": facts,
        "frame": frame(facts, actor, "essential"),
        "evidence_form": EvidenceForm(initial={"seen_on": today(), "version": person.version}),
        "mark_form": MarkForm(),
        "number_form": NumberForm(facilities=_facilities(facts, actor)),
        "code_form": CodeForm(),
        "scanned": [],
        **sheet_context(actor, facts, person),
        **forms,
    }
    return render(request, "people/identity_sheet.html", context, status=status)


@page(Right.RECORD_READ)
def show(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Who she is, how we know it."""
    return _sheet(request, record_id)


@page(Right.IDENTITY_VERIFY, methods=("GET", "POST"))
def evidence(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """A paper was seen."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        return _sheet(request, record_id, to=Right.IDENTITY_VERIFY)
    form = EvidenceForm(request.POST)
    if form.is_valid():
        version = form.cleaned_data.get("version") or 0
        try:
            actions.see_evidence(actor, record_id, form.cleaned_data["id"], form.seen(), version=version)
        except Refused as problem:
            form.say("kind", str(problem))
        else:
            messages.success(request, "La pièce est notée.")
            return redirect(_home(record_id))
    return _sheet(request, record_id, 422, to=Right.IDENTITY_VERIFY, evidence_form=form)


@page(Right.IDENTITY_VERIFY, methods=("GET", "POST"))
def cancel(request: HttpRequest, record_id: UUID, evidence_id: UUID) -> HttpResponse:
    """A paper no longer counts: it was not hers, it was false."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = CancelEvidenceForm(request.POST) if request.method == "POST" else CancelEvidenceForm()
    if form.is_bound and form.is_valid():
        actions.cancel_evidence(actor, record_id, evidence_id, form.cleaned_data["reason"])
        messages.success(request, "La pièce ne compte plus.")
        return redirect(_home(record_id))
    facts = open_record(actor, record_id, to=Right.IDENTITY_VERIFY)
    row = IdentityEvidence.objects.filter(pk=evidence_id, person_id=facts.person.pk).first()
    if row is None:
        raise NotVisible(Refusal(record_id, Right.IDENTITY_VERIFY, "Pas de pièce de ce nom"), actor)
    context = {
        "facts": facts, "frame": frame(facts, actor, "essential"), "form": form, "evidence": row, "home": _home(record_id),
    }  # fmt: skip
    return render(request, "people/evidence_cancel.html", context, status=422 if form.is_bound else 200)


@page(Right.IDENTITY_VERIFY, methods=("GET", "POST"))
def mark(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """A doubt, a namesake, a fictive identity: raised or lifted."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        return _sheet(request, record_id, to=Right.IDENTITY_VERIFY)
    form = MarkForm(request.POST)
    if form.is_valid():
        event = Event(form.cleaned_data["event"])
        try:
            actions.mark_identity(actor, record_id, event, form.cleaned_data["reason"])
        except Refused as problem:
            form.say("event", str(problem))
        else:
            messages.success(request, _DONE[event])
            return redirect(_home(record_id))
    return _sheet(request, record_id, 422, to=Right.IDENTITY_VERIFY, mark_form=form)


@page(Right.RECORD_EDIT, methods=("GET", "POST"))
def add_number(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """One more number by which a house knows her."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        return _sheet(request, record_id, to=Right.RECORD_EDIT)
    facts = open_record(actor, record_id, to=Right.RECORD_EDIT)
    form = NumberForm(request.POST, facilities=_facilities(facts, actor))
    if form.is_valid():
        data = form.cleaned_data
        try:
            identifiers.add_number(
                actor, record_id, data["id"], kind=data["kind"], value=data["value"], facility_id=form.facility_id,
                finess=data["finess"],
            )  # fmt: skip
        except Refused as problem:
            form.say("value", str(problem))
        else:
            messages.success(request, "Le numéro est ajouté.")
            return redirect(_home(record_id))
    return _sheet(request, record_id, 422, to=Right.RECORD_EDIT, number_form=form)


@page(Right.RECORD_EDIT, methods=("POST",))
def remove_number(request: HttpRequest, record_id: UUID, number_id: UUID) -> HttpResponse:
    """A number written by mistake."""
    identifiers.remove_number(request.actor, record_id, number_id)  # type: ignore[attr-defined]
    messages.success(request, "Le numéro est retiré.")
    return redirect(_home(record_id))


@page(Right.IDENTITY_VERIFY, methods=("GET", "POST"))
def compare(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """A code read from a paper of hers, beside what is written here. It proposes; it never qualifies by itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if request.method != "POST":
        return _sheet(request, record_id, to=Right.IDENTITY_VERIFY)
    form = CodeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _sheet(request, record_id, 422, to=Right.IDENTITY_VERIFY, code_form=form)
    facts = open_record(actor, record_id, to=Right.IDENTITY_VERIFY)
    person = Person.objects.get(pk=facts.person.pk)
    scanned = compared(person, form.cleaned_data["code"])
    fills = form.cleaned_data["code"] if may_here(actor, facts, Right.RECORD_EDIT) else None
    return _sheet(request, record_id, scanned=scanned, fills=fills)
