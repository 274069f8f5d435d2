"""What is typed to change a role: its name, what it does, what it reads, where it writes."""

import re
from typing import Any

from django import forms

from liane.access.enums import RIGHT_LABELS, VOLET_LABELS
from liane.access.models import Role
from liane.access.role_rules import RoleSpec, is_house_right
from liane.kit.forms import HouseForm, LineField

_NAME = re.compile(r"^[^\W\d_][\w ’'().,/–-]*$")
_GONE = "Ce choix n’existe plus. Rechargez la page."


def _named(name: str) -> str:
    """Letters, digits and the signs of a sentence; nothing that another page could take for something else."""
    if name and not _NAME.match(name):
        raise forms.ValidationError(
            "Un nom de rôle commence par une lettre, et s’écrit avec des lettres, des chiffres, des parenthèses et des virgules."
        )
    return name


class RoleForm(HouseForm):
    """One role. Its version comes with it: two people do not change it at once without knowing."""

    label = LineField(label="Nom du rôle", max_length=120, ask="Écrivez le nom du rôle.")
    short = LineField(
        label="Nom court", max_length=60, ask="Écrivez le nom court.",
        help_text="Comme il se lit dans « Visible par … » : « AES », « cheffe de service ».",
    )  # fmt: skip
    rights = forms.MultipleChoiceField(
        choices=list(RIGHT_LABELS.items()), required=False, error_messages={"invalid_choice": _GONE}
    )
    reads = forms.MultipleChoiceField(
        choices=list(VOLET_LABELS.items()), required=False, error_messages={"invalid_choice": _GONE}
    )
    writes = forms.MultipleChoiceField(
        choices=list(VOLET_LABELS.items()), required=False, error_messages={"invalid_choice": _GONE}
    )

    def clean_label(self) -> str:
        """A label of the menus: no line that looks like a formula or a markup."""
        return _named(str(self.cleaned_data["label"]))

    def clean_short(self) -> str:
        """The same; it is also one word of «Visible par …»."""
        return _named(str(self.cleaned_data["short"]))

    def spec(self) -> RoleSpec:
        """What the gesture receives."""
        data = self.cleaned_data
        return RoleSpec(
            data["label"], data["short"], frozenset(data["rights"]), frozenset(data["reads"]), frozenset(data["writes"])
        )

    def boxes(self, role: Role) -> dict[str, list[dict[str, Any]]]:
        """The boxes to tick, as typed or as the role stands: gestures on the persons, on the house, volets."""
        sent: Any = self.data
        names = ("rights", "reads", "writes")
        ticked = {name: set(sent.getlist(name) if self.is_bound else getattr(role, name)) for name in names}
        gestures: list[dict[str, Any]] = [
            {"value": right, "label": label, "checked": right in ticked["rights"]}
            for right, label in RIGHT_LABELS.items()
        ]
        volets = {
            name: [{"value": v, "label": label, "checked": v in ticked[name]} for v, label in VOLET_LABELS.items()]
            for name in ("reads", "writes")
        }
        return {
            "persons": [box for box in gestures if not is_house_right(box["value"])],
            "house": [box for box in gestures if is_house_right(box["value"])],
            **volets,
        }
