"""Réglages: the places of the house and its team."""

from datetime import time
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from liane.access import houses
from liane.access.enums import Right
from liane.access.house_forms import (
    SHIFT_LINES,
    FacilityForm,
    FoundForm,
    NewcomerForm,
    PostForm,
    ShiftsForm,
    UnitForm,
    categories,
    known_choices,
    place_choices,
    role_choices,
    sectors,
)
from liane.access.queries import managed_by
from liane.kit import dates
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.pages import page, redirect, render
from liane.nomenclatures.packs import load_pack
from liane.organizations.actions import shifts_now, shifts_version
from liane.organizations.models import Shift, Unit
from liane.organizations.queries import facilities_with_units
from liane.professionals.actions import first_password
from liane.professionals.models import Account, Practitioner


def _try(request: HttpRequest, form: Any, gesture: Any) -> Any:
    """Run a gesture for a valid form; a refusal is said on the form and nothing is half-written."""
    if not form.is_valid():
        return None
    try:
        return gesture(form.cleaned_data)
    except Stale:
        raise
    except Refused as error:
        form.say(None, str(error))
        return None


@page(Right.HOUSE_MANAGE, methods=("GET", "POST"))
def settings(request: HttpRequest) -> HttpResponse:
    """The facilities and their units; one more facility."""
    actor = request.actor  # type: ignore[attr-defined]
    form = FacilityForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        opened = _try(
            request, form, lambda data: houses.open_facility(
                actor, data["id"], name=data["name"], pack=data["pack"], finess_et=data["finess_et"],
                category=data["category"], is_discreet=data["is_discreet"],
            ),
        )  # fmt: skip
        if opened:
            messages.success(request, f"{opened.name} est ouvert. Ajoutez maintenant ses unités.")
            return redirect(reverse("access:settings") + f"#lieu-{opened.pk}")
    managed = managed_by(actor)
    facilities = [
        {
            "facility": f,
            "sector": load_pack(f.pack).name,
            "units": [u for u in units if managed.covers(None, u.pk)],
            "is_mine": managed.covers(f.pk, None),
        }
        for f, units in facilities_with_units()
        if managed.covers(f.pk, None) or any(managed.covers(None, u.pk) for u in units)
    ]
    context = {
        "facilities": facilities, "form": form, "sectors": [("", "Choisir…"), *sectors()], "categories": categories(),
        "may_open": managed.whole,
    }  # fmt: skip
    return render(request, "access/settings.html", context, status=422 if form.is_bound else 200)


@page(Right.HOUSE_MANAGE, methods=("GET", "POST"))
def unit_new(request: HttpRequest, facility_id: UUID) -> HttpResponse:
    """One more unit in a facility."""
    actor = request.actor  # type: ignore[attr-defined]
    facility = next((f for f, _ in facilities_with_units() if f.pk == facility_id), None)
    if facility is None or not managed_by(actor).covers(facility_id, None):
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Cet établissement n’existe pas dans son organisme"), actor)
    form = UnitForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        opened = _try(
            request, form, lambda data: houses.open_unit(
                actor, facility_id, data["id"], name=data["name"], places_count=data["places_count"] or 0
            ),
        )  # fmt: skip
        if opened:
            messages.success(request, f"L’unité {opened.name} est ouverte, avec les horaires usuels de son secteur.")
            return redirect(reverse("access:shifts", kwargs={"unit_id": opened.pk}))
    context = {"facility": facility, "form": form}
    return render(request, "access/unit_new.html", context, status=422 if form.is_bound else 200)


@page(Right.HOUSE_MANAGE, methods=("GET", "POST"))
def shifts(request: HttpRequest, unit_id: UUID) -> HttpResponse:
    """When the teams of a unit hand over."""
    actor = request.actor  # type: ignore[attr-defined]
    unit = Unit.objects.select_related("facility").filter(pk=unit_id).first()
    if unit is None or not managed_by(actor).covers(None, unit_id):
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Cette unité n’existe pas dans son organisme"), actor)
    form = ShiftsForm(request.POST if request.method == "POST" else None)
    conflict: dict[str, Any] = {"conflict": "", "two": []}
    if form.is_bound and form.is_valid():
        read = form.shifts()
        try:
            if not form.errors and _try(
                request, form, lambda data: houses.set_shifts(actor, unit_id, read, seen=data["seen"])
            ):
                messages.success(request, "Les horaires sont enregistrés. La prochaine relève les suivra.")
                return redirect(reverse("access:settings"))
        except Stale as stale:
            conflict = {"conflict": str(stale), "two": _two_days(stale.current, read)}
    seen = form.data.get("seen", "") if form.is_bound and not conflict["conflict"] else shifts_version(shifts_now(unit))
    context = {"unit": unit, "form": form, "lines": _shift_lines(unit, form), "seen": seen, **conflict}
    return render(request, "access/shifts.html", context, status=422 if form.is_bound else 200)


def _two_days(now: list[tuple[str, time, time]], mine: list[tuple[str, time, time]]) -> list[dict[str, str]]:
    """Team by team, the hours recorded and the hours just written; only what differs."""
    said = [
        [f"{name}, {dates.hour(starts)} – {dates.hour(ends)}" for name, starts, ends in sorted(day, key=lambda s: s[1])]
        for day in (now, mine)
    ]
    pairs = enumerate(zip_longest(*said, fillvalue="rien"), 1)
    return [{"label": f"Équipe {n}", "now": before, "mine": after} for n, (before, after) in pairs if before != after]


def _shift_lines(unit: Unit, form: ShiftsForm) -> list[dict[str, str]]:
    if form.is_bound:
        return [
            {part: str(form.data.get(f"{part}{n}", "")) for part in ("name", "starts", "ends")}
            for n in range(SHIFT_LINES)
        ]
    known = [
        {"name": s.name, "starts": dates.hour(s.starts), "ends": dates.hour(s.ends)}
        for s in Shift.objects.filter(unit=unit).order_by("starts")[:SHIFT_LINES]
    ]
    return known + [{"name": "", "starts": "", "ends": ""}] * (SHIFT_LINES - len(known))


@page(Right.HOUSE_MANAGE, methods=("GET", "POST"), recent=True)
def newcomer(request: HttpRequest) -> HttpResponse:
    """Somebody new in the team; her first password is shown once, to be handed over."""
    actor = request.actor  # type: ignore[attr-defined]
    form = NewcomerForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        password = first_password()
        came = _try(
            request, form, lambda data: houses.bring_in(actor, data["id"], form.newcomer(**form.who()), password)
        )
        if came:
            return _welcome(
                request,
                form.cleaned_data["login"],
                str(came),
                password if came.account.check_password(password) else "",
            )
    managed = managed_by(actor)
    context = {"form": form, "roles": role_choices(), "places": place_choices(managed), "known": known_choices(managed)}
    return render(request, "access/newcomer.html", context, status=422 if form.is_bound else 200)


def _welcome(request: HttpRequest, login: str, name: str, password: str) -> HttpResponse:
    """Not a redirect: the password is shown once and kept nowhere. Sent twice, it is not shown again."""
    return render(request, "access/welcome.html", {"login": login, "name": name, "password": password})


@page(Right.HOUSE_MANAGE, methods=("GET", "POST"), recent=True)
def post_new(request: HttpRequest, practitioner_id: UUID) -> HttpResponse:
    """One post more for somebody."""
    actor = request.actor  # type: ignore[attr-defined]
    practitioner = Practitioner.objects.filter(pk=practitioner_id).first()
    if practitioner is None:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Cette personne n’est pas dans son organisme"), actor)
    form = PostForm(request.POST if request.method == "POST" else None)
    if form.is_bound and _try(
        request, form, lambda data: houses.give_post(actor, practitioner_id, data["id"], form.newcomer())
    ):
        messages.success(request, f"{practitioner} a un poste de plus.")
        return redirect(reverse("access:rights"))
    context = {
        "practitioner": practitioner,
        "form": form,
        "roles": role_choices(),
        "places": place_choices(managed_by(actor)),
    }
    return render(request, "access/post_new.html", context, status=422 if form.is_bound else 200)


@page(Right.HOUSE_MANAGE, methods=("POST",), recent=True)
def post_end(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """A post ends now."""
    try:
        post = houses.end_post(request.actor, post_id)  # type: ignore[attr-defined]
        messages.success(request, f"Le poste de {post.practitioner} est terminé : ses droits s’arrêtent maintenant.")
    except Refused as error:
        messages.warning(request, str(error))
    return redirect(reverse("access:rights"))


@page(methods=("GET", "POST"), recent=True)
def found(request: HttpRequest) -> HttpResponse:
    """A new organisme, by whoever administers the instance: he founds it, he does not enter it."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_instance_admin:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "N’administre pas l’instance"), actor)
    form = FoundForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        password = first_password()
        founded = _try(
            request, form, lambda data: houses.found_house(
                actor, data["id"], name=data["name"], finess_ej=data["finess_ej"], director=form.director(), password=password
            ),
        )  # fmt: skip
        if founded:
            data = form.cleaned_data
            opened = Account.objects.filter(login__iexact=data["login"]).first()
            shown = password if opened and opened.check_password(password) else ""
            return _welcome(request, data["login"], f"{data['first_name']} {data['last_name']}", shown)
    return render(request, "access/found.html", {"form": form}, status=422 if form.is_bound else 200)
