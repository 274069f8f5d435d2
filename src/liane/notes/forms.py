"""What is typed to write, correct, cancel, and to ask for something to be done."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone

from liane.access.enums import VOLET_LABELS
from liane.kit import dates
from liane.kit.forms import ChoiceField, FrenchDateField, HourField, HouseForm, LineField, TextField
from liane.notes.drafts import Draft
from liane.notes.models import Level, NoteKind

LONGEST = 20_000
KINDS = [("transmission", "Transmission"), ("note", "Note"), ("tache", "Tâche")]
REMINDERS = [
    ("", "Pas de rappel"),
    ("0", "Aujourd’hui"),
    ("1", "Demain"),
    ("7", "Dans une semaine"),
    ("30", "Dans un mois"),
]


def _in_a_year() -> date:
    return dates.today() + timedelta(days=400)


class UuidsField(forms.Field):
    """Several identifiers (ticked boxes); what is not one is left out, the rule of the record decides of the rest."""

    widget = forms.SelectMultiple

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> tuple[UUID, ...]:
        found = []
        for text in value or ():
            try:
                found.append(UUID(str(text)))
            except ValueError:
                continue
        return tuple(found)


class WriteForm(HouseForm):
    """The composer. Person + text is enough to save: everything else has a default."""

    shares_fields = True

    kind = ChoiceField(choices=KINDS, required=False)
    text = TextField(max_length=LONGEST, ask="Écrivez quelques mots avant d’enregistrer.")
    action = TextField(max_length=LONGEST, required=False)
    outcome = TextField(max_length=LONGEST, required=False)
    focus = LineField(max_length=120, required=False)
    level = ChoiceField(choices=[(str(v), label) for v, label in Level.choices], required=False)
    volet = ChoiceField(choices=[("", "D’après le sujet"), *VOLET_LABELS.items()], required=False)
    unit = forms.UUIDField(required=False)
    said_by = LineField(max_length=120, required=False)
    happened_on = FrenchDateField(required=False)
    happened_at = HourField(required=False)
    reminder = ChoiceField(choices=REMINDERS, required=False)
    owner = ChoiceField(choices=[("me", "moi"), ("", "personne n’est désigné")], required=False)
    shared = UuidsField()
    goal = forms.UUIDField(required=False, error_messages={"invalid": "Choisissez un objectif de la liste, ou aucun."})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        moment = self._happened(data)
        if moment and moment > timezone.now() + timedelta(minutes=5):
            self.add_error("happened_on", "Cette date est dans le futur. Vérifiez le jour et l’heure.")
        data["moment"] = moment
        return data

    def _happened(self, data: dict[str, Any]) -> datetime | None:
        on, clock = data.get("happened_on"), data.get("happened_at")
        if not on and not clock:
            return None
        return dates.at_clock(on or dates.today(), clock or time(12))

    def draft(self) -> Draft:
        """What the rule of writing receives."""
        data = self.cleaned_data
        boxed = bool(data["action"] or data["outcome"])
        return Draft(
            text="" if boxed else data["text"],
            observation=data["text"] if boxed else "",
            action=data["action"],
            outcome=data["outcome"],
            focus=data["focus"],
            kind=NoteKind.NOTE if data["kind"] == "note" else NoteKind.TRANSMISSION,
            level=int(data["level"] or 0),
            volet=data["volet"],
            unit_id=data["unit"],
            happened_at=data["moment"],
            said_by=data["said_by"],
            shared_unit_ids=data["shared"],
            goal_id=data["goal"],
        )

    def due_at(self) -> datetime | None:
        """The evening of the day chosen for the reminder."""
        days = self.cleaned_data["reminder"]
        return dates.at_clock(dates.today() + timedelta(days=int(days)), time(18)) if days else None


class CorrectForm(WriteForm):
    """A new version of a writing."""

    reason = LineField(max_length=200, required=False)
    matters = forms.BooleanField(required=False)


class CancelForm(HouseForm):
    """Strike a writing out."""

    reason = LineField(max_length=300, ask="Écrivez la raison : elle reste affichée à côté de l’écrit annulé.")


class TaskForm(HouseForm):
    """A sentence, a day, somebody."""

    label = LineField(max_length=200, ask="Écrivez ce qu’il y a à faire.")
    due_on = FrenchDateField(required=False, latest=_in_a_year)
    due_hour = HourField(required=False)
    owner = forms.CharField(required=False)
    unit = forms.UUIDField(required=False)

    def due_at(self) -> datetime | None:
        """The end of the day when no hour is said."""
        on, clock = self.cleaned_data["due_on"], self.cleaned_data["due_hour"]
        if on is None and clock is None:
            return None
        return dates.at_clock(on or dates.today(), clock or time(18))

    def owner_id(self, me: UUID | None) -> UUID | None:
        """«me», nobody, or a colleague."""
        wanted = self.cleaned_data["owner"]
        if wanted == "me":
            return me
        try:
            return UUID(wanted)
        except ValueError:
            return None


class WordForm(HouseForm):
    """A word for the next team."""

    word = LineField(max_length=500, required=False)


class RoundForm(HouseForm):
    """A word about those seen on a round."""

    remark = LineField(max_length=120, required=False)
