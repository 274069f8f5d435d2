"""What identitovigilance answers: one person, two persons, or two persons in one file."""

from typing import Any
from uuid import UUID

from django import forms

from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField
from liane.people.forms.identity import IdentityForm

_OLD = "Cette page a vieilli. Regardez de nouveau les deux dossiers, puis répondez."
WHY = "Pourquoi"


class JoinForm(HouseForm):
    """Which record is kept, and the versions of the two identities that were compared."""

    keep = forms.UUIDField(
        error_messages={"required": "Choisissez l’identité à garder.", "invalid": _OLD}
    )  # the record whose identity is the right one
    one_version = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _OLD),
    )
    other_version = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _OLD),
    )
    reason = LineField(label=WHY, max_length=300)


class AnswerForm(HouseForm):
    """A word of explanation, for who finds the pair later; and the attribute «homonyme», which warns whoever meets them."""

    reason = LineField(label=WHY, max_length=300)
    homonym = forms.BooleanField(label="Marquer les deux identités « homonyme »", required=False)


class UndoForm(HouseForm):
    """Why two records that were joined are taken apart."""

    reason = LineField(label="Pourquoi annuler", max_length=300, ask="Écrivez pourquoi cette réunion est annulée.")


class PartForm(IdentityForm):
    """The other person: who she is, which lines are hers, and where she is followed when no stay goes with her."""

    unit = ChoiceField(label="Unité qui l’accompagne", ask="Choisissez l’unité qui l’accompagne.")
    starts_on = FrenchDateField(label="Depuis le", ask="Écrivez depuis quand.")
    reason = LineField(
        label="Pourquoi séparer", max_length=300, ask="Écrivez comment vous savez que ce sont deux personnes."
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    @property
    def lines(self) -> list[str]:
        """Keys of the lines that are hers."""
        return self.data.getlist("line") if hasattr(self.data, "getlist") else []

    @property
    def unit_id(self) -> UUID:
        """Unit chosen among those proposed."""
        return UUID(self.cleaned_data["unit"])
