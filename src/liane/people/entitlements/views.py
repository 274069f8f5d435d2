"""One right of a record: add, read, correct, take off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right
from liane.access.queries import audience, unsaid_to
from liane.kit.addresses import reverse
from liane.kit.dates import when
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.slots import Slot, hung
from liane.kit.versions import two_versions
from liane.nomenclatures.entitlements import EntitlementKind, families, kinds, told_of_lists
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.entitlements import actions, words
from liane.people.entitlements.forms import RightForm, WithdrawForm, initial_of
from liane.people.entitlements.models import Entitlement, Version
from liane.people.entitlements.policies import kinds_to_keep, may_keep, unit_to_keep
from liane.people.entitlements.queries import claims_about, right_of
from liane.people.entitlements.unsaid import rights_shown
from liane.people.facts import RecordFacts
from liane.people.policies import may_share, visible_by

_WRITE = Right.ENTITLEMENT_WRITE


def home(record_id: UUID) -> str:
    """«Droits et papiers»."""
    return reverse("documents:papers", kwargs={"record_id": record_id})


def framed(request: HttpRequest, facts: RecordFacts, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the rights, under the banner."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    common = {"facts": facts, "frame": frame(facts, actor, "papers"), "home": home(facts.id), "conflict": "", "two": []}
    return render(request, template, {**common, **context}, status=status)


@page(_WRITE)
def choose(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Which kind of right or paper?"""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=_WRITE)
    able = kinds_to_keep(actor, facts)
    groups = [
        {
            "title": title,
            "links": [
                {
                    "label": kind.label,
                    "url": reverse("people:right_add", kwargs={"record_id": record_id, "kind": kind.code}),
                }
                for kind in able
                if kind.family == code
            ],
        }
        for code, title in families().items()
    ]
    return framed(request, facts, "people/right_choose.html", groups=[g for g in groups if g["links"]])


@page(_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, record_id: UUID, kind: str) -> HttpResponse:
    """Write one; with `?suite=`, the one that follows a right that ends."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=_WRITE) if request.method == "GET" else None
    asked = _kind(actor, record_id, kind)
    papers = papers_of(actor, record_id)
    if request.method == "GET":
        form = RightForm(kind=asked, papers=papers, initial=_follows(actor, facts, request.GET.get("suite", "")))
    else:
        form = RightForm(request.POST, kind=asked, papers=papers)
        if form.is_valid() and _added(request, record_id, form):
            return redirect(home(record_id))
    facts = facts or open_record(actor, record_id, to=_WRITE)
    if asked not in kinds_to_keep(actor, facts):
        raise NotVisible(Refusal(record_id, _WRITE, "Ne tient pas cette partie du dossier"), actor)
    return _form(request, facts, form, None)


def _kind(actor: Actor, record_id: UUID, code: str) -> EntitlementKind:
    if code not in kinds():
        raise NotVisible(Refusal(record_id, _WRITE, "Sorte de droit inconnue"), actor)
    return kinds()[code]


def papers_of(actor: Actor, record_id: UUID) -> list[tuple[UUID, str]]:
    """The papers at which a right may point."""
    return [paper for tell in hung(Slot.PAPERS) for paper in tell(actor, record_id)]


def _follows(actor: Actor, facts: RecordFacts | None, thread: str) -> dict[str, Any]:
    """A right that follows another begins the day after, with the same answers but its dates and numbers."""
    try:
        found = right_of(actor, facts, UUID(thread)) if facts else []
    except ValueError:
        found = []
    if not found:
        return {}
    dated = ("number", "national_number", "decided_on", "opens_on", "expires_on", "paper", "note")
    held = {name: value for name, value in initial_of(found[0]).items() if name not in dated}
    return {**held, "renews": found[0].thread_id, "nature": "6", "revised_number": found[0].number}


def _added(request: HttpRequest, record_id: UUID, form: RightForm) -> bool:
    data = form.cleaned_data
    try:
        actions.record_entitlement(
            request.actor,
            record_id,
            data["id"],
            form.draft(),
            renews=data["renews"],
            is_shared=data["is_shared"],  # type: ignore[attr-defined]
        )
    except Refused as problem:
        say(form, problem)
        return False
    messages.success(request, "C’est ajouté à ses droits.")
    return True


def say(form: Any, problem: Refused) -> None:
    """Each sentence under its question."""
    for name, sentence in getattr(problem, "faults", [(None, str(problem))]):
        form.say(name if name in form.fields else None, sentence)


def _form(
    request: HttpRequest, facts: RecordFacts, form: RightForm, row: Entitlement | None, **context: Any
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    kind = form.kind
    unit = unit_to_keep(actor, facts, kind.volet)
    return framed(
        request, facts, "people/right_edit.html", 422 if form.is_bound else 200,
        form=form, kind=kind, row=row, version=context.pop("read", form.data.get("version", "")) if form.is_bound else (row.version if row else ""),
        lists=told_of_lists() if kind.is_decision else "",
        visible=_visible(unit, kind.volet), shares=bool(unit and unit.is_discreet and not row and may_share(actor, unit.unit_id)),
        **context,
    )  # fmt: skip


def _visible(unit: Any, volet: str) -> str:
    if unit is None:
        return ""
    if unit.is_discreet:
        return visible_by(unit.facility)
    return f"{audience(unit.unit_id, volet)}, et les autres équipes qui lisent cette partie du dossier ({VOLET_LABELS[volet].lower()})."


@page(Right.RECORD_READ)
def show(request: HttpRequest, record_id: UUID, right_id: UUID) -> HttpResponse:
    """Everything of one right: what is written, what was written before, the requests."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ, object_id=right_id)
    versions = _versions(actor, facts, right_id)
    row, kind = versions[0], kinds().get(versions[0].kind)
    claims, unsaid = claims_about(actor, facts, right_id), unsaid_to(actor).practitioner_ids
    keeps = may_keep(actor, facts, row.volet) and not row.is_withdrawn
    keys = {"record_id": record_id, "right_id": right_id}
    running = next((claim for claim in claims if claim.is_current and claim.state in actions.RUNNING), None)
    context = {
        "row": row,
        "title": words.title_of(row.kind, row.answers),
        "tag": {} if row.is_withdrawn or row.renewed_by else words.until(row.expires_on, row.is_endless, kind),
        "line": None if row.is_withdrawn else words.line(row),
        "facts_of_right": words.facts(row),
        "caution": kind.caution if kind else "",
        "volet": VOLET_LABELS[row.volet],
        "written": _signed(row, unsaid),
        "papers": [
            {"title": title, "url": reverse("documents:show", kwargs={"document_id": key})}
            for key, title in (papers_of(actor, record_id) if row.paper_id else ()) if key == row.paper_id
        ],
        "former": [{"facts": words.facts(old), "signed": _signed(old, unsaid), "next": new.reason} for new, old in zip(versions, versions[1:], strict=False)],
        "claims": [{"tag": words.claim_tag(c.state, c.on, True), "signed": _signed(c, unsaid), "note": c.note} for c in claims],
        "claim_url": reverse("people:claim", kwargs={"record_id": record_id, "claim_id": running.thread_id}) if running and keeps else "",
        "renew_url": reverse("people:claim_add", kwargs={"record_id": record_id, "kind": row.kind}) + f"?droit={right_id}"
        if keeps and not running and not row.renewed_by and kind and kind.renewed and not row.is_endless else "",
        "next_url": reverse("people:right_add", kwargs={"record_id": record_id, "kind": row.kind}) + f"?suite={right_id}"
        if keeps and not row.renewed_by and kind else "",
        "correct_url": reverse("people:right_correct", kwargs=keys) if keeps and kind else "",
        "withdraw_url": reverse("people:right_withdraw", kwargs=keys) if keeps else "",
    }  # fmt: skip
    return framed(request, facts, "people/right.html", **context)


def _versions(actor: Actor, facts: RecordFacts, right_id: UUID, to: Right = Right.RECORD_READ) -> list[Entitlement]:
    found = right_of(actor, facts, right_id)
    if not found or (to == _WRITE and not may_keep(actor, facts, found[0].volet)):
        raise NotVisible(Refusal(facts.id, to, "Pas de droit de ce dossier"), actor)
    return found


def _signed(row: Version, unsaid: list[UUID]) -> str:
    who = "" if row.author_id in unsaid else row.author_name
    return ", ".join(filter(None, [who, when(row.written_at)]))


@page(_WRITE, methods=("GET", "POST"))
def correct(request: HttpRequest, record_id: UUID, right_id: UUID) -> HttpResponse:
    """What was written was wrong."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=_WRITE)
    row = _versions(actor, facts, right_id, _WRITE)[0]
    kind, papers = _kind(actor, record_id, row.kind), papers_of(actor, record_id)
    if request.method == "GET":
        return _form(request, facts, RightForm(kind=kind, papers=papers, initial=initial_of(row)), row)
    form, conflict = RightForm(request.POST, kind=kind, papers=papers), {"conflict": "", "two": []}
    if form.is_valid():
        data = form.cleaned_data
        step = actions.Step(data["id"], data["version"] or 0, data["reason"])
        try:
            actions.correct_entitlement(actor, record_id, right_id, step, form.draft())
        except Stale as stale:
            two = two_versions(form, initial_of(rights_shown(actor, facts, [stale.current])[0]))
            conflict = {"conflict": str(stale), "two": two}
            conflict["read"] = stale.current.version
        except Refused as problem:
            say(form, problem)
        else:
            messages.success(request, "C’est corrigé. Ce qui était écrit avant reste lisible.")
            return redirect(reverse("people:right", kwargs={"record_id": record_id, "right_id": right_id}))
    return _form(request, facts, form, row, **conflict)


@page(_WRITE, methods=("GET", "POST"))
def withdraw(request: HttpRequest, record_id: UUID, right_id: UUID) -> HttpResponse:
    """It was not hers, or was written twice."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=_WRITE)
    row = _versions(actor, facts, right_id, _WRITE)[0]
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.withdraw_entitlement(
                actor, record_id, right_id, actions.Step(data["id"], data["version"] or 0, data["reason"])
            )
        except Refused as problem:
            form.say("reason", str(problem))
        else:
            messages.success(request, "C’est retiré. La raison reste écrite.")
            return redirect(home(record_id))
    return framed(
        request, facts, "people/right_withdraw.html", 422 if form.is_bound else 200, form=form, row=row,
        title=words.title_of(row.kind, row.answers), version=row.version,
    )  # fmt: skip
