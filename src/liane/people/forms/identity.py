"""Identity, as asked at the door of the house: little is required, everything is read generously."""

import re
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from liane.kit.dates import age, today
from liane.kit.forms import (
    OLDEST,
    ChoiceField,
    FrenchDateField,
    HouseForm,
    LineField,
    NameField,
    readable,
)  # fmt: skip
from liane.kit.versions import untouched
from liane.nomenclatures.identity import family_situations, place_fault
from liane.people.enums import Civility, Precision, Sex
from liane.people.ins.columns import LONGEST_LIST
from liane.people.ins.matricule import MatriculeRefused, against_typed_place, contradictions, read_matricule
from liane.people.ins.names import begins
from liane.people.ins.places import chosen_place, name_of_place, place_doubt
from liane.people.models import Person
from liane.people.traits import Traits

_YEAR = re.compile(r"^[0-9]{4}$")
_ABOUT = re.compile(r"^(?:vers|environ|env\.?|~)\s*([0-9]{4})$", re.I)
_NO_MONTH = re.compile(r"^([0-9]{1,2})/(?:\?\?|xx)/([0-9]{4})$", re.I)
_MONTH = re.compile(r"^([0-9]{1,2})[/.\- ]([0-9]{4})$")
_SHOWN = {
    Precision.YEAR: "%Y", Precision.MONTH: "%m/%Y", Precision.ABOUT: "vers %Y", Precision.NO_MONTH: "%d/??/%Y",
}  # fmt: skip
ADULT = 18  # until then the number may be a parent’s
BIRTH_HINT = "Par exemple\u00a0: 12/03/1992. Si le jour n’est pas connu\u00a0: 03/1992, 1992, ou vers 1992."


class PlaceCodeField(LineField):
    """The INSEE code of a commune, of today or of the day of the birth, or of a country (`place_fault`)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=12, **kwargs)

    def to_python(self, value: Any) -> str:
        code = super().to_python(value).replace(" ", "").upper()
        if code and (fault := place_fault(code)):
            raise ValidationError(fault)
        return code


class NssField(LineField):
    """A social security number with its key; kept without spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        try:
            return read_matricule(text).value if text else ""
        except MatriculeRefused as problem:
            raise ValidationError(str(problem)) from None


class BirthDateField(FrenchDateField):
    """A birth date as far as it is known: a day, a month, a year. Gives (date, precision)."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return value
        text = str(value or "").strip()
        if _YEAR.match(text):
            return self._known(int(text), 1, Precision.YEAR)
        if found := _ABOUT.match(text):
            return self._known(int(found[1]), 1, Precision.ABOUT)
        if found := _MONTH.match(text):
            return self._known(int(found[2]), int(found[1]), Precision.MONTH)
        if found := _NO_MONTH.match(text):
            known, precision = self._known(int(found[2]), 1, Precision.NO_MONTH)
            if not 1 <= int(found[1]) <= 31:
                raise ValidationError(f"Le jour {found[1]} n’existe pas. Vérifiez le jour.")
            return known.replace(day=int(found[1])), precision
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
        return known.strftime(_SHOWN.get(precision, "%d/%m/%Y"))


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
        max_length=LONGEST_LIST,
        required=False,
        help_text="Tous, dans l’ordre de l’état civil, séparés par une virgule ou un espace.",
    )
    used_name = NameField(
        label="Nom utilisé", max_length=100, required=False, help_text="S’il est différent du nom de naissance."
    )
    preferred_name = NameField(label="Souhaite qu’on l’appelle", max_length=100, required=False)
    sex = ChoiceField(label="Sexe", choices=Sex.choices, widget=forms.RadioSelect, ask="Choisissez une réponse.")
    birth_date = BirthDateField(label="Date de naissance", required=False, help_text=BIRTH_HINT)
    birth_unknown = forms.BooleanField(label="Sa date de naissance n’est pas connue", required=False)
    birth_place = LineField(
        label="Lieu de naissance", max_length=120, required=False,
        help_text="Écrivez les premières lettres : la commune ou le pays est proposé avec son code.",
    )  # fmt: skip
    birth_place_code = PlaceCodeField(
        label="Code INSEE du lieu",
        required=False,
        help_text="Celui du jour de la naissance : 13055 pour Marseille, 99352 pour l’Algérie, 99999 si inconnu.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._settle_place(data)
        if "birth_date" not in self.errors:
            known = data.get("birth_date")
            if known is None and not data.get("birth_unknown"):
                self.add_error("birth_date", "Écrivez la date de naissance.")
            if known is not None and data.get("birth_unknown"):
                self.add_error("birth_date", "Effacez la date, ou décochez «\u00a0n’est pas connue\u00a0».")
        return data

    def _settle_place(self, data: dict[str, Any]) -> None:
        """A place chosen brings its code, over one that was there and is not touched; a code alone brings the name of that day."""
        name, code = chosen_place(data.get("birth_place") or "")
        written = data.get("birth_place_code") or ""
        if code and written and code != written and not untouched(self, "birth_place_code"):
            self.add_error("birth_place_code", f"Le lieu choisi porte le code {code}. Gardez l’un des deux.")
        elif code and (fault := place_fault(code)):
            self.add_error("birth_place", fault)
        elif code:
            data["birth_place"], data["birth_place_code"] = name, code
        elif written and not name:
            data["birth_place"] = name_of_place(written, (data.get("birth_date") or (None,))[0])

    typed_doubt = ""  # of a place without its code, against her number

    def place_doubt(self) -> str:
        """What is to be checked about the place, the date and the number, once they are accepted."""
        data = self.cleaned_data
        return self.typed_doubt or place_doubt(
            data["birth_place_code"], *(data["birth_date"] or (None, Precision.UNKNOWN))
        )

    def traits(self) -> Traits:
        """What was written, for the actions."""
        data = self.cleaned_data
        known, precision = data["birth_date"] or (None, Precision.UNKNOWN)
        others = {
            field.name: data[field.name]
            for field in fields(Traits)
            if field.name in data and field.name != "birth_date"
        }
        return Traits(**others, birth_date=known, birth_precision=precision)

    @classmethod
    def initial_of(cls, person: Person) -> dict[str, Any]:
        """The form of what is known of somebody."""
        names = [field.name for field in fields(Traits) if field.name in cls.base_fields]
        values: dict[str, Any] = {name: getattr(person, name) for name in (*names, "version")}
        values["birth_date"] = (person.birth_date, person.birth_precision)
        values["birth_unknown"] = person.birth_date is None
        return values


class ChangeIdentityForm(IdentityForm):
    """Correct an identity already known: every field of TDDUI *Usager* that is the person's own."""

    birth_name = NameField(label="Nom de naissance", max_length=100, required=False)
    birth_first_name = NameField(
        label="Premier prénom de naissance", max_length=100, required=False,
        help_text="S’il compte plusieurs mots : Jean Pierre. Il commence la liste des prénoms.",
    )  # fmt: skip
    used_first_name = NameField(
        label="Prénom utilisé", max_length=100, required=False, help_text="Celui de tous les jours, s’il est différent."
    )
    civility = ChoiceField(label="Civilité", choices=[("", "Non précisée"), *Civility.choices], required=False)
    birth_order = forms.IntegerField(
        label="Rang de naissance", required=False, min_value=1, max_value=999, widget=forms.TextInput,
        help_text="Les trois chiffres du registre des naissances, avant la clé du numéro de Sécurité sociale.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Le rang est un nombre de 1 à 999."),
    )  # fmt: skip
    nationalities = LineField(label="Nationalités", max_length=200, required=False)
    languages = LineField(
        label="Langues", max_length=200, required=False, help_text="La langue qu’elle comprend d’abord."
    )
    family_situation = ChoiceField(label="Situation familiale", required=False)
    death_date = FrenchDateField(label="Date de décès", required=False)
    death_place = LineField(label="Lieu de décès", max_length=120, required=False)
    death_place_code = PlaceCodeField(label="Code INSEE du lieu de décès", required=False)
    death_cause = LineField(label="Cause du décès", max_length=200, required=False)
    nss = NssField(
        label="N° de Sécurité sociale", required=False,
        help_text="Le numéro qui ouvre ses droits (celui d’un parent pour un enfant). Ce n’est pas l’INS.",
    )  # fmt: skip
    identity_comment = LineField(label="Remarque sur l’identité", max_length=500, required=False)
    is_protected = forms.BooleanField(
        label="Coordonnées protégées", required=False,
        help_text="Sa présence n’est pas dite aux autres équipes. L’adresse de ses proches n’est montrée qu’au service social.",
    )  # fmt: skip

    def __init__(self, *args: Any, hidden: Iterable[str] = (), is_alias: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_alias = is_alias
        self.fields["family_situation"].choices = [("", "Non connue"), *family_situations().items()]  # type: ignore[attr-defined]
        for name in hidden:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.is_alias and not data.get("birth_name") and "birth_name" not in self.errors:
            self.add_error("birth_name", "Écrivez le nom de naissance.")
        if self.is_alias and not (data.get("birth_name") or data.get("preferred_name") or data.get("first_names")):
            self.add_error("preferred_name", "Écrivez au moins le nom sous lequel on la connaît.")
        first, names = data.get("birth_first_name"), data.get("first_names")
        if first and names and not begins(names, first):
            self.add_error("birth_first_name", "Le premier prénom doit être le début de la liste des prénoms.")
        self._dates(data)
        return data

    def _dates(self, data: dict[str, Any]) -> None:
        """She dies after she is born; a number of an adult is her own."""
        born, precision = data.get("birth_date") or (None, Precision.UNKNOWN)
        died, nss = data.get("death_date"), data.get("nss")
        if born and died and died < born:
            self.add_error("death_date", "Le décès est avant la naissance. Vérifiez les deux dates.")
        if not nss or born is None or age(born) < ADULT:
            return
        number, code = read_matricule(nss), data.get("birth_place_code") or ""
        if not code:
            code, self.typed_doubt = against_typed_place(number, data.get("birth_place") or "", born)
        against = contradictions(
            number,
            sex=data.get("sex") or Sex.UNKNOWN,
            birth_date=born,
            precision=precision,
            place_code=code,
        )
        if against:
            self.add_error("nss", f"{against[0]} Vérifiez le numéro, ou l’identité.")


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
