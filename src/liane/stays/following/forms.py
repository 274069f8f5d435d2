"""Say what somebody who has left becomes."""

from datetime import date
from typing import Any

from liane.kit.dates import today
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, TextField

NEWS, NOBODY = "news", "nobody"


def _earliest() -> date:
    return date(1990, 1, 1)


class FollowUpForm(HouseForm):
    """When the point was made, and what is known; that nobody could be reached is an answer, without a word more."""

    done_on = FrenchDateField(
        label="Fait le", ask="Écrivez le jour où ce point a été fait.", earliest=_earliest, latest=today
    )
    answer = ChoiceField(
        label="Réponse",
        choices=[("", "Choisir…"), (NEWS, "Des nouvelles"), (NOBODY, "Personne n’a pu être joint")],
        ask="Choisissez ce que vous avez pu savoir.",
    )
    said = TextField(
        label="Ce qu’elle devient",
        help_text="Où elle vit, travaille ou étudie, ce qu’elle en dit. Si personne n’a répondu, ce que vous avez essayé.",
        max_length=2000,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """News are written."""
        data = super().clean() or {}
        if data.get("answer") == NEWS and "said" in data and not data["said"]:
            self.say("said", "Écrivez ce qui est su, ou choisissez «\u00a0Personne n’a pu être joint\u00a0».")
        return data
