"""Démarches: a right to ask for, or to ask again; and where it stands."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.queries import unsaid_to
from liane.kit.addresses import reverse
from liane.kit.dates import today, when
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.pages import page, redirect
from liane.kit.versions import two_versions
from liane.nomenclatures.entitlements import kinds
from liane.people.door import open_record
from liane.people.entitlements import actions, words
from liane.people.entitlements.enums import RUNNING, ClaimState
from liane.people.entitlements.forms import ClaimForm, FirstClaimForm
from liane.people.entitlements.models import Claim
from liane.people.entitlements.policies import kinds_to_keep, may_keep, unit_to_keep
from liane.people.entitlements.queries import claim_of, right_of
from liane.people.entitlements.views import framed, home, say
from liane.people.facts import RecordFacts
from liane.people.policies import may_share, visible_by

_WRITE = Right.ENTITLEMENT_WRITE


@page(_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, record_id: UUID, kind: str) -> HttpResponse:
    """Say that a right is to be asked for, or was; with `?droit=`, one that ends."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if kind not in kinds():
        raise NotVisible(Refusal(record_id, _WRITE, "Sorte de droit inconnue"), actor)
    about = _thread(request.POST.get("renews") or request.GET.get("droit", ""))
    initial = {"state": ClaimState.ASKED, "on": today(), "renews": about}
    form = FirstClaimForm(request.POST) if request.method == "POST" else FirstClaimForm(initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.begin_claim(actor, record_id, data["id"], form.draft(kind), is_shared=data["is_shared"])
        except Refused as problem:
            say(form, problem)
        else:
            messages.success(request, "La démarche est notée.")
            return redirect(home(record_id))
    facts = open_record(actor, record_id, to=_WRITE)
    if kinds()[kind] not in kinds_to_keep(actor, facts):
        raise NotVisible(Refusal(record_id, _WRITE, "Ne tient pas cette partie du dossier"), actor)
    found = right_of(actor, facts, about) if about else []
    title = words.title_of(kind, found[0].answers if found else {})
    return _page(
        request,
        facts,
        form,
        kind,
        title,
        what="Renouveler" if found else "Demander",
        steps=[],
        version="",
        may_write=True,
    )


def _thread(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(
    request: HttpRequest, facts: RecordFacts, form: ClaimForm, kind: str, title: str, **context: Any
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    unit = unit_to_keep(actor, facts, kinds()[kind].volet)
    discreet = unit is not None and unit.is_discreet
    return framed(
        request, facts, "people/claim.html", 422 if form.is_bound else 200, form=form, title=title,
        visible=visible_by(unit.facility) if unit and discreet else "",
        shares=bool(discreet and unit and isinstance(form, FirstClaimForm) and may_share(actor, unit.unit_id)), **context,
    )  # fmt: skip


@page(Right.RECORD_READ, methods=("GET", "POST"))
def show(request: HttpRequest, record_id: UUID, claim_id: UUID) -> HttpResponse:
    """Every step of a request; who keeps rights writes the next one."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = ClaimForm(request.POST) if request.method == "POST" else None
    conflict: dict[str, Any] = {"conflict": "", "two": []}
    if form is not None and form.is_valid():
        data = form.cleaned_data
        try:
            step = actions.Step(data["id"], data["version"] or 0)
            actions.move_claim(actor, record_id, claim_id, step, form.draft(""))
        except Stale as stale:
            theirs = {"state": stale.current.state, "on": stale.current.on, "note": stale.current.note}
            conflict = {"conflict": str(stale), "two": two_versions(form, theirs)}
            conflict["read"] = stale.current.version
        except Refused as problem:
            say(form, problem)
        else:
            messages.success(request, "C’est noté.")
            return redirect(home(record_id))
    facts = open_record(actor, record_id, to=_WRITE if form else Right.RECORD_READ, object_id=claim_id)
    steps = claim_of(actor, facts, claim_id)
    if not steps or (form and not may_keep(actor, facts, steps[0].volet)):
        raise NotVisible(Refusal(record_id, Right.RECORD_READ, "Pas de démarche de ce dossier"), actor)
    last = steps[0]
    if form is None:
        form = ClaimForm(initial={"state": last.state, "on": today(), "note": ""})
    context = {
        "steps": _steps(actor, steps),
        "version": conflict.pop("read", form.data.get("version", "")) if form.is_bound else last.version,
        "may_write": may_keep(actor, facts, last.volet) and last.state in RUNNING,
        "received_url": _received(record_id, last),
        "what": "Renouvellement" if last.renews else "Demande",
        **conflict,
    }
    return _page(request, facts, form, last.kind, words.title_of(last.kind, {}), **context)


def _received(record_id: UUID, claim: Claim) -> str:
    address = reverse("people:right_add", kwargs={"record_id": record_id, "kind": claim.kind})
    return f"{address}?suite={claim.renews}" if claim.renews else address


def _steps(actor: Actor, steps: list[Claim]) -> list[dict[str, Any]]:
    unsaid = unsaid_to(actor).practitioner_ids
    return [
        {
            "tag": words.claim_tag(step.state, step.on, bool(step.renews)),
            "note": step.note,
            "signed": ", ".join(
                filter(None, ["" if step.author_id in unsaid else step.author_name, when(step.written_at)])
            ),
        }
        for step in steps
    ]
