"""What is typed to open an access for one night."""

from typing import Any

from liane.kit.forms import ChoiceField, HourField, HouseForm, LineField, NameField


class TempForm(HouseForm):
    """A name, a unit, an end hour; or somebody who has already come."""

    known = ChoiceField(label="Déjà venu(e)", choices=(), required=False)
    first_name = NameField(label="Prénom", max_length=100, required=False)
    last_name = NameField(label="Nom", max_length=100, required=False)
    profession = LineField(label="Métier", max_length=120, required=False)
    unit = ChoiceField(label="Où", choices=(), ask="Choisissez une unité.")
    until = HourField(required=True, error_messages={"required": "Écrivez l’heure de fin, par exemple 7 h."})

    def __init__(self, *args: Any, units: list[tuple[str, str]], came: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        self.fields["known"].choices = [("", "Quelqu’un de nouveau"), *came]  # type: ignore[attr-defined]

    def clean_profession(self) -> str:
        """A replacement, when nothing is said."""
        return self.cleaned_data["profession"] or "remplaçant(e)"

    def clean(self) -> dict[str, Any]:
        """One or the other."""
        data = super().clean() or {}
        if not data.get("known"):
            for name, sentence in (("first_name", "Écrivez le prénom."), ("last_name", "Écrivez le nom.")):
                if not data.get(name) and name not in self.errors:
                    self.say(name, sentence)
        return data
