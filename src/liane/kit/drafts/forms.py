"""What the script of a page sends of a text being written."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from liane.kit.drafts.known import form_of
from liane.kit.drafts.store import LONGEST, Typed
from liane.kit.forms import HouseForm, LineField, too_long
from liane.kit.text import clean

MOST_FIELDS = 400
_SECRET = ("password", "csrf")


class TypedField(forms.Field):
    """The fields of a form, as a list of pairs; passwords and tokens are never among them."""

    def to_python(self, value: Any) -> str:
        if len(str(value or "")) > 2 * LONGEST:
            raise ValidationError(too_long(len(str(value)), LONGEST))
        try:
            pairs = [(clean(str(name)), clean(str(text))) for name, text in json.loads(value or "[]")]
        except (ValueError, TypeError, RecursionError):
            raise ValidationError("Ce texte n’a pas pu être lu.") from None
        kept = [(name, text) for name, text in pairs if not name.startswith(_SECRET)]
        length = sum(len(text) for _, text in kept)
        if length > LONGEST or len(kept) > MOST_FIELDS or any(len(name) > 80 for name, _ in kept):
            raise ValidationError(too_long(length, LONGEST))
        return json.dumps(kept, ensure_ascii=False)


class KeepDraftForm(HouseForm):
    """One state of a text being written."""

    address = LineField(max_length=300, ask="Il manque l’adresse du formulaire.")
    page = LineField(max_length=300, required=False)
    device = LineField(max_length=40, required=False)
    revision = forms.IntegerField(min_value=1, max_value=2**53)
    fields_typed = TypedField(required=False)

    def clean_address(self) -> str:
        """An address of this house that keeps drafts."""
        address: str = self.cleaned_data["address"]
        if not form_of(address):
            raise ValidationError("Ce formulaire ne garde pas de brouillon.")
        return address

    def clean_page(self) -> str:
        """Where it is written: a path of this house, or the form itself."""
        page: str = self.cleaned_data["page"]
        return page if page.startswith("/") and not page.startswith(("//", "/\\")) else ""

    def typed(self) -> Typed:
        """For the store."""
        data = self.cleaned_data
        return Typed(
            key=data["id"], form=form_of(data["address"]), address=data["address"],
            page=data["page"] or data["address"].partition("#")[0], device=data["device"], fields=data["fields_typed"],
            revision=data["revision"],
        )  # fmt: skip
