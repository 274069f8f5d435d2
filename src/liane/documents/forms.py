"""What is said of a paper when it is filed, and why it is withdrawn."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from liane.access.enums import VOLET_LABELS
from liane.documents.enums import DocumentKind
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField

OLDEST_PAPER = date(1900, 1, 1)


class KeysField(forms.Field):
    """Identifiers of files sent before; what is not one is a page that has aged."""

    widget = forms.SelectMultiple

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: Any) -> list[UUID]:
        found = []
        for text in (value or ())[:100]:
            try:
                found.append(UUID(str(text)))
            except ValueError:
                continue
        return list(dict.fromkeys(found))


class AddForm(HouseForm):
    """File papers: everything but the files has a default."""

    piece = KeysField()
    kind = ChoiceField(choices=[("", "Je ne sais pas"), *DocumentKind.choices], required=False)
    title = LineField(max_length=120, required=False)
    dated_on = FrenchDateField(required=False, earliest=lambda: OLDEST_PAPER)
    volet = ChoiceField(choices=[("", "D’après la sorte de papier"), *VOLET_LABELS.items()], required=False)
    unit = forms.UUIDField(required=False)


class PiecesForm(forms.Form):
    """The files of a writing."""

    piece = KeysField()


class WithdrawForm(HouseForm):
    """Take a paper out of use."""

    reason = LineField(max_length=300, ask="Écrivez la raison : elle reste affichée à côté du papier retiré.")
