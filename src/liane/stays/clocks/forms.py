"""Say that a delay was met; take it back."""

from datetime import date
from uuid import UUID

from liane.kit.dates import today
from liane.kit.forms import FrenchDateField, HouseForm, LineField
from liane.stays.clocks.actions import Met


def _earliest() -> date:
    return date(1950, 1, 1)


class MetForm(HouseForm):
    """On which day, and what deserves to be known (a refusal to sign, who was there…)."""

    done_on = FrenchDateField(
        label="Fait le", ask="Écrivez le jour où cela a été fait.", earliest=_earliest, latest=today
    )
    note = LineField(label="À savoir", max_length=300, required=False)

    def met(self, code: str, source_id: UUID) -> Met:
        """What was written, for the action."""
        return Met(code, source_id, self.cleaned_data["done_on"], self.cleaned_data["note"])


class TakeBackForm(HouseForm):
    """Why what was said done was not."""

    reason = LineField(label="Pourquoi ?", max_length=300, ask="Écrivez pourquoi ce n’était pas fait.")
