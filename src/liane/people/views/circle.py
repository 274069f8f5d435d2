"""Son entourage: who counts, whom to call, in which order."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import short
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.text import initials
from liane.kit.versions import two_versions
from liane.people.actions import circle as actions
from liane.people.banner import frame, may_here
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.people.forms.circle import RelativeForm
from liane.people.models import Relative
from liane.people.policies import may_read_addresses, may_share, visible_by, writes_for
from liane.people.queries.essential import relatives_of
from liane.people.queries.told import told_to
from liane.people.sheet import role_of

_GROUPS = (
    "À prévenir, dans l’ordre",
    "Représentants légaux et personne de confiance",
    "Les autres personnes qui comptent",
)


def _home(record_id: UUID) -> str:
    return reverse("people:circle", kwargs={"record_id": record_id})


@page(Right.RECORD_READ)
def show(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The circle as a list grouped by role; those to call first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    addresses = may_read_addresses(actor, facts)
    groups: dict[str, list[dict[str, Any]]] = {}
    for relative in relatives_of(actor, record_id):
        groups.setdefault(_group(relative), []).append(_shown(facts, relative, addresses))
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "circle"),
        "groups": [(title, groups[title]) for title in _GROUPS if title in groups],
        "former": groups.get("Avant", []),
        "team": facts.key_workers,
        "may_write": may_here(actor, facts, Right.CIRCLE_WRITE),
        "hides_addresses": not addresses,
    }
    return render(request, "people/circle.html", context)


def _group(relative: Relative) -> str:
    if relative.ended_on is not None:
        return "Avant"
    if relative.is_emergency_contact or relative.call_order:
        return _GROUPS[0]
    return _GROUPS[1] if relative.is_legal or relative.is_trusted else _GROUPS[2]


def _shown(facts: RecordFacts, relative: Relative, addresses: bool) -> dict[str, Any]:
    numbers = [number for number in (relative.phone, relative.other_phone) if number]
    keys = {"record_id": facts.id, "relative_id": relative.pk}
    return {
        "name": relative.name,
        "initials": initials(relative.name),
        "role": role_of(relative),
        "phones": [{"text": n, "url": "tel:" + "".join(c for c in n if c.isdigit() or c == "+")} for n in numbers],
        "email": relative.email,
        "address": relative.address if addresses else "",
        "note": relative.note,
        "ended": short(relative.ended_on),
        "edit_url": reverse("people:relative_edit", kwargs=keys),
        "end_url": reverse("people:relative_end", kwargs=keys),
    }


def _page(request: HttpRequest, facts: RecordFacts, form: RelativeForm, **more: Any) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "circle"),
        "form": form,
        "home": _home(facts.id),
        "relative": None,
        "version": "",
        "conflict": "",
        "two": [],
        "hides_addresses": not may_read_addresses(actor, facts),
        "visible": "",
        "may_share": True,
        **more,
    }
    return render(request, "people/relative.html", context, status=422 if form.is_bound else 200)


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Somebody who counts."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = RelativeForm(request.POST) if request.method == "POST" else RelativeForm()
    if form.is_bound and form.is_valid():
        try:
            shared = form.cleaned_data["is_shared"]
            actions.add_relative(actor, record_id, form.cleaned_data["id"], form.relative(), is_shared=shared)
        except Refused as problem:
            form.say(None, str(problem))
        else:
            messages.success(request, "C’est ajouté à son entourage.")
            return redirect(_home(record_id))
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE)
    mine = writes_for(actor, facts, Right.CIRCLE_WRITE)
    return _page(request, facts, form, visible=visible_by(mine.facility) if mine.is_discreet else "")


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def edit(request: HttpRequest, record_id: UUID, relative_id: UUID) -> HttpResponse:
    """Correct somebody; two versions are shown when a colleague was faster."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = RelativeForm(request.POST) if request.method == "POST" else None
    more: dict[str, Any] = {}
    if form is not None and form.is_valid():
        version = form.cleaned_data.get("version") or 0
        try:
            shared = form.cleaned_data["is_shared"]
            actions.change_relative(actor, record_id, relative_id, form.relative(), version=version, is_shared=shared)
        except Stale as stale:
            more = {"conflict": str(stale), "theirs": stale.current, "version": stale.current.version}
        else:
            messages.success(request, "C’est corrigé.")
            return redirect(_home(record_id))
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE)
    known = Relative.objects.filter(pk=relative_id, record_id=record_id).select_related("unit__facility")
    relative = told_to(actor, known).first()
    if relative is None:
        raise NotVisible(Refusal(record_id, Right.CIRCLE_WRITE, "Personne de tel dans cet entourage"), actor)
    if form is None:
        shown = RelativeForm.initial_of(relative)
        if not may_read_addresses(actor, facts):
            del shown["address"]
        form = RelativeForm(initial=shown)
        more = {"version": relative.version}
    more.setdefault("version", form.data.get("version", ""))
    more |= _shared_by(actor, facts, relative)
    if theirs := more.pop("theirs", None):
        unseen = [] if may_read_addresses(actor, facts) else ["address"]
        unseen += [] if more["may_share"] and more["visible"] else ["is_shared"]
        more["two"] = two_versions(form, RelativeForm.initial_of(theirs), but=unseen)
    return _page(request, facts, form, relative=relative, **more)


def _shared_by(actor: Actor, facts: RecordFacts, relative: Relative) -> dict[str, Any]:
    """Who reads this line once corrected, told to those of a discreet facility: their own line, or one of everybody."""
    unit = relative.unit
    if unit is not None and unit.facility.is_discreet and may_share(actor, unit.pk):
        return {"visible": visible_by(unit.facility.name), "may_share": True}
    discreet = writes_for(actor, facts, Right.CIRCLE_WRITE).is_discreet
    return {"visible": "toutes les équipes qui l’accompagnent." if discreet else "", "may_share": False}


@page(Right.CIRCLE_WRITE, methods=("POST",))
def end(request: HttpRequest, record_id: UUID, relative_id: UUID) -> HttpResponse:
    """No longer part of the circle; or back in it (`remettre`)."""
    if request.POST.get("remettre"):
        actions.restore_relative(request.actor, record_id, relative_id)  # type: ignore[attr-defined]
        messages.success(request, "C’est remis dans son entourage.")
    else:
        actions.end_relative(request.actor, record_id, relative_id)  # type: ignore[attr-defined]
        messages.success(request, "C’est retiré de son entourage.")
    return redirect(_home(record_id))
