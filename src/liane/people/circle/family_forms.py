"""What two persons of a family are to each other."""

from typing import Any

from liane.kit.forms import ChoiceField, HouseForm
from liane.people.circle.enums import TieKind
from liane.people.circle.forms import YearOrDateField

_ASK = "Choisissez une personne de son entourage."


class TieForm(HouseForm):
    """`circle`: (link id, name) of those who have a place in the family."""

    one = ChoiceField(label="Qui", ask=_ASK)
    kind = ChoiceField(label="Lien", choices=TieKind.choices, ask="Choisissez le lien.")
    other = ChoiceField(label="Avec, ou de qui", ask=_ASK)
    since = YearOrDateField(label="Depuis")

    def __init__(self, *args: Any, circle: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, people in (("one", circle), ("other", circle[::-1])):
            self.fields[name].choices = [("", "Choisir…"), *people]  # type: ignore[attr-defined]
