"""What the choice of a place sends."""

from django import forms


class PlaceForm(forms.Form):
    """A unit, or another organisme."""

    unit = forms.UUIDField(required=False)
    organization = forms.UUIDField(required=False)

    def clean(self) -> dict[str, object]:
        """One of the two."""
        data = super().clean() or {}
        if not data.get("unit") and not data.get("organization"):
            raise forms.ValidationError("Choisissez un lieu dans la liste.")
        return data
