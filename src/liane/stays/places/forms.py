"""Forms of the places: a day, a period."""

from datetime import date, timedelta

from liane.kit.dates import today
from liane.kit.forms import FrenchDateField, HouseForm

LONGEST = timedelta(days=366)


def _earliest() -> date:
    return date(1950, 1, 1)


class DayForm(HouseForm):
    """A day of the past, or today."""

    le = FrenchDateField(label="Quel jour", required=False, earliest=_earliest)


class PeriodForm(HouseForm):
    """Two days, both included; the month of today when nothing is said."""

    du = FrenchDateField(label="Du", required=False, earliest=_earliest)
    au = FrenchDateField(label="au", required=False, earliest=_earliest)

    def period(self) -> tuple[date, date]:
        """The days asked, or those of the month."""
        data = self.cleaned_data if self.is_valid() else {}
        until = data.get("au") or today()
        since = data.get("du") or until.replace(day=1)
        if since > until:
            self.say("du", "Le premier jour est après le dernier. Vérifiez les dates.")
            return until.replace(day=1), until
        if until - since > LONGEST:
            self.say("du", "La période dépasse un an. Choisissez une période plus courte.")
            return until - LONGEST, until
        return since, until
