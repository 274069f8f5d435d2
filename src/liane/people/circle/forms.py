"""Somebody who counts: a name and a link are enough, the rest helps on the day one must call."""

import re
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django import forms

from liane.kit.dates import today
from liane.kit.forms import (
    ChoiceField,
    FrenchDateField,
    HouseForm,
    LineField,
    MailField,
    NameField,
    PhoneField,
    RemarkField,
    read_date,
)
from liane.nomenclatures.codes import relations
from liane.people.circle.data import OF_CONTACT, OTHER, RelativeData, value_of
from liane.people.circle.enums import ContactKind, Gender
from liane.people.circle.models import Relative
from liane.people.words import SHARE

_FIELDS = tuple(field.name for field in fields(RelativeData))
_YEAR = re.compile(r"^[12][0-9]{3}$")
_BODY_WORDS = {
    ContactKind.SCHOOL: "École", ContactKind.GUARDIAN: "Mandataire judiciaire", ContactKind.COURT: "Tribunal",
    ContactKind.DEPARTMENT: "Département, ASE", ContactKind.DOCTOR: "Médecin", ContactKind.CARE: "Soin",
    ContactKind.SERVICE: "Partenaire",
}  # fmt: skip


def relation_choices() -> list[tuple[str, str]]:
    """Official links, then the professionals around her, in the words of the house."""
    return [("", "Choisir…"), *((code, r.shown) for code, r in relations().items()), (OTHER, "Autre : à préciser")]


class YearOrDateField(LineField):
    """«1974» or «12/03/1974»: what families remember."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=40, required=False, help_text="Une année ou une date\u00a0: 1974, 12/03/1974.", **kwargs
        )

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed or _YEAR.match(typed):
            if typed and int(typed) > today().year:
                raise forms.ValidationError(f"L’année {typed} est dans le futur. Vérifiez l’année.")
            return typed
        try:
            found = read_date(typed)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from None
        if found is None:
            raise forms.ValidationError("Écrivez une année ou une date, comme ceci\u00a0: 1974 ou 12/03/1974.")
        if found > today():
            raise forms.ValidationError(f"La date {found:%d/%m/%Y} est dans le futur. Vérifiez la date.")
        return f"{found:%d/%m/%Y}"


class RelativeForm(HouseForm):
    """A relative, a legal representative, a doctor, a friend, a school. `known`: the kind of a contact already chosen.

    `hides`: what this reader may not know, and is not asked. `has_number`: she is reached already, by what is kept from the reader.
    """

    kind = ChoiceField(label="Qui est-ce ?", choices=ContactKind.choices, required=False)
    name = NameField(label="Nom et prénom, ou nom du lieu", max_length=200, ask="Écrivez son nom.")
    relation = ChoiceField(
        label="Son lien", choices=relation_choices, ask="Choisissez son lien avec la personne.", required=False
    )
    relation_label = LineField(
        label="Précisez", max_length=120, required=False, help_text="Par exemple\u00a0: sœur aînée, médecin traitant."
    )
    phone = PhoneField(label="Téléphone", required=False)
    other_phone = PhoneField(label="Autre téléphone", required=False)
    email = MailField(label="Courriel")
    address = LineField(label="Adresse", max_length=250, required=False)
    gender = ChoiceField(label="Femme ou homme", choices=[("", "Non précisé"), *Gender.choices], required=False)
    born_on = YearOrDateField(label="Naissance")
    died_on = YearOrDateField(label="Décès")
    is_emergency_contact = forms.BooleanField(label="À prévenir en cas d’urgence", required=False)
    call_order = LineField(
        label="Ordre d’appel", max_length=12, required=False, help_text="1 pour la première personne à appeler."
    )
    is_trusted = forms.BooleanField(
        label="Personne de confiance pour l’accompagnement",
        required=False,
        help_text="Art. L311-5-1 du code de l’action sociale et des familles.",
    )
    is_trusted_care = forms.BooleanField(
        label="Personne de confiance pour la santé",
        required=False,
        help_text="Art. L1111-6 du code de la santé publique.",
    )
    is_legal = forms.BooleanField(label="Représentant légal", required=False)
    is_caregiver = forms.BooleanField(label="Proche aidant", required=False)
    note = RemarkField(
        label="À savoir", max_length=300, required=False, help_text="Par exemple\u00a0: ne pas appeler la nuit."
    )
    said_by = LineField(label="Qui l’a dit", max_length=120, required=False, help_text="Par exemple\u00a0: elle-même.")
    since = FrenchDateField(label="Depuis", required=False)
    ended_on = FrenchDateField(
        label="Jusqu’au", required=False, help_text="Elle n’est plus de son entourage. Ce qu’elle était reste connu."
    )
    is_shared = forms.BooleanField(label=SHARE, required=False)

    def __init__(
        self,
        *args: Any,
        known: str = "",
        edits: bool = False,
        hides: Iterable[str] = (),
        has_number: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.edits, self.has_number = known, edits, has_number
        del self.fields["kind" if edits else "ended_on"]  # what she is does not change by correcting her sheet
        for name in (*OF_CONTACT, *hides) if known else hides:
            del self.fields[name]

    def clean_kind(self) -> str:
        """Somebody, unless it is said otherwise."""
        return self.cleaned_data["kind"] or ContactKind.PERSON

    def clean_call_order(self) -> int | None:
        """A small number, or nothing."""
        typed = self.cleaned_data["call_order"]
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= 20):
            raise forms.ValidationError("Écrivez un chiffre, comme ceci\u00a0: 1.")
        return int(typed)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind = self.known or data.get("kind", ContactKind.PERSON)
        if not data.get("relation") and "relation" not in self.errors:
            if kind == ContactKind.PERSON or self.edits:
                self.add_error("relation", "Choisissez son lien avec la personne.")
            else:
                data["relation"], said = OTHER, data.get("relation_label")
                data["relation_label"] = said or _BODY_WORDS[ContactKind(kind)]
        if data.get("relation") == OTHER and not data.get("relation_label") and "relation_label" not in self.errors:
            self.add_error("relation_label", "Précisez son lien avec la personne.")
        if data.get("since") and data.get("ended_on") and data["ended_on"] < data["since"]:
            self.add_error("ended_on", "Cette date est avant le début. Vérifiez les deux dates.")
        self._check_reach(data)
        self._check_life(data)
        return data

    def _check_reach(self, data: dict[str, Any]) -> None:
        unreachable = data.get("is_emergency_contact") and not (data.get("phone") or data.get("other_phone"))
        if (
            "phone" in self.fields
            and not self.has_number
            and unreachable
            and not {"phone", "other_phone"} & set(self.errors)
        ):
            self.add_error("phone", "Écrivez un numéro\u00a0: cette personne est à prévenir en cas d’urgence.")

    def _check_life(self, data: dict[str, Any]) -> None:
        born, died = data.get("born_on", ""), data.get("died_on", "")
        if born and died and _before(died, born):
            self.add_error("died_on", "Le décès est avant la naissance. Vérifiez les deux dates.")
        if died and (data.get("is_emergency_contact") or data.get("call_order")):
            self.add_error("died_on", "Cette personne est décédée\u00a0: retirez-la de celles à appeler.")

    def relative(self) -> RelativeData:
        """What was written, for the actions."""
        data = {name: self.cleaned_data[name] for name in _FIELDS if name in self.cleaned_data}
        shown = relations().get(data["relation"])
        said = data["relation_label"]
        usual = not said or said in {relation.shown for relation in relations().values()}
        if shown and usual:  # the words follow the choice, unless somebody wrote better ones
            data["relation_label"] = shown.shown
        return RelativeData(**{"name": "", **data})

    @staticmethod
    def initial_of(link: Relative) -> dict[str, Any]:
        """The form of somebody already known."""
        values = {name: value_of(link, name) for name in _FIELDS} | {"is_shared": link.is_shared}
        shown = relations().get(link.relation)
        if shown and link.relation_label == shown.shown:
            values["relation_label"] = ""
        return values


def _before(one: str, other: str) -> bool:
    """«1974» and «12/03/1974», compared as far as both are known."""
    first, second = (tuple(int(part) for part in reversed(typed.split("/"))) for typed in (one, other))
    known = min(len(first), len(second))
    return first[:known] < second[:known]
