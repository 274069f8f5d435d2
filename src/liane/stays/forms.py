"""Forms of the stays."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.forms import BooleanField

from liane.kit.dates import today
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField, RemarkField
from liane.nomenclatures.stay_lists import MOVE, NEVER_CAME, contract_kinds, entry_modes, exit_modes
from liane.stays.given import DETAILS, Changes, Details, Exit, Opening
from liane.stays.models import StayMode

_NOBODY = ("", "Non précisé")


def _earliest() -> date:
    return date(1950, 1, 1)


def _latest() -> date:
    return today() + timedelta(days=366)


def _far() -> date:
    return today() + timedelta(days=366 * 10)


def ask_less(form: HouseForm, names: Iterable[str]) -> None:
    """Leave out of a form what its reader does not see (`whereabouts.unseen`)."""
    for name in names:
        form.fields.pop(name, None)


def start_field() -> FrenchDateField:
    """The day she comes in: past, today, or in the coming year."""
    return FrenchDateField(label="Date d’entrée", ask="Écrivez la date d’entrée.", earliest=_earliest, latest=_latest)


def _day(label: str, *, latest: Any = today) -> FrenchDateField:
    return FrenchDateField(label=label, required=False, earliest=_earliest, latest=latest)


class DetailsForm(HouseForm):
    """What is known of a stay beside its unit and its days. None of it is asked at once: it is completed when it is known."""

    entry_mode = ChoiceField(
        label="D’où vient la personne",
        choices=[_NOBODY, *((one.code, one.label) for one in entry_modes().values())],
        required=False,
    )
    origin = LineField(label="Nom de l’établissement ou du lieu d’avant", max_length=200, required=False)
    origin_number = LineField(label="Son numéro de dossier là-bas", max_length=60, required=False)
    origin_entered_on = _day("Entrée là-bas le")
    asked_by = LineField(label="Qui a demandé l’accueil", max_length=120, required=False)
    admitted_on = _day("Décision d’admission le")
    planned_ends_on = _day("Sortie prévue le", latest=_far)
    contract_kind = ChoiceField(
        label="Contrat",
        choices=[("", "Pas encore de contrat"), *((one.code, one.label) for one in contract_kinds().values())],
        required=False,
    )
    contract_given_on = _day("Contrat remis le")
    contract_signed_on = _day("Contrat signé le")
    is_sequential = BooleanField(label="Accueil séquentiel (par périodes)", required=False)
    comment = RemarkField(label="Remarque", max_length=500, required=False)

    def details(self) -> Details:
        """What was written, for the action."""
        given = {name: self.cleaned_data.get(name) for name in DETAILS}
        return Details(**{name: value for name, value in given.items() if value not in (None, "")})


class OpenStayForm(DetailsForm):
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
        return Opening(UUID(data["unit"]), data["starts_on"], data["place"], data["mode"], self.details())


class ChangeStayForm(DetailsForm):
    """What may change while a stay runs."""

    place = LineField(label="Chambre ou place", max_length=60, required=False)
    place_since = _day("Dans cette chambre ou place depuis le", latest=_latest)
    mode = ChoiceField(label="Mode d’accueil", choices=StayMode.choices, ask="Choisissez le mode d’accueil.")
    mode_since = _day("Avec ce mode d’accueil depuis le", latest=today)
    starts_on = start_field()

    def changes(self) -> Changes:
        """What was written, for the action."""
        data = self.cleaned_data
        since = {name: data[name] for name in ("place_since", "mode_since")}
        return Changes(data["place"], data["mode"], data["starts_on"], self.details(), **since)


class ArrivalForm(HouseForm):
    """Who was expected is there."""

    starts_on = FrenchDateField(label="Date d’arrivée", ask="Écrivez la date d’arrivée.", earliest=_earliest)


class EndStayForm(HouseForm):
    """The last day she is accompanied here, and how she leaves."""

    ends_on = FrenchDateField(label="Dernier jour", ask="Écrivez le dernier jour.", earliest=_earliest, latest=_latest)
    exit_mode = ChoiceField(label="Comment se termine l’accompagnement", ask="Choisissez comment il se termine.")
    destination = LineField(label="Pour où (nom de l’établissement, ville)", max_length=200, required=False)

    def __init__(self, *args: Any, expected: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        modes = [(one.code, one.label) for one in exit_modes().values() if one.code != MOVE]
        shown = [(c, lb) for c, lb in modes if (c == NEVER_CAME) == expected]
        self.fields["exit_mode"].choices = [("", "Choisir…"), *shown]  # type: ignore[attr-defined]

    def exit(self) -> Exit:
        """What was written, for the action."""
        data = self.cleaned_data
        return Exit(data["ends_on"], data["exit_mode"], data["destination"])
