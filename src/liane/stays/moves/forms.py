"""Forms of a change of unit: one person, or several of a unit at once."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from liane.kit.dates import today
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField
from liane.stays.moves.actions import Destination, Mover
from liane.stays.places.queries import Coming


def _earliest() -> date:
    return date(1950, 1, 1)


def _latest() -> date:
    return today() + timedelta(days=366)


class MoveForm(HouseForm):
    """Where, and from which day."""

    unit = ChoiceField(label="Nouvelle unité", ask="Choisissez la nouvelle unité.")
    on = FrenchDateField(label="À partir du", ask="Écrivez la date.", earliest=_earliest, latest=_latest)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Choisir…"), *units]  # type: ignore[attr-defined]

    def destination(self) -> Destination:
        """What was written, for the action."""
        return Destination(UUID(self.cleaned_data["unit"]), self.cleaned_data["on"])


class OneMoveForm(MoveForm):
    """One person, and her new place."""

    place = LineField(label="Nouvelle chambre ou place", max_length=60, required=False)


class GroupForm(MoveForm):
    """Those of a unit who are ticked, each with her new place."""

    def __init__(self, *args: Any, people: list[Coming], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        for one in people:
            self.fields[f"place-{one.stay_id}"] = LineField(label=f"Nouvelle place : {one.who.name}", max_length=60)
        self.ticked = set(self.data.getlist("qui")) if self.is_bound else set()  # type: ignore[attr-defined]

    def movers(self) -> list[Mover]:
        """Who goes; a line that is no longer of this unit is not there."""
        return [
            Mover(one.record_id, one.stay_id, self.cleaned_data[f"place-{one.stay_id}"])
            for one in self.people
            if str(one.stay_id) in self.ticked
        ]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """What the page shows of each."""
        return [
            {
                "id": one.stay_id, "name": one.who.name, "place": one.place, "ticked": str(one.stay_id) in self.ticked,
                "field": self[f"place-{one.stay_id}"],
            }
            for one in self.people
        ]  # fmt: skip
