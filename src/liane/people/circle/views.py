"""Son entourage: who counts, whom to call, in which order."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.kit.text import clean_line
from liane.kit.versions import two_versions
from liane.people.banner import frame, may_here
from liane.people.circle import actions
from liane.people.circle.actions import Known
from liane.people.circle.data import KEPT
from liane.people.circle.forms import RelativeForm
from liane.people.circle.models import Relative
from liane.people.circle.places import places_of
from liane.people.circle.queries import (
    FoundContact,
    circle_of,
    contacts_known,
    known_contact,
    links_told,
    other_circles,
    records_of,
    same_contact,
)
from liane.people.circle.showing import found_card, grouped, person_card, shown_place
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.people.policies import may_read_addresses, may_share, visible_by, writes_for
from liane.people.queries.listing import persons_found, persons_of_records
from liane.people.queries.told import PLACES
from liane.people.queries.words import asked


def _home(record_id: UUID) -> str:
    return reverse("people:circle", kwargs={"record_id": record_id})


@page(Right.RECORD_READ)
def show(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The circle as a list grouped by role; those to call first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    circle = circle_of(actor, record_id)
    groups, former = grouped(facts, circle, records_of(actor, circle))
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "circle"),
        "groups": groups,
        "former": former,
        "places": [shown_place(facts, place) for place in places_of(actor, facts)],
        "team": facts.key_workers,
        "may_write": may_here(actor, facts, Right.CIRCLE_WRITE),
        "hides_addresses": not may_read_addresses(actor, facts),
    }
    return render(request, "people/circle/circle.html", context)


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
        "chosen": None,
        "words": "",
        "found": [],
        "twins": [],
        "others": [],
        **more,
    }
    return render(request, "people/circle/relative.html", context, status=422 if form.is_bound else 200)


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Somebody who counts: looked for first among those already known, then written."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    known = _known(request)
    if request.method != "POST":
        facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE)
        return _ask(request, facts, known)
    kind = "" if known == actions.NOBODY else _kind_of(actor, record_id, known)
    form, twins = RelativeForm(request.POST, known=kind), list[FoundContact]()
    if form.is_valid():
        twins = _twins(request, record_id, form) if not kind else []
        try:
            if not twins:
                shared, key = form.cleaned_data["is_shared"], form.cleaned_data["id"]
                actions.add_relative(actor, record_id, key, form.relative(), known=known, is_shared=shared)
        except Refused as problem:
            form.say(None, str(problem))
        else:
            if not twins:
                messages.success(request, "C’est ajouté à son entourage.")
                return redirect(_home(record_id))
            form.say("name", "Ce contact est déjà connu. Est-ce le même ?")
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE)
    return _ask(request, facts, known, form, twins)


def _ask(
    request: HttpRequest,
    facts: RecordFacts,
    known: Known,
    form: RelativeForm | None = None,
    twins: list[FoundContact] | None = None,
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    chosen = _chosen(actor, facts, known)
    words = clean_line(request.GET.get("mots", "")[:100])
    found = contacts_known(actor, words, words, is_protected=facts.is_protected) if words else []
    people = persons_found(actor, asked(words), limit=6) if words else []
    mine = writes_for(actor, facts, Right.CIRCLE_WRITE)
    if form is None:
        form = RelativeForm(known=chosen["kind"] if chosen else "", initial={"name": words if not found else ""})
    return _page(
        request, facts, form,
        visible=visible_by(mine.facility) if mine.is_discreet else "",
        chosen=chosen, words=words,
        found=[found_card(facts, one) for one in found]
        + [person_card(facts, card) for card in people if card.record_id != facts.id],
        twins=[found_card(facts, one) for one in twins or []],
    )  # fmt: skip


def _known(request: HttpRequest) -> Known:
    """Who was chosen among those already known."""
    asked_for = request.POST if request.method == "POST" else request.GET
    return Known(_uuid(asked_for.get("connu", "")), _uuid(asked_for.get("accompagnee", "")))


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _chosen(actor: Actor, facts: RecordFacts, known: Known) -> dict[str, Any] | None:
    """Who was chosen, as the page names her; one that this reader may not know is not there."""
    if known.record_id is not None:
        cards = persons_of_records(actor, [known.record_id])
        if not cards:
            raise NotVisible(Refusal(facts.id, Right.CIRCLE_WRITE, "Personne inconnue"), actor)
        return {**person_card(facts, cards[0]), "kind": "PERSON", "field": "accompagnee", "value": known.record_id}
    if known.contact_id is not None:
        one = known_contact(actor, known.contact_id, is_protected=facts.is_protected)
        if one is None:
            raise NotVisible(Refusal(facts.id, Right.CIRCLE_WRITE, "Contact inconnu"), actor)
        return {**found_card(facts, one), "kind": one.kind, "field": "connu", "value": one.id}
    return None


def _kind_of(actor: Actor, record_id: UUID, known: Known) -> str:
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE)
    chosen = _chosen(actor, facts, known)
    return str(chosen["kind"]) if chosen else ""


def _twins(request: HttpRequest, record_id: UUID, form: RelativeForm) -> list[FoundContact]:
    """The same contact, already known: asked once, unless it was said that it is another."""
    if request.POST.get("distinct"):
        return []
    actor: Actor = request.actor  # type: ignore[attr-defined]
    data = form.cleaned_data
    if Relative.objects.filter(pk=data["id"], record_id=record_id).exists():  # sent twice: it is this very one
        return []
    return same_contact(actor, data["kind"], data["name"], data["phone"] or data["other_phone"])


@page(Right.CIRCLE_WRITE, methods=("GET", "POST"))
def edit(request: HttpRequest, record_id: UUID, relative_id: UUID) -> HttpResponse:
    """Correct somebody; two versions are shown when a colleague was faster."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form, more = None, dict[str, Any]()
    if request.method == "POST":
        facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=None)
        form = _form(actor, facts, _told(actor, record_id, relative_id), request.POST)
    if form is not None and form.is_valid():
        version = form.cleaned_data.get("version") or 0
        try:
            shared = form.cleaned_data["is_shared"]
            actions.change_relative(actor, record_id, relative_id, form.relative(), version=version, is_shared=shared)
        except Stale as stale:
            more = {"conflict": str(stale), "theirs": stale.current, "version": stale.current.sheet_version}
        except Refused as problem:
            form.say(None, str(problem))
        else:
            messages.success(request, "C’est corrigé.")
            return redirect(_home(record_id))
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE)
    link = _told(actor, record_id, relative_id)
    unseen = list(KEPT) if link.is_kept else []  # type: ignore[attr-defined]
    if form is None:
        form, more = _form(actor, facts, link), {"version": link.sheet_version}
    more.setdefault("version", form.data.get("version", ""))
    more |= _shared_by(actor, facts, link)
    if theirs := more.pop("theirs", None):
        unseen += [] if more["may_share"] and more["visible"] else ["is_shared"]
        more["two"] = two_versions(form, RelativeForm.initial_of(theirs), but=[*unseen, "kind"])
    return _page(request, facts, form, relative=link, others=other_circles(actor, link), **more)


def _told(actor: Actor, record_id: UUID, relative_id: UUID) -> Relative:
    link = links_told(actor, Relative.objects.filter(pk=relative_id, record_id=record_id)).first()
    if link is None or (link.is_kept and link.contact.kind in PLACES):  # type: ignore[attr-defined]
        raise NotVisible(Refusal(record_id, Right.CIRCLE_WRITE, "Personne de tel dans cet entourage"), actor)
    return link


def _form(actor: Actor, facts: RecordFacts, link: Relative, typed: QueryDict | None = None) -> RelativeForm:
    """Her sheet, without what is kept from this reader; who reads the addresses of this record may write what it knows."""
    kept = bool(link.is_kept)  # type: ignore[attr-defined]
    shown = {name: value for name, value in RelativeForm.initial_of(link).items() if not (kept and name in KEPT)}
    hides = KEPT if kept and not may_read_addresses(actor, facts) else ()
    known = kept and bool(link.contact.phone or link.contact.other_phone)
    return RelativeForm(typed, edits=True, initial=shown, hides=hides, has_number=known)


def _shared_by(actor: Actor, facts: RecordFacts, link: Relative) -> dict[str, Any]:
    """Who reads this line once corrected, told to those of a discreet facility: their own line, or one of everybody."""
    unit = link.unit
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
