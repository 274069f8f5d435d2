"""What is typed to found a house, open its places and bring in its team."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms

from liane.access.houses import Newcomer
from liane.access.models import Role
from liane.access.queries import Managed
from liane.kit import dates
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField, NameField, read_clock
from liane.kit.text import clean_line
from liane.nomenclatures.codes import finess_categories
from liane.nomenclatures.packs import all_packs
from liane.organizations.models import Facility, Unit
from liane.professionals import logins
from liane.professionals.models import Practitioner

SHIFT_LINES = 5
LONGEST_SHIFT = 40


def _in_ten_years() -> date:
    return dates.today() + timedelta(days=3660)


def sectors() -> list[tuple[str, str]]:
    """Sectors, as choices."""
    return [(pack.code, pack.name) for pack in all_packs()]


def categories() -> list[tuple[str, str]]:
    """FINESS categories of the social code, as choices."""
    return [
        ("", "Non précisée"),
        *((c.code, f"{c.code} — {c.label}") for c in finess_categories().values() if c.is_esms),
    ]


class FacilityForm(HouseForm):
    """An établissement or service."""

    name = LineField(max_length=200, ask="Écrivez le nom de l’établissement ou du service.")
    pack = ChoiceField(choices=sectors, ask="Choisissez le secteur.")
    finess_et = LineField(max_length=9, required=False)
    category = ChoiceField(choices=categories, required=False)
    is_discreet = forms.BooleanField(required=False)


class UnitForm(HouseForm):
    """A unit."""

    name = LineField(max_length=120, ask="Écrivez le nom de l’unité.")
    places_count = forms.IntegerField(
        required=False, min_value=0, max_value=500,
        error_messages={"invalid": "Écrivez un nombre de places.", "max_value": "500 places au plus.", "min_value": "Écrivez un nombre de places."},
    )  # fmt: skip


class ShiftsForm(HouseForm):
    """Up to five shifts: a name and two hours each; an empty line is left out. `seen`: the hours that were on screen."""

    seen = LineField(max_length=40, required=False)

    def shifts(self) -> list[tuple[str, time, time]]:
        """Lines read from the request; a fault is said on the form."""
        found = []
        for line in range(SHIFT_LINES):
            typed = (str(self.data.get(f"{part}{line}", ""))[:200] for part in ("name", "starts", "ends"))
            name, starts, ends = (clean_line(text) for text in typed)
            if not any((name, starts, ends)):
                continue
            try:
                found.append((_named(name), read_clock(starts), read_clock(ends)))
            except ValueError:
                self.say(
                    None, f"Ligne {line + 1} : écrivez un nom et deux heures, par exemple « Matin », 6 h 45, 14 h 15."
                )
                return []
        return found


def _named(name: str) -> str:
    if not 0 < len(name) <= LONGEST_SHIFT:
        raise ValueError("a shift has a short name")
    return name


WHOLE = "organisme"  # the widest key of the house is asked for, never given by leaving a list as it was


class PostForm(HouseForm):
    """A dated post: which role, where, from when to when."""

    role_code = forms.CharField(required=True, error_messages={"required": "Choisissez un rôle."})
    place = forms.CharField(required=True, error_messages={"required": "Choisissez où."})
    starts_on = FrenchDateField(required=False, latest=_in_ten_years)
    ends_on = FrenchDateField(required=False, latest=_in_ten_years)

    def newcomer(self, *, first_name: str = "", last_name: str = "", profession: str = "", login: str = "") -> Newcomer:
        """What the gesture receives. A post ends at the end of its last day."""
        data = self.cleaned_data
        kind, _, key = data["place"].partition(":")
        return Newcomer(
            first_name, last_name, profession, login, data["role_code"],
            facility_id=_key(key) if kind == "facility" else None,
            unit_id=_key(key) if kind not in ("facility", WHOLE) else None,
            starts_at=_start(data["starts_on"]),
            ends_at=_start(data["ends_on"] + timedelta(days=1)) if data["ends_on"] else None,
        )  # fmt: skip


def _key(text: str) -> UUID:
    """An identifier of the list; what is not one belongs to nothing."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _start(on: date | None) -> datetime | None:
    return dates.at_clock(on, time(0)) if on else None


class LoginField(LineField):
    """A login, as it will be kept: small letters, and nothing that cannot be said on the telephone."""

    def __init__(self) -> None:
        super().__init__(max_length=150, ask="Écrivez le nom de connexion, par exemple prenom.nom.")

    def to_python(self, value: Any) -> str:
        login = str(super().to_python(value)).lower()
        if login and (wrong := logins.fault(login)):
            raise forms.ValidationError(wrong)
        return login


class NewcomerForm(PostForm):
    """Somebody new in the team."""

    first_name = NameField(max_length=100, ask="Écrivez le prénom.")
    last_name = NameField(max_length=100, ask="Écrivez le nom.")
    profession = LineField(max_length=120, ask="Écrivez le métier.")
    login = LoginField()
    known = forms.CharField(required=False)

    def newcomer(self, **who: str) -> Newcomer:
        """The same; and who she is, when she came with the house."""
        known = self.cleaned_data["known"]
        return replace(super().newcomer(**who), known_id=_key(known) if known else None)

    def who(self) -> dict[str, str]:
        """Her name, her trade, her login."""
        return {name: self.cleaned_data[name] for name in ("first_name", "last_name", "profession", "login")}


class FoundForm(HouseForm):
    """A new organisme and its first director."""

    name = LineField(max_length=200, ask="Écrivez le nom de l’organisme.")
    finess_ej = LineField(max_length=9, required=False)
    first_name = NameField(max_length=100, ask="Écrivez le prénom.")
    last_name = NameField(max_length=100, ask="Écrivez le nom.")
    login = LoginField()

    def director(self) -> Newcomer:
        """The first person who enters, with a post over the whole organisme."""
        data = self.cleaned_data
        return Newcomer(data["first_name"], data["last_name"], "directeur", data["login"], "directeur")


def known_choices(managed: Managed) -> list[tuple[str, str]]:
    """Professionals who came with a house that moved, and have no account yet: given back by who keeps the whole organisme."""
    if not managed.covers(None, None):
        return []
    found = Practitioner.objects.filter(account=None).order_by("last_name", "first_name", "pk")
    return [(str(one.pk), f"{one.last_name} {one.first_name}, {one.profession}") for one in found]


def role_choices() -> list[tuple[str, str]]:
    """Roles of the organisme."""
    return [("", "Choisir…"), *Role.objects.filter(retired_at=None).order_by("label").values_list("code", "label")]


def place_choices(managed: Managed) -> list[tuple[str, str]]:
    """The places that the reader keeps: the whole organisme, each facility, each unit."""
    facilities = Facility.objects.order_by("rank", "name")
    units = Unit.objects.filter(is_open=True).select_related("facility").order_by("facility__rank", "rank", "name")
    by_facility: dict[Any, list[Unit]] = {}
    for unit in units:
        by_facility.setdefault(unit.facility_id, []).append(unit)
    choices = [("", "Choisir…")]
    for facility in facilities:
        if managed.covers(facility.pk, None):
            choices.append((f"facility:{facility.pk}", facility.name))
        kept = [u for u in by_facility.get(facility.pk, []) if managed.covers(None, u.pk)]
        choices += [(f"unit:{u.pk}", f"{facility.name} — {u.name}") for u in kept]
    if managed.covers(None, None):
        choices.append((WHOLE, "Tout l’organisme"))
    return choices
