"""One body of the directory: what it is, its name, how to reach it."""

from liane.kit.forms import ChoiceField, HouseForm, LineField, MailField, NameField, PhoneField
from liane.people.circle.directory import BODIES
from liane.people.circle.directory_actions import OF_BODY


class BodyForm(HouseForm):
    """`edits`: what it is does not change by correcting it."""

    kind = ChoiceField(
        label="Ce que c’est", choices=[("", "Choisir…"), *((kind.value, kind.label) for kind in BODIES)],
        ask="Choisissez ce que c’est : école, médecin, mandataire…",
    )  # fmt: skip
    name = NameField(label="Nom", max_length=200, ask="Écrivez son nom.")
    phone = PhoneField(label="Téléphone", required=False)
    other_phone = PhoneField(label="Autre téléphone", required=False)
    email = MailField(label="Courriel")
    address = LineField(label="Adresse", max_length=250, required=False)

    def __init__(self, *args: object, edits: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if edits:
            del self.fields["kind"]

    def values(self) -> dict[str, str]:
        """What belongs to the contact."""
        return {name: self.cleaned_data[name] for name in OF_BODY}
