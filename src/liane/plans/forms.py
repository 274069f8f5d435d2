"""What is typed about a goal."""

from datetime import date, timedelta
from typing import Any

from django import forms

from liane.kit.dates import today
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField, TextField
from liane.plans.actions import GoalDraft, Step
from liane.plans.enums import GoalState, Voice

_WHO = "Écrivez qui l’a aidée à le dire, ou qui l’a observé."


def _in_five_years() -> date:
    return today() + timedelta(days=1827)


class GoalForm(HouseForm):
    """What she aims at."""

    wording = LineField(
        label="Ce qu’on vise", max_length=200, ask="Écrivez ce qu’elle vise, avec ses mots.",
        help_text="À la première personne, avec ses mots. Par exemple : Je veux prendre le bus seule.",
    )  # fmt: skip
    voice = ChoiceField(
        label="Qui l’a dit ?", choices=Voice.choices, widget=forms.RadioSelect, ask="Choisissez qui l’a dit."
    )
    voice_of = LineField(label="Aidée par, ou observé par", max_length=120, required=False)
    proof = TextField(
        label="Comment on le saura", max_length=2000, required=False,
        help_text="Ce qu’on verra ce jour-là. Par exemple : elle fait le trajet, je l’attends à l’arrêt.",
    )  # fmt: skip
    since = FrenchDateField(label="Depuis le", ask="Écrivez depuis quand.")
    until = FrenchDateField(label="Pour le", required=False, latest=_in_five_years)
    reason = LineField(label="Pourquoi cette correction ?", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("voice") in (Voice.HELPED, Voice.OBSERVED) and not data.get("voice_of"):
            self.add_error("voice_of", _WHO)
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "Cette date est avant le début. Vérifiez les deux dates.")
        return data

    def draft(self) -> GoalDraft:
        """What was written, for the action."""
        names = ("wording", "proof", "voice", "voice_of", "since", "until")
        return GoalDraft(*(self.cleaned_data[name] for name in names))

    def step(self) -> Step:
        """Which version was read."""
        data = self.cleaned_data
        return Step(data["id"], data.get("version") or 0, data["reason"])


class CloseForm(HouseForm):
    """Where it ends."""

    state = ChoiceField(
        label="Où en est-on ?", choices=[("REACHED", "C’est atteint"), ("STOPPED", "On s’arrête là")],
        widget=forms.RadioSelect, ask="Choisissez si c’est atteint ou si on s’arrête.",
    )  # fmt: skip
    reason = LineField(
        label="Pourquoi", max_length=300, required=False, help_text="Ce que dit la personne, ce qui a changé."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("state") == GoalState.STOPPED and "reason" in data and not data["reason"]:
            self.add_error("reason", "Écrivez pourquoi on s’arrête : cela servira au prochain point.")
        return data

    def step(self) -> Step:
        """Which version was read, and why it ends."""
        data = self.cleaned_data
        return Step(data["id"], data.get("version") or 0, data["reason"])


class ResumeForm(HouseForm):
    """Take up again: one gesture."""

    def step(self) -> Step:
        """Which version was read."""
        return Step(self.cleaned_data["id"], self.cleaned_data.get("version") or 0)
