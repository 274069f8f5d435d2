"""Identity, as asked at the door of the house: little is required, everything is read generously."""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from liane.kit.dates import today
from liane.kit.forms import (
    OLDEST,
    ChoiceField,
    FrenchDateField,
    HouseForm,
    LineField,
    NameField,
    readable,
)  # fmt: skip
from liane.people.enums import Precision, Sex
from liane.people.models import Person
from liane.people.traits import Traits

_YEAR = re.compile(r"^[0-9]{4}$")
_MONTH = re.compile(r"^([0-9]{1,2})[/.\- ]([0-9]{4})$")
BIRTH_HINT = "Par exemple\u00a0: 12/03/1992. Si le jour n’est pas connu\u00a0: 03/1992, ou 1992."


class BirthDateField(FrenchDateField):
    """A birth date as far as it is known: a day, a month, a year. Gives (date, precision)."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return value
        text = str(value or "").strip()
        if _YEAR.match(text):
            return self._known(int(text), 1, Precision.YEAR)
        if found := _MONTH.match(text):
            return self._known(int(found[2]), int(found[1]), Precision.MONTH)
        found_date = super().to_python(value)
        return (found_date, Precision.DAY) if found_date else None

    def _known(self, year: int, month: int, precision: Precision) -> tuple[date, Precision]:
        if not 1 <= month <= 12:
            raise ValidationError(f"Le mois {month:02d} n’existe pas. Vérifiez le mois.")
        if not OLDEST.year <= year <= today().year:
            raise ValidationError(f"L’année {year} n’est pas possible. Vérifiez l’année.")
        found = date(year, month, 1)
        if wrong := readable(found, self.earliest(), self.latest()):
            raise ValidationError(wrong)
        return found, precision

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return super().prepare_value(value)
        known, precision = value
        if known is None or precision == Precision.UNKNOWN:
            return ""
        return known.strftime({Precision.YEAR: "%Y", Precision.MONTH: "%m/%Y"}.get(precision, "%d/%m/%Y"))


class SearchBeforeCreateForm(HouseForm):
    """Before creating: is she already known? Her birth date and the first letters are enough."""

    birth_date = BirthDateField(label="Date de naissance", required=False, help_text=BIRTH_HINT)
    birth_name = NameField(
        label="Nom",
        max_length=100,
        ask="Écrivez au moins les premières lettres du nom.",
        help_text="Les premières lettres suffisent.",
    )
    first_names = NameField(label="Prénom", max_length=200, required=False)


class IdentityForm(HouseForm):
    """Traits of identity. Names of birth are those of the civil status; the others are hers."""

    birth_name = NameField(label="Nom de naissance", max_length=100, ask="Écrivez le nom de naissance.")
    first_names = NameField(
        label="Prénoms de naissance",
        max_length=200,
        required=False,
        help_text="Dans l’ordre de l’état civil, séparés par une virgule ou un espace.",
    )
    used_name = NameField(
        label="Nom utilisé", max_length=100, required=False, help_text="S’il est différent du nom de naissance."
    )
    preferred_name = NameField(label="Souhaite qu’on l’appelle", max_length=100, required=False)
    sex = ChoiceField(label="Sexe", choices=Sex.choices, widget=forms.RadioSelect, ask="Choisissez une réponse.")
    birth_date = BirthDateField(label="Date de naissance", required=False, help_text=BIRTH_HINT)
    birth_unknown = forms.BooleanField(label="Sa date de naissance n’est pas connue", required=False)
    birth_place = LineField(label="Lieu de naissance", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "birth_date" not in self.errors:
            known = data.get("birth_date")
            if known is None and not data.get("birth_unknown"):
                self.add_error("birth_date", "Écrivez la date de naissance.")
            if known is not None and data.get("birth_unknown"):
                self.add_error("birth_date", "Effacez la date, ou décochez «\u00a0n’est pas connue\u00a0».")
        return data

    def traits(self) -> Traits:
        """What was written, for the actions."""
        data = self.cleaned_data
        known, precision = data["birth_date"] or (None, Precision.UNKNOWN)
        names = {k: data[k] for k in ("birth_name", "used_name", "first_names", "preferred_name", "sex", "birth_place")}
        return Traits(birth_date=known, birth_precision=precision, **names)

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        """The form of what is known of somebody."""
        names = ("birth_name", "used_name", "first_names", "preferred_name", "sex", "birth_place", "version")
        values: dict[str, Any] = {name: getattr(person, name) for name in names}
        values["birth_date"] = (person.birth_date, person.birth_precision)
        values["birth_unknown"] = person.birth_date is None
        return values


class ChangeIdentityForm(IdentityForm):
    """Correct an identity already known."""

    is_protected = forms.BooleanField(
        label="Coordonnées protégées", required=False,
        help_text="Sa présence n’est pas dite aux autres équipes. L’adresse de ses proches n’est montrée qu’au service social.",
    )  # fmt: skip


class CreatePersonForm(IdentityForm):
    """Identity, and where she arrives: a record always has a team."""

    unit = ChoiceField(label="Unité qui l’accompagne", ask="Choisissez l’unité qui l’accompagne.")
    place = LineField(label="Chambre ou place", max_length=60, required=False)
    starts_on = FrenchDateField(label="Date d’entrée", ask="Écrivez la date d’entrée.")
    number = LineField(label="N° de dossier", max_length=40, required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [*([("", "Choisir…")] if len(units) > 1 else []), *units]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        known = data.get("birth_date")
        entered = data.get("starts_on")
        if known and entered and entered < known[0]:
            self.add_error("starts_on", "La date d’entrée est avant la naissance. Vérifiez les deux dates.")
        return data

    @property
    def unit_id(self) -> UUID:
        """Unit chosen among those proposed."""
        return UUID(self.cleaned_data["unit"])
