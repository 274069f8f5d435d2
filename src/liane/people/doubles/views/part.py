"""Two persons in one file: line by line, what is the other one’s. And two records that a colleague finds alike."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import short, today
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render
from liane.kit.text import clean_line
from liane.organizations.queries import unit_names
from liane.people.actions.creation import Arrival
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.doubles.actions.answering import bring_together
from liane.people.doubles.actions.parting import Parting, part_record
from liane.people.doubles.following import Part, parts_of
from liane.people.doubles.forms import PartForm
from liane.people.facts import RecordFacts
from liane.people.queries.listing import persons_found
from liane.people.queries.words import asked
from liane.people.words import age_and_birth, where


@page(Right.IDENTITY_MERGE, methods=("GET", "POST"), recent=True)
def part(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Who the other person is, and which lines are hers."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.IDENTITY_MERGE, kind=Kind.DOUBLE_COMPARED)
    choices = _units(actor, facts)
    if request.method != "POST":
        initial = {"sex": "", "starts_on": today(), "unit": choices[0][0] if choices else ""}
        return _show_part(request, facts, PartForm(initial=initial, units=choices), set())
    form = PartForm(request.POST, units=choices)
    chosen = form.lines[:2000]
    if not form.is_valid():
        return _show_part(request, facts, form, set(chosen), status=422)
    data = form.cleaned_data
    try:
        arrival = Arrival(form.unit_id, data["starts_on"])
        parting = Parting(form.traits(), arrival, tuple(chosen), data["reason"])
        part_record(actor, record_id, data["id"], parting)
    except Refused as refusal:
        form.say(None, str(refusal))
        return _show_part(request, facts, form, set(chosen), status=422)
    messages.success(request, "Le dossier est séparé en deux. Vérifiez chaque dossier : cela peut être annulé.")
    return redirect(reverse("people:regrouping", kwargs={"regrouping_id": data["id"]}))


def _units(actor: Actor, facts: RecordFacts) -> list[tuple[str, str]]:
    """Where she may open a record, the units of this record first."""
    here = {held.unit_id for held in facts.units()}
    units = unit_names(actor.units_with(Right.IDENTITY_MERGE) & actor.units_with(Right.RECORD_CREATE))
    return [(str(unit.id), unit.label) for unit in sorted(units, key=lambda unit: unit.id not in here)]


def _show_part(
    request: HttpRequest, facts: RecordFacts, form: PartForm, chosen: set[str], status: int = 200
) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    parts = sorted(parts_of(actor, facts), key=lambda one: one.group)
    groups = [
        {"title": title, "lines": [_line(one, one.key in chosen) for one in lines]}
        for title, lines in groupby(parts, key=lambda one: one.group)
    ]
    context: dict[str, Any] = {"facts": facts, "frame": frame(facts, actor, ""), "form": form, "groups": groups}
    return render(request, "people/doubles/part.html", context, status=status)


def _line(one: Part, checked: bool) -> dict[str, Any]:
    hint = ", ".join(filter(None, (short(one.at), one.detail)))
    return {"value": one.key, "label": one.label, "hint": hint, "checked": checked}


@page(Right.IDENTITY_MERGE, methods=("GET", "POST"))
def double_of(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """«C’est la même personne que…»: look for the other record, then compare."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    fault = ""
    if request.method == "POST":
        try:
            pair = bring_together(actor, record_id, _chosen(request.POST))
            return redirect(reverse("people:double", kwargs={"double_id": pair}))
        except Refused as refusal:
            fault = str(refusal)
    facts = open_record(actor, record_id, to=Right.IDENTITY_MERGE)
    typed = clean_line(request.GET.get("q", "")[:200])
    found = [card for card in persons_found(actor, asked(typed), limit=20) if card.record_id != record_id]
    mine = actor.units_with(Right.IDENTITY_MERGE)
    if typed:
        trace(actor, Kind.PERSONS_SEARCHED, found=len(found))
    context = {
        "facts": facts,
        "frame": frame(facts, actor, ""),
        "q": typed,
        "fault": fault,
        "found": [
            {
                "record_id": card.record_id,
                "name": card.person.full_name,
                "initials": card.person.initials,
                "detail": f"{age_and_birth(card.person)}, {where(card.unit, card.facility, card.place, card.pack)}",
            }
            for card in found
            if mine & set(card.unit_ids)
        ],
    }
    return render(request, "people/doubles/double_of.html", context, status=422 if fault else 200)


def _chosen(sent: QueryDict) -> UUID:
    try:
        return UUID(str(sent.get("other", "")))
    except ValueError:
        raise Refused("Choisissez l’autre dossier.") from None
