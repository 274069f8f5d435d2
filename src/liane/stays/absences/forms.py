"""Forms of the absences."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from liane.kit.dates import at_clock, local, today
from liane.kit.forms import ChoiceField, FrenchDateField, HourField, HouseForm, LineField, PhoneField, RemarkField
from liane.nomenclatures.stay_lists import absence_motives
from liane.stays.absences.actions import Leave
from liane.stays.models import Absence


def _earliest() -> date:
    return date(1950, 1, 1)


def _soon() -> date:
    return today() + timedelta(days=366)


def _day(label: str, ask: str = "") -> FrenchDateField:
    return FrenchDateField(label=label, ask=ask, earliest=_earliest, latest=_soon)


def moment(day: date | None, clock: time | None, *, otherwise: time) -> datetime | None:
    """A day and an hour typed apart; without an hour, the one that costs least to be wrong about."""
    return at_clock(day, clock or otherwise) if day is not None else None


def back_at(day: date | None, clock: time | None) -> datetime | None:
    """The moment of a return; without an hour: now when it is today, noon else."""
    if day == today() and clock is None:
        return timezone.now().replace(second=0, microsecond=0)
    return moment(day, clock, otherwise=time(12))


class AbsenceForm(HouseForm):
    """Why, from when, until when, where, and who must be told what."""

    motive = ChoiceField(
        label="Pourquoi", choices=[("", "Choisir…"), *((one.code, one.label) for one in absence_motives().values())],
        ask="Choisissez pourquoi.",
    )  # fmt: skip
    starts_on = _day("Départ le", "Écrivez la date de départ.")
    starts_hour = HourField(label="Heure du départ", required=False)
    expected_on = _day("Retour attendu le")
    expected_hour = HourField(label="Heure attendue", required=False)
    back_on = _day("Si la personne est déjà revenue : de retour le")
    back_hour = HourField(label="Heure du retour", required=False)
    place = LineField(label="Où (hôpital et service, chez qui, ville)", max_length=200, required=False)
    phone = PhoneField(label="Téléphone de là-bas", required=False)
    kitchen = RemarkField(label="À dire à la cuisine", max_length=200, required=False)
    note = RemarkField(label="À savoir", max_length=300, required=False)

    def leave(self) -> Leave:
        """What was written, for the action."""
        data = self.cleaned_data
        starts_at = moment(data["starts_on"], data["starts_hour"], otherwise=time(12))
        assert starts_at is not None  # the form asks for it  # noqa: S101
        return Leave(
            data["motive"], starts_at, moment(data["expected_on"], data["expected_hour"], otherwise=time(12)),
            back_at(data["back_on"], data["back_hour"]), data["place"], data["phone"], data["kitchen"],
            data["note"],
        )  # fmt: skip


def shown(absence: Absence) -> dict[str, Any]:
    """An absence as the boxes of the form hold it."""
    values: dict[str, Any] = {name: getattr(absence, name) for name in ("motive", "place", "phone", "kitchen", "note")}
    for day, clock, value in (
        ("starts_on", "starts_hour", absence.starts_at),
        ("expected_on", "expected_hour", absence.expected_at),
        ("back_on", "back_hour", absence.ends_at),
    ):
        here = local(value) if value is not None else None
        values[day] = here.date() if here else None
        values[clock] = f"{here:%H:%M}" if here else ""
    return values


class ReturnForm(HouseForm):
    """She is back."""

    back_on = FrenchDateField(label="De retour le", ask="Écrivez la date du retour.", earliest=_earliest)
    back_hour = HourField(label="Heure du retour", required=False)

    def ends_at(self) -> datetime:
        """The moment of the return."""
        found = back_at(self.cleaned_data["back_on"], self.cleaned_data["back_hour"])
        assert found is not None  # the form asks for it  # noqa: S101
        return found


class CancelForm(HouseForm):
    """Noted by mistake."""

    reason = LineField(label="Pourquoi annuler", max_length=120, ask="Écrivez pourquoi vous annulez cette absence.")
