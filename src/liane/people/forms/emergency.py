"""What the emergency door asks: why, for how long; and at the separate door, exactly who."""

from datetime import date, timedelta

from django import forms

from liane.access.models import Emergency
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField, NameField

DURATIONS = (("60", "1 heure"), ("120", "2 heures"), ("240", "4 heures"))
_WHY = "Écrivez en quelques mots qui est en danger, et de quoi."


class EmergencyForm(HouseForm):
    """A reason, a duration: one hour when nothing is said."""

    reason = LineField(
        label="Que se passe-t-il ?",
        max_length=300,
        ask=_WHY,
        help_text="Par exemple : malaise au réfectoire, j’ai besoin de ses allergies.",
    )
    lasts = ChoiceField(label="Pendant combien de temps", choices=DURATIONS, required=False)

    def clean_reason(self) -> str:
        """Words, not a dot: it is read by whoever answers for the service, and by the person."""
        reason = str(self.cleaned_data["reason"])
        if sum(sign.isalpha() for sign in reason) < 8:
            raise forms.ValidationError(_WHY)
        return reason

    def clean_lasts(self) -> timedelta:
        """An hour, unless more is asked."""
        return timedelta(minutes=int(self.cleaned_data["lasts"] or 60))


class EmergencySearchForm(EmergencyForm):
    """The exact identity, as on a card."""

    birth_name = NameField(label="Nom", max_length=100, ask="Écrivez le nom entier.")
    first_names = NameField(label="Prénom", max_length=200, ask="Écrivez le prénom.")
    birth_date = FrenchDateField(label="Date de naissance", ask="Écrivez la date de naissance.")

    def identity(self) -> tuple[str, str, date]:
        """Name, first name, birth date."""
        data = self.cleaned_data
        return data["birth_name"], data["first_names"], data["birth_date"]


class EmergencyReviewForm(HouseForm):
    """What whoever answers for the service thinks of it."""

    verdict = ChoiceField(label="Votre avis", choices=Emergency.Verdict.choices, ask="Choisissez un avis.")
    remark = LineField(label="Remarque", max_length=300)
