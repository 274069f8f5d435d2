"""Archive, take out, destroy, choose other durations: each with its reason."""

from typing import Any

from django import forms

from liane.kit.forms import ChoiceField, HouseForm, LineField
from liane.nomenclatures.retention import DESTROY, KEEP

CHANGED = "La liste a changé entre-temps. Relisez-la, puis recommencez."
FATES = ((DESTROY, "Proposé à la destruction, à son terme"), (KEEP, "Gardé, jamais détruit par Liane"))


class TakeOutForm(HouseForm):
    """Why it comes out of the archive."""

    reason = LineField(label="Pourquoi le ressortir ?", max_length=300, ask="Écrivez pourquoi vous le ressortez.")


class DestroyForm(HouseForm):
    """The decision, and the visa of the public archives where there must be one."""

    reason = LineField(
        label="Qui l’a décidé, et pourquoi ?", max_length=300, ask="Écrivez qui l’a décidé, et pourquoi."
    )
    visa = LineField(label="Visa des Archives départementales", max_length=120, required=False)


class EraseRequestsForm(DestroyForm):
    """The same decision, for the requests that are ticked."""

    requests = forms.MultipleChoiceField(
        label="Demandes", error_messages={"required": "Cochez au moins une demande.", "invalid_choice": CHANGED}
    )

    def __init__(self, *args: Any, requests: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["requests"].choices = requests  # type: ignore[attr-defined]
        known = {key for key, _ in requests}
        self.ticked = known & set(self.data.getlist("requests")) if self.is_bound else known  # type: ignore[attr-defined]


class DurationsForm(HouseForm):
    """Other durations than the proposed ones."""

    active = ChoiceField(label="Ouvert aux équipes après le départ", ask="Choisissez une durée.")
    archive = ChoiceField(label="Puis en archive", ask="Choisissez une durée.")
    fate = ChoiceField(label="Et ensuite ?", choices=FATES, ask="Choisissez une réponse.")
    reason = LineField(label="Pourquoi ces durées ?", max_length=300, ask="Écrivez pourquoi : la CNIL le demande.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["active"].choices = months(6, 12, 24, 36, 60, 120, 240)  # type: ignore[attr-defined]
        self.fields["archive"].choices = months(0, 12, 36, 60, 120, 180, 240, 420, 1080)  # type: ignore[attr-defined]


def months(*counts: int) -> list[tuple[str, str]]:
    """«6 mois», «2 ans»."""
    return [(str(count), said(count)) for count in counts]


def said(count: int) -> str:
    """A number of months, as one says it."""
    if count == 0:
        return "rien"
    return f"{count} mois" if count < 12 or count % 12 else f"{count // 12} an{'s' if count >= 24 else ''}"
