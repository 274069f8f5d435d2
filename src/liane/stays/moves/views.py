"""Change of unit: one person from her record, a group from the page of its unit."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.pages import page, redirect, render
from liane.organizations.queries import unit_choices
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.words import where
from liane.stays.models import Stay
from liane.stays.moves.actions import Mover, move_people, moved_before
from liane.stays.moves.forms import GroupForm, OneMoveForm
from liane.stays.places.free import offered
from liane.stays.places.queries import coming


def _others(actor: Actor, unit_id: UUID) -> list[tuple[str, str]]:
    return unit_choices(actor.units_with(Right.STAY_WRITE) - {unit_id})


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def one(request: HttpRequest, record_id: UUID, stay_id: UUID) -> HttpResponse:
    """She goes to another unit of the organisme on a date."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    stay = Stay.objects.filter(pk=stay_id, record_id=record_id).select_related("unit__facility").first()
    if stay is None or not actor.may(Right.STAY_WRITE, stay.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Pas d’accompagnement de cette unité"), actor)
    units = _others(actor, stay.unit_id)
    form = (
        OneMoveForm(request.POST, units=units)
        if request.method == "POST"
        else OneMoveForm(initial={"on": today()}, units=units)
    )
    if form.is_bound and form.is_valid():
        mover = Mover(record_id, stay_id, form.cleaned_data["place"])
        try:
            move_people(actor, form.cleaned_data["id"], [mover], form.destination())
        except Refused as problem:
            form.say("on", str(problem))
        else:
            messages.success(request, f"Le changement d’unité est noté pour le {short(form.cleaned_data['on'])}.")
            return redirect(reverse("people:essential", kwargs={"record_id": record_id}))
    facts = open_record(actor, record_id, to=Right.STAY_WRITE)
    facility = stay.unit.facility
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "essential"),
        "form": form,
        "free": offered(actor, actor.units_with(Right.STAY_WRITE) - {stay.unit_id}),
        "where": where(stay.unit.name, facility.name, stay.place, facility.pack),
        "home": reverse("people:essential", kwargs={"record_id": record_id}),
    }
    return render(request, "stays/move.html", context, status=422 if form.is_bound else 200)


@page(Right.STAY_WRITE, methods=("GET", "POST"))
def group(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """Several persons of a unit go to another on a date: a floor that closes, a group that grows up."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = dict(unit_choices(actor.units_with(Right.STAY_WRITE)))
    if str(unit_id) not in mine:
        raise NotVisible(Refusal(None, Right.STAY_WRITE, "N’est pas de cette unité"), actor)
    people = [person for person in coming(actor, [unit_id], today()) if not person.is_expected and person.who.opens]
    units = _others(actor, unit_id)
    form = (
        GroupForm(request.POST, units=units, people=people)
        if request.method == "POST"
        else GroupForm(initial={"on": today()}, units=units, people=people)
    )
    if form.is_bound and form.is_valid():
        if moved_before(form.cleaned_data["id"], form.ticked):
            return redirect(reverse("stays:places"))
        try:
            count = move_people(actor, form.cleaned_data["id"], form.movers(), form.destination())
        except Refused as problem:
            form.say("on", str(problem))
        else:
            messages.success(request, f"Changement d’unité noté pour {count} personne{'s' if count > 1 else ''}.")
            return redirect(reverse("stays:places"))
    context = {"form": form, "unit": mine[str(unit_id)], "unit_id": unit_id}
    return render(request, "stays/move_group.html", context, status=422 if form.is_bound else 200)
