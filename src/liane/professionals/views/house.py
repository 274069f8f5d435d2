"""Réglages → Connexions: what the house asks of those who come in, and its shared devices."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth import logout
from django.contrib.messages import success, warning
from django.http import HttpRequest, HttpResponse

from liane.kit import dates
from liane.kit.addresses import reverse
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField
from liane.kit.pages import page, redirect, render
from liane.organizations.queries import units_by_facility
from liane.professionals import devices, house_rules
from liane.professionals.models import SharedDevice

_RIGHT = "device.manage"
_WHOLE = "house.manage"


class DeviceForm(HouseForm):
    """This browser becomes a shared device."""

    name = LineField(max_length=80, ask="Donnez un nom à cet appareil, par exemple « Tablette de Mimosa ».")
    place = forms.CharField(max_length=60, error_messages={"required": "Choisissez où il se trouve."})
    hours = ChoiceField(choices=[(str(h), f"{h} heures") for h in devices.HOURS], ask="Choisissez une durée.")


class RuleForm(HouseForm):
    """From which day a second factor is asked; empty: not asked."""

    second_factor_from = FrenchDateField(required=False, latest=house_rules.latest)


def _places(actor: Any) -> list[tuple[str, str]]:
    units = units_by_facility(actor.units_with(_RIGHT))
    kept = house_rules.facilities_kept(actor, _RIGHT)
    choices, seen = [("", "Choisir…")], set()
    for unit in units:
        if unit.facility_id not in seen and unit.facility_id in kept:
            choices.append((f"facility:{unit.facility_id}", f"{unit.facility.name} — toutes les unités"))
        seen.add(unit.facility_id)
        choices.append((f"unit:{unit.pk}", f"{unit.facility.name} — {unit.name}"))
    return choices


def _show(request: HttpRequest, device_form: Any = None, rule_form: Any = None) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    rule = house_rules.of_house(actor.organization_id)
    context = {
        "device_form": device_form or DeviceForm(), "rule_form": rule_form or RuleForm(), "places": _places(actor),
        "hours": [(str(h), f"{h} heures") for h in devices.HOURS], "rule": rule,
        "keeps_all": house_rules.keeps_all(actor, _WHOLE), "share": house_rules.share(),
        "devices": house_rules.devices_kept(actor, _RIGHT), "here": devices.device_of(request),
        "today": dates.today(),
    }  # fmt: skip
    return render(request, "professionals/house.html", context, status=422 if device_form or rule_form else 200)


@page(_RIGHT)
def house(request: HttpRequest) -> HttpResponse:
    """The page."""
    return _show(request)


@page(_WHOLE, methods=("POST",), recent=True)
def rule_set(request: HttpRequest) -> HttpResponse:
    """From when a second factor is asked of everybody."""
    actor = request.actor  # type: ignore[attr-defined]
    if not house_rules.keeps_all(actor, _WHOLE):
        raise NotVisible(Refusal(None, _WHOLE, "Ne tient pas tout l’organisme"), actor)
    form = RuleForm(request.POST)
    if not form.is_valid():
        return _show(request, rule_form=form)
    start = form.cleaned_data["second_factor_from"]
    try:
        house_rules.ask_second_factor(actor, start)
    except Refused as refusal:
        form.say("second_factor_from", str(refusal))
        return _show(request, rule_form=form)
    said = (
        f"Un second facteur sera demandé à partir du {dates.day(start)}."
        if start
        else "Un second facteur n’est plus demandé."
    )
    success(request, said)
    return redirect(reverse("professionals:house"))


@page(_RIGHT, methods=("POST",), recent=True)
def device_enrol(request: HttpRequest) -> HttpResponse:
    """This very browser becomes a shared device; who enrolled it is signed out of it, and the faces appear."""
    actor = request.actor  # type: ignore[attr-defined]
    form = DeviceForm(request.POST)
    place = str(request.POST.get("place", ""))
    if form.is_valid() and place not in dict(_places(actor)):
        form.add_error("place", "Choisissez un lieu dans la liste.")
    if not form.is_valid():
        return _show(request, device_form=form)
    kind, _, key = place.partition(":")
    data = form.cleaned_data
    try:
        device, secret = devices.enrol(
            actor, data["id"], name=data["name"], hours=int(data["hours"]),
            unit_id=UUID(key) if kind == "unit" else None, facility_id=UUID(key) if kind == "facility" else None,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error("place", str(refusal))
        return _show(request, device_form=form)
    logout(request)
    answer = redirect(reverse("professionals:sign_in"))
    devices.carry(answer, device, secret)
    return answer


@page(_RIGHT, methods=("POST",))
def device_end(request: HttpRequest) -> HttpResponse:
    """Withdraw a device, from anywhere: lost, stolen, given back. No proof is asked, so that it can be done at once."""
    actor = request.actor  # type: ignore[attr-defined]
    chosen = str(request.POST.get("device", ""))
    device: SharedDevice | None = next(
        (d for d in house_rules.devices_kept(actor, _RIGHT) if str(d.pk) == chosen), None
    )
    if device is not None and devices.end(actor, device):
        success(request, f"« {device.name} » n’est plus un poste partagé. Ce qui y était ouvert est fermé.")
    else:
        warning(request, "Cet appareil n’est plus dans la liste.")
    return redirect(reverse("professionals:house"))
