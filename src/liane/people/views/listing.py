"""Personnes: présentes, mes suivis, tous; and the search among them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.addresses import reverse
from liane.kit.ids import uuid7
from liane.kit.pages import page, render
from liane.kit.text import clean_line
from liane.organizations.queries import UnitName, unit_names
from liane.people.ins.datamatrix import looks_scanned
from liane.people.ins.policies import regime_of
from liane.people.queries.listing import (
    ALL,
    MINE,
    PAGE,
    PRESENT,
    Card,
    persons_found,
    persons_in_order,
)
from liane.people.queries.words import asked
from liane.people.views.scans import after_scan
from liane.people.words import age_and_birth, presence_tag, where, wishes

_VIEWS = ((PRESENT, "Présentes"), (MINE, "Mes suivis"), (ALL, "Toutes"))
_EMPTY = {
    PRESENT: "Personne n’est noté présent aujourd’hui dans vos unités.",
    MINE: "Les personnes dont vous êtes référent apparaîtront ici.",
    ALL: "Les personnes que votre équipe accompagne apparaîtront ici.",
}


def _shown(card: Card) -> dict[str, Any]:
    """Everything formatted before the loop of the template."""
    person = card.person
    tags = [{"word": label, "tone": "rouge", "icon": icon} for icon, label in card.dangers]
    if card.presence != "PRESENT":
        tags.append(presence_tag(card.presence, person.sex))
    return {
        "url": reverse("timeline:record", kwargs={"record_id": card.record_id}),
        "photo": reverse("people:photo", kwargs={"record_id": card.record_id}) if card.has_portrait else "",
        "initials": person.initials,
        "name": person.full_name,
        "called": wishes(person),
        "born": age_and_birth(person),
        "place": where(card.unit, card.facility, card.place, card.pack),
        "tags": tags,
    }


def _after(request: HttpRequest) -> tuple[str, UUID] | None:
    key, _, person_id = clean_line(request.GET.get("apres", "")[:400]).rpartition("~")
    try:
        return (key, UUID(person_id)) if person_id else None
    except ValueError:
        return None


def _unit(request: HttpRequest, actor: Actor) -> UUID | None:
    try:
        unit_id = UUID(request.GET.get("unite", ""))
    except ValueError:
        return None
    return unit_id if unit_id in actor.unit_ids else None


def _address(**query: str) -> str:
    said = {name: value for name, value in query.items() if value}
    return reverse("people:list") + (f"?{urlencode(said)}" if said else "")


def _nameless(actor: Actor, units: list[UnitName]) -> dict[str, Any] | None:
    """What the button «Sans nom» sends, where she welcomes people without having to look for an INS (street, CHRS, CSAPA…):
    somebody who says nothing is written in one gesture, and may be named later."""
    able = [u for u in units if actor.may(Right.RECORD_CREATE, u.id) and regime_of([u.pack]) != "health"]
    if not able:
        return None
    here = next((unit for unit in able if unit.id == actor.place_unit_id), None)
    usual = here or min(able, key=lambda unit: regime_of([unit.pack]) != "anonymous")
    return {"id": uuid7(), "preferred_name": "", "about": "", "unit": usual.id}


def _units(units: list[UnitName], view: str, chosen: UUID | None) -> list[dict[str, Any]]:
    """Links to one unit, for somebody who has several."""
    if len(units) < 2:
        return []
    several = len({unit.facility for unit in units}) > 1
    links = [{"label": "Toutes mes unités", "url": _address(vue=view), "current": chosen is None}]
    for unit in units:
        label = unit.label if several else unit.name
        links.append({"label": label, "url": _address(vue=view, unite=str(unit.id)), "current": unit.id == chosen})
    return links


@page(Right.PERSONS_SEARCH)
def persons(request: HttpRequest) -> HttpResponse:
    """The list. `q` searches among all those she may open; `vue` and `unite` narrow; `apres` continues.

    A search shows nothing that the list does not: it is the opening of a record that is traced, not its name in a list.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if looks_scanned(typed := request.GET.get("q", "")):  # a scanner typed in the box: the matricule leaves the address
        return after_scan(request, typed, "people:list")
    words = clean_line(request.GET.get("q", "")[:200])
    view = request.GET.get("vue", "")
    view = view if view in _EMPTY else PRESENT
    unit_id = _unit(request, actor)
    older = ""
    names: list[UnitName] = []
    if words:
        cards = persons_found(actor, asked(words))
    else:
        cards = persons_in_order(actor, view, unit_id=unit_id, after=_after(request))
        names = unit_names(actor.units_with(Right.RECORD_READ))
        if len(cards) > PAGE:
            cards = cards[:PAGE]
            last = cards[-1]
            chosen = str(unit_id or "")
            older = _address(vue=view, unite=chosen, apres=f"{last.sort_key}~{last.person.id}")
    context = {
        "words": words,
        "people": [_shown(card) for card in cards],
        "views": [
            {"label": label, "url": _address(vue=key), "current": key == view and not words} for key, label in _VIEWS
        ],
        "units": _units(names, view, unit_id),
        "older": older,
        "nobody": _EMPTY[view],
        "is_everyone": view == ALL,
        "may_create": actor.may(Right.RECORD_CREATE),
        "nameless": _nameless(actor, names),
        "may_print": actor.may(Right.RECORD_PRINT) and bool(cards),
        "mail_url": reverse("people:mail") + (f"?unite={unit_id}" if unit_id else ""),
        "may_import": actor.may(Right.PERSONS_IMPORT),
    }
    return render(request, "people/list.html", context)
