"""Accueillir une personne: search first, then write her identity and where she arrives."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.dates import today
from liane.kit.door import Refused
from liane.kit.drafts.resuming import begun_here, resumed
from liane.kit.pages import page, redirect, render
from liane.organizations.queries import UnitName, unit_names
from liane.people.actions.creation import Arrival, create_person, wait_for_the_same_identity
from liane.people.actions.waiting import waiting_name
from liane.people.enums import Precision, Sex
from liane.people.forms.alias import CreateAliasForm
from liane.people.forms.identity import CreatePersonForm, SearchBeforeCreateForm
from liane.people.ins.policies import regime_of
from liane.people.queries.doubles import Twin, near_twins
from liane.people.queries.listing import persons_found
from liane.people.queries.words import asked
from liane.people.traits import Traits
from liane.people.words import age_and_birth, where

_STRICTNESS = {"anonymous": 0, "social": 1, "health": 2}


@page(Right.RECORD_CREATE, methods=("GET", "POST"))
def create(request: HttpRequest) -> HttpResponse:
    """Two steps on one address: nothing is written before the second one is accepted."""
    if request.method != "POST":
        typed = resumed(request)
        return _ask(request, SearchBeforeCreateForm()) if typed is None else _go_on(request, typed)
    if request.POST.get("etape") == "creer":
        return _create(request)
    form = SearchBeforeCreateForm(request.POST)
    return _look_for(request, form) if form.is_valid() else _ask(request, form)


@page(Right.RECORD_CREATE, methods=("GET", "POST"))
def create_alias(request: HttpRequest) -> HttpResponse:
    """Somebody without papers, in a few seconds. Those of her units who bear the name she gives are shown first; who says
    nothing at all is given a name to wait with."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    units = _units(actor)
    if request.method != "POST":
        return _alias(request, CreateAliasForm(initial={"unit": _usual(actor, units)}, units=_choices(units)))
    form = CreateAliasForm(request.POST, units=_choices(units))
    if not form.is_valid():
        return _alias(request, form, status=422)
    data = form.cleaned_data
    name = data["preferred_name"] or waiting_name(actor, today())
    known = _of_this_name(actor, name, "", []) if data["preferred_name"] else []
    seen = set(request.POST.get("seen", "").split(","))
    if any(card["id"] not in seen and card["person_id"] != form.chosen_id for card in known):
        trace(actor, Kind.PERSONS_SEARCHED, found=len(known))
        return _alias(request, form, status=200, known=known)
    facility = next((unit.facility_id for unit in units if unit.id == form.unit_id), None)
    # The name given while waiting is also a number of hers: she is found by it whatever she is called later.
    arrival = Arrival(form.unit_id, today(), data["about"], "" if data["preferred_name"] else name, facility)
    traits = Traits("", preferred_name=name, birth_precision=Precision.UNKNOWN)
    record_id = create_person(actor, data["id"], traits, arrival, is_alias=True)
    said = "Le dossier est ouvert." if data["preferred_name"] else f"Le dossier est ouvert\u00a0: {name}."
    messages.success(request, f"{said} Son identité pourra être ajoutée plus tard, ou jamais.")
    return redirect(reverse("timeline:record", kwargs={"record_id": record_id}))


def _alias(
    request: HttpRequest, form: CreateAliasForm, status: int = 200, known: list[dict[str, Any]] | None = None
) -> HttpResponse:
    known = known or []
    seen = {part for part in request.POST.get("seen", "").split(",") if part} | {card["id"] for card in known}
    context = {"form": form, "known": known, "seen": ",".join(sorted(seen))[:2000]}
    return render(request, "people/create_alias.html", context, status=status)


def _usual(actor: Actor, units: list[UnitName]) -> str:
    """The place she chose, else the first team whose sector asks nobody who she is."""
    if any(unit.id == actor.place_unit_id for unit in units):
        return str(actor.place_unit_id)
    return str(min(units, key=lambda unit: _STRICTNESS[regime_of([unit.pack])]).id) if units else ""


def _ask(request: HttpRequest, form: SearchBeforeCreateForm) -> HttpResponse:
    context = {"form": form, "begun": begun_here(request) if request.method != "POST" else []}
    return render(request, "people/create_search.html", context, status=422 if form.is_bound else 200)


def _go_on(request: HttpRequest, typed: QueryDict) -> HttpResponse:
    """A welcome begun before: her look-alikes are looked for again, then the form comes with what was typed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    choices = _choices(_units(actor))
    read = CreatePersonForm(typed, units=choices)
    read.is_valid()
    twins = _twins_of(actor, read)
    _trace(actor, twins)
    return _write(request, CreatePersonForm(initial=typed.dict(), units=choices), twins)


def _look_for(request: HttpRequest, form: SearchBeforeCreateForm) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    data = form.cleaned_data
    known = data["birth_date"][0] if data["birth_date"] else None
    twins = near_twins(actor, data["birth_name"], data["first_names"], known)
    _trace(actor, twins)
    # A few letters are a search, not a name: they are not proposed as an identity.
    initial = {name: data[name] for name in ("birth_name", "first_names") if len(data[name]) > 2}
    initial["birth_date"] = data["birth_date"]
    initial |= {"birth_unknown": known is None, "starts_on": today(), **_from_code(request)}
    new = CreatePersonForm(initial=initial, units=_choices(_units(actor)))
    return _write(request, new, twins, others=_of_this_name(actor, data["birth_name"], data["first_names"], twins))


def _from_code(request: HttpRequest) -> dict[str, str]:
    """What an INS code said besides the names and the date, when the welcome begins by one."""
    sex, place = request.POST.get("sex", ""), request.POST.get("birth_place_code", "")
    return {"sex": sex if sex in (Sex.FEMALE, Sex.MALE) else "", "birth_place_code": place[:5]}


def _of_this_name(actor: Actor, birth_name: str, first_names: str, twins: list[Twin]) -> list[dict[str, Any]]:
    """Those of her units who answer to the name alone: typed without a first name or a date, nobody is said unknown."""
    shown = {twin.record_id for twin in twins}
    found = persons_found(actor, asked(f"{birth_name} {first_names}"), limit=10)
    return [
        {
            "name": card.person.full_name,
            "initials": card.person.initials,
            "born": age_and_birth(card.person),
            "detail": where(card.unit, card.facility, card.place, card.pack),
            "url": reverse("timeline:record", kwargs={"record_id": card.record_id}),
            "id": str(card.record_id),
            "person_id": card.person.id,
            "gesture": "C’est elle : ouvrir",
            "is_certain": False,
        }
        for card in found
        if card.record_id not in shown
    ]


def _create(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    units = _units(actor)
    form = CreatePersonForm(request.POST, units=_choices(units))
    if not form.is_valid():
        twins = _twins_of(actor, form)
        _trace(actor, twins)
        return _write(request, form, twins, status=422)
    traits, data = form.traits(), form.cleaned_data
    wait_for_the_same_identity(actor, traits)
    twins = near_twins(actor, traits.birth_name, traits.first_names, traits.birth_date)
    seen = set(request.POST.get("seen", "").split(","))
    surprises = [twin for twin in twins if twin.is_certain and str(twin.record_id) not in seen]
    facility = next((unit.facility_id for unit in units if unit.id == form.unit_id), None)
    arrival = Arrival(form.unit_id, data["starts_on"], data["place"], data["number"], facility)
    try:
        if surprises and not _is_second_sending(form.chosen_id, surprises):
            _trace(actor, surprises)
            return _write(request, form, twins, status=422)
        record_id = create_person(actor, data["id"], traits, arrival)
    except Refused as problem:
        form.say("number", str(problem))
        return _write(request, form, twins, status=422)
    messages.success(request, "Le dossier est ouvert.")
    if doubt := form.place_doubt():
        messages.warning(request, doubt)
    return redirect(reverse("timeline:record", kwargs={"record_id": record_id}))


def _twins_of(actor: Actor, form: CreatePersonForm) -> list[Twin]:
    """Those who were shown stay shown beside the faults."""
    data = form.cleaned_data
    known = data["birth_date"][0] if data.get("birth_date") else None
    return near_twins(actor, data.get("birth_name", ""), data.get("first_names", ""), known)


def _is_second_sending(person_id: UUID, twins: list[Twin]) -> bool:
    """The twin is the very person that the first sending of this form created."""
    return any(twin.person.pk == person_id for twin in twins)


def _write(
    request: HttpRequest,
    form: CreatePersonForm,
    twins: list[Twin],
    status: int = 200,
    others: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    seen = {part for part in request.POST.get("seen", "").split(",") if part} | {str(twin.record_id) for twin in twins}
    context: dict[str, Any] = {
        "form": form,
        "twins": [_shown(twin) for twin in twins] + (others or []),
        "is_certain": any(twin.is_certain for twin in twins),
        "seen": ",".join(sorted(seen))[:2000],
    }
    return render(request, "people/create.html", context, status=status)


def _shown(twin: Twin) -> dict[str, Any]:
    person = twin.person
    link, gesture = "", ""
    if twin.may_open:
        link, gesture = reverse("timeline:record", kwargs={"record_id": twin.record_id}), "C’est elle : ouvrir"
    elif twin.may_return:
        link, gesture = (
            reverse("stays:back", kwargs={"record_id": twin.record_id}),
            "C’est elle : l’accueillir de nouveau",
        )
    sentence = f"{person.full_name}, {person.born} {person.birth_text}"
    return {
        "name": person.full_name,
        "initials": person.initials,
        "sentence": sentence,
        "born": age_and_birth(person),
        "detail": twin.place or twin.whom_to_ask,
        "url": link,
        "gesture": gesture,
        "is_certain": twin.is_certain,
    }


def _trace(actor: Actor, twins: list[Twin]) -> None:
    """Somebody who is told that a person is followed elsewhere leaves a line in her journal."""
    trace(actor, Kind.PERSONS_SEARCHED, found=len(twins))
    for twin in twins:
        if not twin.may_open:
            trace(actor, Kind.PERSONS_SEARCHED, record_id=twin.record_id, reason="Avant de créer un dossier")


def _units(actor: Actor) -> list[UnitName]:
    return unit_names(actor.units_with(Right.RECORD_CREATE))


def _choices(units: list[UnitName]) -> list[tuple[str, str]]:
    return [(str(unit.id), unit.label) for unit in units]
