"""Forms of the stays."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from liane.kit.dates import today
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField
from liane.stays.actions import Changes, Opening
from liane.stays.models import Presence, StayMode


def _earliest() -> date:
    return date(1950, 1, 1)


def _latest() -> date:
    return today() + timedelta(days=366)


def start_field() -> FrenchDateField:
    """The day she comes in: past, today, or in the coming year."""
    return FrenchDateField(label="Date d’entrée", ask="Écrivez la date d’entrée.", earliest=_earliest, latest=_latest)


class OpenStayForm(HouseForm):
    """One more unit accompanies her."""

    unit = ChoiceField(label="Unité qui l’accompagne", ask="Choisissez l’unité qui l’accompagne.")
    starts_on = start_field()
    place = LineField(label="Chambre ou place", max_length=60, required=False)
    mode = ChoiceField(label="Mode d’accueil", choices=StayMode.choices, ask="Choisissez le mode d’accueil.")

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Choisir…"), *units]  # type: ignore[attr-defined]

    def opening(self) -> Opening:
        """What was written, for the action."""
        data = self.cleaned_data
        return Opening(UUID(data["unit"]), data["starts_on"], data["place"], data["mode"])


class ChangeStayForm(HouseForm):
    """What may change while a stay runs."""

    presence = ChoiceField(label="Présence", choices=Presence.choices, ask="Choisissez une réponse.")
    place = LineField(label="Chambre ou place", max_length=60, required=False)
    mode = ChoiceField(label="Mode d’accueil", choices=StayMode.choices, ask="Choisissez le mode d’accueil.")
    starts_on = start_field()

    def changes(self) -> Changes:
        """What was written, for the action."""
        data = self.cleaned_data
        return Changes(data["place"], data["mode"], data["presence"], data["starts_on"])


class EndStayForm(HouseForm):
    """The last day she is accompanied here."""

    ends_on = FrenchDateField(label="Dernier jour", ask="Écrivez le dernier jour.", earliest=_earliest, latest=_latest)
