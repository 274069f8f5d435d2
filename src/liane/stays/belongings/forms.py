"""One thing a line, as on paper; a number first when there are several."""

import re
from typing import Any

from django import forms

from liane.kit.dates import today
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField, RemarkField, TextField
from liane.stays.belongings.actions import EMPTY, MOST_LINES, TOO_MANY, Made, Thing
from liane.stays.belongings.models import Inventory, Moment, Signature
from liane.stays.belongings.queries import said

_COUNT = re.compile(r"^(\d{1,3})\s*(?:x|×)?\s+(?=\S)", re.IGNORECASE)
LONGEST = 200


def things_of(text: str, *, deposited: bool) -> list[Thing]:
    """«3 pantalons» is three; «Montre» is one; an empty line is nothing."""
    found = []
    for line in filter(None, (line.strip(" \t-–•;,") for line in text.split("\n"))):
        number = _COUNT.match(line)
        count = int(number[1]) if number else 1
        found.append(Thing((line[number.end() :] if number and count else line)[:LONGEST], max(count, 1), deposited))
    return found


class InventoryForm(HouseForm):
    """When, what she keeps, what she gives into our hands, with whom, and the signature."""

    moment = ChoiceField(label="Quand", choices=Moment.choices, ask="Choisissez quand.")
    done_on = FrenchDateField(label="Fait le", ask="Écrivez la date.", latest=today)
    kept = TextField(
        label="Ce que la personne garde", max_length=12_000, required=False,
        help_text="Un objet par ligne, avec son état. Par exemple : 3 pantalons, bon état.",
    )  # fmt: skip
    given = TextField(
        label="Ce qui est remis à l’établissement (argent, bijoux, papiers)", max_length=6_000, required=False,
        help_text="Un objet par ligne. Un reçu est dû à la personne pour ce qu’elle dépose.",
    )  # fmt: skip
    made_with = LineField(label="Fait avec (la personne, un proche, son représentant)", max_length=200, required=False)
    signature = ChoiceField(
        label="Signature de la personne ou de son représentant", choices=Signature.choices,
        widget=forms.RadioSelect, ask="Choisissez une réponse.",
    )  # fmt: skip
    remark = RemarkField(label="Remarque", max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        count = len(self._things(data)) if not {"kept", "given"} & set(self.errors) else 1
        if not count:
            self.add_error("kept", EMPTY)
        elif count > MOST_LINES:
            self.add_error("kept", TOO_MANY)
        return data

    @staticmethod
    def _things(data: dict[str, Any]) -> list[Thing]:
        return things_of(data["kept"], deposited=False) + things_of(data["given"], deposited=True)

    def made(self) -> Made:
        """What was written, for the action."""
        data = self.cleaned_data
        things = tuple(self._things(data))
        return Made(data["moment"], data["done_on"], things, data["made_with"], data["signature"], data["remark"])

    @staticmethod
    def begun_from(last: Inventory | None) -> dict[str, Any]:
        """The lines of the last one, to be checked; today."""
        lines = last.lines if last else []
        return {
            "done_on": today(), "moment": Moment.EXIT if last else Moment.ENTRY, "signature": Signature.LATER,
            "kept": "\n".join(said(line) for line in lines if not line["deposited"]),
            "given": "\n".join(said(line) for line in lines if line["deposited"]),
        }  # fmt: skip
