"""A home: a name is enough, the rhythm is asked of a child who has two."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms

from liane.kit.dates import today
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField, MailField, PhoneField
from liane.people.circle.enums import HomeKind
from liane.people.circle.homes import HomeData
from liane.people.circle.models import Home, HouseholdMember, Relative
from liane.people.words import SHARE


def _far() -> date:
    return today() + timedelta(days=3660)


class HomeForm(HouseForm):
    """Where she lives. `circle`: those who may live there too; `is_known`: a household already known was chosen."""

    name = LineField(label="Nom du lieu", max_length=120, ask="Donnez un nom au lieu, par exemple\u00a0: chez sa mère.")
    kind = ChoiceField(label="C’est", choices=HomeKind.choices, ask="Choisissez ce qu’est ce lieu.")
    rhythm = LineField(
        label="Rythme",
        max_length=160,
        required=False,
        help_text="Par exemple\u00a0: une semaine sur deux, change le vendredi.",
    )
    address = LineField(label="Adresse", max_length=250, required=False)
    phone = PhoneField(label="Téléphone", required=False)
    email = MailField(label="Courriel")
    since = FrenchDateField(label="Depuis", required=False, latest=_far)
    until = FrenchDateField(label="Jusqu’au", required=False, latest=_far)
    said_by = LineField(label="Qui l’a dit", max_length=120, required=False)
    members = forms.MultipleChoiceField(label="Qui vit là avec elle", required=False)
    is_shared = forms.BooleanField(label=SHARE, required=False)

    def __init__(self, *args: Any, circle: list[Relative], is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.fields["members"]
        members.choices = [(str(link.pk), f"{link.name}, {link.relation_label}") for link in circle]  # type: ignore[attr-defined]
        members.error_messages["invalid_choice"] = "Cette personne n’est plus dans son entourage. Rechargez la page."
        self.fields["name"].required = not is_known

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == HomeKind.ALTERNATE and not data.get("rhythm") and "rhythm" not in self.errors:
            self.add_error("rhythm", "Écrivez le rythme, par exemple\u00a0: une semaine sur deux, change le vendredi.")
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "La fin est avant le début. Vérifiez les deux dates.")
        return data

    def home(self) -> HomeData:
        """What was written, for the actions."""
        d = self.cleaned_data
        return HomeData(
            name=d["name"], kind=d["kind"], address=d.get("address", ""), phone=d.get("phone", ""),
            email=d.get("email", ""), rhythm=d["rhythm"],
            since=d["since"], until=d["until"], said_by=d["said_by"],
            members=frozenset(map(UUID, d["members"])),
        )  # fmt: skip

    @staticmethod
    def initial_of(home: Home) -> dict[str, Any]:
        """The form of a home already known."""
        told = {name: getattr(home, name) for name in ("kind", "rhythm", "since", "until", "said_by")}
        return told | {name: getattr(home.household, name) for name in ("name", "address", "phone", "email")}


class MemberForm(HouseForm):
    """From when, until when somebody lives in a household."""

    since = FrenchDateField(label="Depuis", required=False, latest=_far)
    until = FrenchDateField(label="Jusqu’au", required=False, latest=_far)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "La fin est avant le début. Vérifiez les deux dates.")
        return data

    @staticmethod
    def initial_of(member: HouseholdMember) -> dict[str, Any]:
        """The dates of somebody already there."""
        return {"since": member.since, "until": member.until}
