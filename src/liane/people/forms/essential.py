"""Forms of «L’essentiel»: an answer, something to know before acting, the key worker."""

from typing import Any

from django import forms

from liane.kit.forms import ChoiceField, HouseForm, LineField, TextField
from liane.people.enums import FlagKind
from liane.people.words import SHARE
from liane.professionals.queries import Colleague


class AnswerForm(HouseForm):
    """One answer. `seen` is the answer that was on screen when this one was written."""

    text = TextField(label="Réponse", max_length=4000, ask="Écrivez la réponse, même courte.")
    said_by = LineField(
        label="Ce sont les mots de",
        max_length=120,
        required=False,
        help_text="Si vous écrivez ce que quelqu’un a dit\u00a0: son prénom.",
    )
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    is_shared = forms.BooleanField(label=SHARE, required=False)


class FlagForm(HouseForm):
    """«À savoir avant d’agir»: a few words that everybody sees at once."""

    kind = ChoiceField(
        label="De quel ordre", choices=FlagKind.choices, widget=forms.RadioSelect, ask="Choisissez une réponse."
    )
    label = LineField(label="À savoir", max_length=80, ask="Écrivez ce qu’il faut savoir, en quelques mots.")
    is_shared = forms.BooleanField(label=SHARE, required=False)


class KeyWorkerForm(HouseForm):
    """Référent: somebody of the team. `seen` is the one who was key worker when the page was read."""

    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    practitioner = ChoiceField(label="Référent", ask="Choisissez un professionnel de l’équipe.")

    def __init__(self, *args: Any, team: list[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(who.id), f"{who.name}, {who.profession}") for who in team]
        self.fields["practitioner"].choices = [("", "Choisir…"), *choices]  # type: ignore[attr-defined]
