"""Where I work today, and who may do what."""

from uuid import UUID

from django.contrib.messages import error, success
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from liane.access.actions import choose_house, choose_unit
from liane.access.enums import Right
from liane.access.forms import PlaceForm
from liane.access.queries import houses_of, managed_by, posts_of, roles_by_code, team
from liane.access.sheets import person_sheets
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render, safe_next
from liane.kit.text import clean_line
from liane.organizations.queries import units_by_facility
from liane.professionals.proof import ask_if_by_code

_PAGE = 40


@page(methods=("GET", "POST"))
def place(request: HttpRequest) -> HttpResponse:
    """Choose the unit where one works today; and the organisme, for those who work in several."""
    if request.method == "POST":
        asked = ask_if_by_code(request) if {"organization", "kept_proof"} & request.POST.keys() else None
        if asked is not None:
            return asked
        form = PlaceForm(request.POST)
        try:
            if not form.is_valid():
                raise Refused("Choisissez un lieu dans la liste.")
            return _choose(request, form)
        except Refused as refusal:
            error(request, str(refusal))
    actor = request.actor  # type: ignore[attr-defined]
    units = units_by_facility(actor.unit_ids)
    context = {
        "groups": _grouped(units),
        "houses": houses_of(actor),
        "next": safe_next(request, ""),
        "has_posts": bool(actor.grants),
    }
    return render(request, "access/place.html", context, status=422 if request.method == "POST" else 200)


def _choose(request: HttpRequest, form: PlaceForm) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if unit_id := form.cleaned_data["unit"]:
        unit = choose_unit(actor, unit_id)
        request.session["unit"] = str(unit.pk)
        request.session["organization"] = str(unit.organization_id)
        success(request, f"Vous êtes à {unit.name}.")
        return redirect(safe_next(request, "/"))
    house = choose_house(actor, form.cleaned_data["organization"])
    request.session["organization"] = str(house.organization_id)
    request.session["unit"] = None
    request.session.cycle_key()  # other rights, other key (C2)
    success(request, f"Vous travaillez maintenant pour {house.name}.")
    return redirect("/")


def _grouped(units: list) -> list[tuple[str, list]]:
    groups: dict[str, list] = {}
    for unit in units:
        groups.setdefault(unit.facility.name, []).append(unit)
    return list(groups.items())


@page(Right.RIGHTS_READ)
def rights(request: HttpRequest) -> HttpResponse:
    """Who has what, until when, and why: the words of the rule itself (law 2)."""
    actor = request.actor  # type: ignore[attr-defined]
    search = clean_line(request.GET.get("q", "")[:80])
    after = request.GET.get("apres", "")
    people = team(actor, search=search, after=_uuid(after), limit=_PAGE + 1)
    shown = people[:_PAGE]
    sheets = person_sheets(shown, posts_of(actor, shown), roles_by_code(), timezone.now())
    more = str(shown[-1].pk) if len(people) > _PAGE else ""
    managed = managed_by(actor) if actor.may(Right.HOUSE_MANAGE) else None
    return render(request, "access/rights.html", {"sheets": sheets, "q": search, "more": more, "managed": managed})


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
