"""Labels need nothing; a letter needs a date, a place and what it is about."""

from datetime import date, timedelta
from typing import Any

from django import forms

from liane.kit.dates import today
from liane.kit.forms import ChoiceField, FrenchDateField, HourField, HouseForm, LineField
from liane.people.mailing.recipients import To

LABELS, LETTERS = "etiquettes", "convocation"


def _far() -> date:
    return today() + timedelta(days=730)


class MailForm(HouseForm):
    """`people`: (record id, name) of those of the list."""

    people = forms.MultipleChoiceField(
        label="Pour qui", error_messages={"required": "Choisissez au moins une personne."}
    )
    to = ChoiceField(
        label="Adresser à",
        choices=[(To.PERSON, "La personne"), (To.LEGAL, "Son représentant légal"), (To.HOUSEHOLD, "Son foyer")],
        ask="Choisissez à qui l’adresser.",
    )
    subject = LineField(
        label="Objet", max_length=160, required=False, help_text="Par exemple\u00a0: réunion des familles."
    )
    on = FrenchDateField(label="Date", required=False, earliest=today, latest=_far)
    hour = HourField(label="Heure", required=False, help_text="Par exemple\u00a0: 14 h 30.")
    place = LineField(label="Lieu", max_length=200, required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people  # type: ignore[attr-defined]
        self.fields["people"].error_messages["invalid_choice"] = "Cette liste a changé. Rechargez la page."

    @property
    def what(self) -> str:
        """Which of the two buttons was pressed."""
        return LETTERS if self.data.get("papier") == LETTERS else LABELS

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.what == LETTERS:
            asked = (
                ("subject", "Écrivez l’objet de la convocation."), ("on", "Écrivez la date de la convocation."),
                ("place", "Écrivez le lieu de la convocation."),
            )  # fmt: skip
            for name, sentence in asked:
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data
