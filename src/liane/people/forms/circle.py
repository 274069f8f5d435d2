"""Somebody who counts: a name and a link are enough, the rest helps on the day one must call."""

from typing import Any

from django import forms

from liane.kit.forms import ChoiceField, HouseForm, LineField, MailField, NameField, PhoneField, RemarkField
from liane.nomenclatures.codes import relations
from liane.people.models import Relative
from liane.people.relative_data import OTHER, RelativeData
from liane.people.words import SHARE

_FIELDS = (
    "name", "relation", "relation_label", "phone", "other_phone", "email", "address",
    "is_emergency_contact", "call_order", "is_trusted", "is_legal", "note", "version",
)  # fmt: skip


def relation_choices() -> list[tuple[str, str]]:
    """Official links, then the professionals around her, in the words of the house."""
    return [("", "Choisir…"), *((code, r.shown) for code, r in relations().items()), (OTHER, "Autre : à préciser")]


class RelativeForm(HouseForm):
    """A relative, a legal representative, a doctor, a friend."""

    name = NameField(label="Nom et prénom", max_length=200, ask="Écrivez son nom.")
    relation = ChoiceField(label="Son lien", choices=relation_choices, ask="Choisissez son lien avec la personne.")
    relation_label = LineField(
        label="Précisez", max_length=120, required=False, help_text="Par exemple\u00a0: sœur aînée, médecin traitant."
    )
    phone = PhoneField(label="Téléphone", required=False)
    other_phone = PhoneField(label="Autre téléphone", required=False)
    email = MailField(label="Courriel")
    address = LineField(label="Adresse", max_length=250, required=False)
    is_emergency_contact = forms.BooleanField(label="À prévenir en cas d’urgence", required=False)
    call_order = LineField(
        label="Ordre d’appel", max_length=12, required=False, help_text="1 pour la première personne à appeler."
    )
    is_trusted = forms.BooleanField(label="Personne de confiance désignée", required=False)
    is_legal = forms.BooleanField(label="Représentant légal", required=False)
    note = RemarkField(
        label="À savoir", max_length=300, required=False, help_text="Par exemple\u00a0: ne pas appeler la nuit."
    )
    is_shared = forms.BooleanField(label=SHARE, required=False)

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
        if data.get("relation") == OTHER and not data.get("relation_label") and "relation_label" not in self.errors:
            self.add_error("relation_label", "Précisez son lien avec la personne.")
        unreachable = data.get("is_emergency_contact") and not (data.get("phone") or data.get("other_phone"))
        if unreachable and not {"phone", "other_phone"} & set(self.errors):
            self.add_error("phone", "Écrivez un numéro\u00a0: cette personne est à prévenir en cas d’urgence.")
        return data

    def relative(self) -> RelativeData:
        """What was written, for the actions."""
        data = {name: self.cleaned_data[name] for name in _FIELDS if name != "version"}
        shown = relations().get(data["relation"])
        said = data["relation_label"]
        usual = not said or said in {relation.shown for relation in relations().values()}
        if shown and usual:  # the words follow the choice, unless somebody wrote better ones
            data["relation_label"] = shown.shown
        return RelativeData(**data)

    @staticmethod
    def initial_of(relative: Relative) -> dict[str, Any]:
        """The form of somebody already known."""
        values = {name: getattr(relative, name) for name in (*_FIELDS, "is_shared")}
        shown = relations().get(relative.relation)
        if shown and relative.relation_label == shown.shown:
            values["relation_label"] = ""
        return values
