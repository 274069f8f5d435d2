"""«Papiers»: what the record keeps, by sort and by date, and the form that adds one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right
from liane.access.queries import audience
from liane.documents.actions.filing import Described, add_papers, usual_volet, withdraw_paper
from liane.documents.door import open_paper
from liane.documents.enums import DocumentKind
from liane.documents.forms import AddForm, WithdrawForm
from liane.documents.policies import may_withdraw, not_yours
from liane.documents.queries import PAGE, PaperFilter, kinds_of_record, papers_of_record
from liane.documents.views.cards import shown
from liane.documents.views.pieces import pieces, receive_files
from liane.journal.kinds import Kind
from liane.kit import keyset
from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.entitlements.cards import rights_page
from liane.people.facts import RecordFacts


@page(Right.RECORD_READ, methods=("GET", "POST"), limit="upload")
def papers(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """GET: the papers of a record. POST: add one; a mistake comes back with the files kept."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = AddForm(request.POST if request.method == "POST" else None)
    ticked: list[UUID] = []
    if form.is_bound:
        received = receive_files(request, record_id, form.chosen_id)
        ticked = received.ids
        if form.is_valid() and not received.say_in(form, "piece") and _added(request, record_id, form, ticked):
            return redirect(reverse("documents:papers", kwargs={"record_id": record_id}))
    facts = open_record(actor, record_id, to=Right.NOTE_WRITE if form.is_bound else Right.RECORD_READ)
    context = _listed(request, facts) | {
        "facts": facts,
        "frame": frame(facts, actor, "papers"),
        "form": form,
        "add": _adding(actor, facts, form, ticked),
    }
    return render(request, "documents/papers.html", context, status=422 if form.is_bound else 200)


def _added(request: HttpRequest, record_id: UUID, form: AddForm, ticked: list[UUID]) -> bool:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    data = form.cleaned_data
    try:
        unit_id = data["unit"] or UUID(int=0)
        told = Described(data["kind"], data["title"], data["dated_on"])
        made = add_papers(actor, record_id, ticked, told, unit_id=unit_id, volet=data["volet"])
    except Refused as refusal:
        form.say("piece", str(refusal))
        return False
    messages.success(request, "Papier ajouté." if len(made) == 1 else f"{len(made)} papiers ajoutés.")
    return True


def _adding(actor: Actor, facts: RecordFacts, form: AddForm, ticked: list[UUID]) -> dict[str, Any] | None:
    """The form; nothing when she does not write here."""
    common = [h for h in facts.units() if actor.may(Right.NOTE_WRITE, h.unit_id)]
    if not common:
        return None
    unit = next((h for h in common if h.unit_id == actor.place_unit_id), common[0])
    bound = (lambda name: form[name].value() or "") if form.is_bound else (lambda name: "")
    kind = bound("kind") if bound("kind") in DocumentKind.values else DocumentKind.OTHER
    volet = bound("volet") if bound("volet") in VOLET_LABELS else usual_volet(actor, unit.unit_id, kind)
    writable = sorted(actor.volets_written(unit.unit_id))
    return {
        "id": form.chosen_id,
        "unit": unit.unit_id,
        "pieces": pieces(actor, facts.id, ticked),
        "kinds": [{"value": "", "label": "Je ne sais pas"}]
        + [{"value": value, "label": label} for value, label in DocumentKind.choices],
        "volets": [{"value": "", "label": "D’après la sorte de papier"}]
        + [{"value": one, "label": VOLET_LABELS[one]} for one in writable],
        "values": {name: bound(name) for name in ("kind", "title", "dated_on", "volet")},
        "errors": {name: sentences[0] for name, sentences in form.errors.items()} if form.is_bound else {},
        "visible_by": audience(unit.unit_id, volet),
    }


def _listed(request: HttpRequest, facts: RecordFacts) -> dict[str, Any]:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    kind = request.GET.get("sorte", "")
    wanted = PaperFilter(
        kind if kind in DocumentKind.values else "",
        request.GET.get("mots", "")[:200],
        keyset.stopped_at(request.GET.get("avant", "")),
    )
    found = papers_of_record(actor, facts.id, wanted)
    base = reverse("documents:papers", kwargs={"record_id": facts.id})
    older = ""
    if len(found) > PAGE:
        last = found[PAGE - 1]
        kept = {name: value for name, value in request.GET.items() if name != "avant" and value}
        older = f"{base}?{urlencode({**kept, 'avant': keyset.after(last.added_at, last.id)})}"
    present = kinds_of_record(actor, facts.id)
    here = present | {wanted.kind}
    items = [("", "Tous"), *((value, label) for value, label in DocumentKind.choices if value in here)]
    return {
        "papers": [shown(actor, one) for one in found[:PAGE]],
        "older": older,
        "base": base,
        "r": None if len(request.GET) else rights_page(actor, facts, present),
        "kind": wanted.kind,
        "words": wanted.words,
        "filters": [
            {"label": label, "url": f"{base}?sorte={value}" if value else base, "current": value == wanted.kind}
            for value, label in items
        ],
    }


@page(Right.NOTE_WRITE, methods=("GET", "POST"))
def withdraw(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Take a paper out of use, with a reason."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            record_id = withdraw_paper(actor, document_id, reason=form.cleaned_data["reason"])
            messages.success(request, "Papier retiré. Il reste dans la liste, avec la raison.")
            return redirect(reverse("documents:papers", kwargs={"record_id": record_id}))
        except Refused as refusal:
            form.say("reason", str(refusal))
    paper, facts = open_paper(actor, document_id, to=Right.NOTE_WRITE, kind=Kind.RECORD_OPENED)
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "papers"),
        "paper": shown(actor, paper),
        "form": form,
        "refusal": "" if may_withdraw(actor, paper) else not_yours(paper),
        "back": reverse("documents:papers", kwargs={"record_id": paper.record_id}),
    }
    return render(request, "documents/withdraw.html", context, status=422 if form.is_bound else 200)
