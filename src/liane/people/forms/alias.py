"""Somebody welcomed without papers: what little is asked, in the street or at the door of a CSAPA."""

from typing import Any
from uuid import UUID

from liane.kit.forms import ChoiceField, HouseForm, LineField, NameField


class CreateAliasForm(HouseForm):
    """Somebody met without papers: the name she gives, if she gives one, and who accompanies her. The rest may come later."""

    preferred_name = NameField(
        label="Nom ou surnom", max_length=100, required=False,
        help_text="Comme elle se présente. Si elle ne dit rien, laissez vide : un nom d’attente est donné.",
    )  # fmt: skip
    about = LineField(
        label="Où la trouver",
        max_length=60,
        required=False,
        help_text="Un lieu plutôt qu’une adresse : gare, parking, hall.",
    )
    unit = ChoiceField(label="Équipe qui l’accompagne", ask="Choisissez l’équipe qui l’accompagne.")

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]

    @property
    def unit_id(self) -> UUID:
        """Unit chosen among those proposed."""
        return UUID(self.cleaned_data["unit"])
