"""Inventories of a record: read them, write one, print one to be signed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.kit.addresses import reverse
from liane.kit.dates import day, hour, short, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.downloads import download
from liane.kit.pages import page, redirect, render
from liane.kit.pdf import render_pdf
from liane.people.banner import frame
from liane.people.door import open_record
from liane.people.words import age_and_birth
from liane.stays.belongings.actions import write_inventory
from liane.stays.belongings.forms import InventoryForm
from liane.stays.belongings.models import Inventory, Moment, Signature
from liane.stays.belongings.queries import inventories_told, last_of, missing, said
from liane.stays.models import StayState
from liane.stays.queries import Step, path_of
from liane.stays.section import named


def _home(record_id: UUID) -> str:
    return reverse("stays:inventories", kwargs={"record_id": record_id})


@page(Right.RECORD_READ)
def inventories(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """Every inventory that may be told to this reader, newest first; what is missing since the one of the entry."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_READ)
    told = inventories_told(actor, record_id)
    steps = [one for one in path_of(actor, record_id) if _may_write(actor, one)]
    context = {
        "facts": facts,
        "frame": frame(facts, actor, "essential"),
        "lines": [_shown(actor, one, step, told) for one, step in told],
        "adds": [
            {
                "url": reverse("stays:inventory_new", kwargs={"record_id": record_id, "stay_id": step.id}),
                "label": "Faire un inventaire" if len(steps) == 1 else f"Faire un inventaire : {named(step)}",
            }
            for step in steps
        ],
    }
    return render(request, "stays/inventories.html", context)


def _may_write(actor: Actor, step: Step) -> bool:
    """Of a stay that is expected, runs, or has just ended: somebody leaves with her things."""
    state = step.state(today())
    recent = step.ends_on is not None and (today() - step.ends_on).days <= 60
    there = state in (StayState.RUNNING, StayState.EXPECTED) or (state is StayState.ENDED and recent)
    return there and actor.may(Right.NOTE_WRITE, step.unit_id) and actor.writes(step.unit_id, Volet.SUPPORT)


def _shown(actor: Actor, one: Inventory, step: Step, told: list[tuple[Inventory, Step]]) -> dict[str, Any]:
    entry = next((o for o, _ in told if o.stay_id == one.stay_id and o.moment == Moment.ENTRY), None)
    keys = {"record_id": step.record_id, "inventory_id": one.pk}
    return {
        "title": f"{Moment(one.moment).label}, le {short(one.done_on)}",
        "where": named(step),
        "kept": [said(line) for line in one.lines if not line["deposited"]],
        "given": [said(line) for line in one.lines if line["deposited"]],
        "with": one.made_with,
        "signature": Signature(one.signature).label,
        "is_signed": one.signature == Signature.SIGNED,
        "remark": one.remark,
        "author": ", ".join(filter(None, (one.author_name, one.author_role))),
        "missing": missing(entry, one) if entry is not None and one.moment == Moment.EXIT else [],
        "print_url": reverse("stays:inventory_pdf", kwargs=keys) if actor.may(Right.RECORD_PRINT, step.unit_id) else "",
    }


@page(Right.NOTE_WRITE, methods=("GET", "POST"))
def new(request: HttpRequest, record_id: UUID, stay_id: UUID) -> HttpResponse:
    """What she has today; the next one begins from the last, to be checked with her."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = InventoryForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            write_inventory(actor, record_id, stay_id, form.cleaned_data["id"], form.made())
        except Refused as problem:
            form.say("done_on", str(problem))
        else:
            messages.success(request, "L’inventaire est enregistré. Vous pouvez l’imprimer pour le faire signer.")
            return redirect(_home(record_id))
    facts = open_record(actor, record_id, to=Right.NOTE_WRITE)
    step = next((one for one in path_of(actor, record_id) if one.id == stay_id and _may_write(actor, one)), None)
    if step is None:
        raise NotVisible(Refusal(record_id, Right.NOTE_WRITE, "Pas d’accompagnement de cette unité"), actor)
    last = last_of(stay_id)
    form = form or InventoryForm(initial=InventoryForm.begun_from(last))
    context = {
        "facts": facts, "frame": frame(facts, actor, "essential"), "form": form, "home": _home(record_id),
        "where": named(step), "from": f"Repris de l’inventaire du {short(last.done_on)} : vérifiez avec la personne." if last else "",
    }  # fmt: skip
    return render(request, "stays/inventory.html", context, status=422 if form.is_bound else 200)


@page(Right.RECORD_PRINT)
def printed(request: HttpRequest, record_id: UUID, inventory_id: UUID) -> HttpResponse:
    """On paper, to be signed by both; printed in two copies."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = open_record(actor, record_id, to=Right.RECORD_PRINT, inventory=inventory_id)
    found = next(((one, step) for one, step in inventories_told(actor, record_id) if one.pk == inventory_id), None)
    if found is None:
        raise NotVisible(Refusal(record_id, Right.RECORD_PRINT, "Inventaire inconnu"), actor)
    one, step = found
    person, now = facts.person, timezone.now()
    data = {
        "title": "Inventaire", "who": f"{person.full_name}, {age_and_birth(person)}", "author": actor.name, "house": actor.organization_name,
        "printed": f"imprimé par {actor.name} le {day(now, year=True)} à {hour(now)}", "where": named(step),
        "moment": f"{Moment(one.moment).label}, le {day(one.done_on, year=True)}", "made_with": one.made_with, "remark": one.remark,
        "made_by": ", ".join(filter(None, (one.author_name, one.author_role))), "signature": Signature(one.signature).label,
        "kept": [[str(line["count"]), line["what"]] for line in one.lines if not line["deposited"]],
        "given": [[str(line["count"]), line["what"]] for line in one.lines if line["deposited"]],
    }  # fmt: skip
    return download(render_pdf("stays/typst/inventory.typ", data), "inventaire.pdf", "application/pdf", shown=True)
