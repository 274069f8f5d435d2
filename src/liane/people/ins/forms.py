"""Forms of the page «Identité»: a paper seen, a doubt, a number, a code read by a scanner."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from liane.kit.dates import today
from liane.kit.door import Refused
from liane.kit.forms import ChoiceField, FrenchDateField, HouseForm, LineField, too_long
from liane.kit.pictures import PictureRefused, codes_in
from liane.nomenclatures.codes import is_finess
from liane.nomenclatures.identity import identity_documents
from liane.people.enums import IdentifierKind
from liane.people.ins.actions import Seen
from liane.people.ins.datamatrix import CodeRefused, Scanned, looks_scanned, read_code
from liane.people.portraits import check_weight

_ABOUT = {
    "DOUBT_RAISED": "Signaler un doute", "DOUBT_LIFTED": "Lever le doute", "HOMONYM_MARKED": "Signaler un homonyme",
    "HOMONYM_LIFTED": "Retirer « homonyme »", "FICTION_MARKED": "Marquer comme fictive",
    "FICTION_LIFTED": "Retirer « fictive »",
}  # fmt: skip


def _farthest() -> Any:
    return today().replace(year=today().year + 30, day=1)


def _documents() -> list[tuple[str, str]]:
    papers = identity_documents().values()
    return [(paper.code, paper.label if paper.is_high else f"{paper.label} (ne suffit pas)") for paper in papers]


class EvidenceForm(HouseForm):
    """A paper held in hand. `version` is that of the traits which were compared with it."""

    kind = ChoiceField(label="Pièce vue", ask="Choisissez la pièce que vous avez vue.")
    seen_on = FrenchDateField(label="Vue le", ask="Écrivez le jour où vous avez vu la pièce.")
    valid_until = FrenchDateField(label="Valable jusqu’au", required=False, latest=_farthest)
    note = LineField(
        label="Précision",
        max_length=200,
        required=False,
        help_text="Jamais le numéro de la pièce. Aucune copie n’est gardée.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Choisir…"), *_documents()]  # type: ignore[attr-defined]

    def seen(self) -> Seen:
        """What was seen, for the action."""
        data = self.cleaned_data
        return Seen(data["kind"], data["seen_on"], data["valid_until"], data["note"])


class CancelEvidenceForm(HouseForm):
    """Why a paper no longer counts."""

    reason = LineField(label="Pourquoi", max_length=200, ask="Écrivez pourquoi cette pièce ne vaut plus.")


class MarkForm(HouseForm):
    """A doubt, a namesake, a fictive identity. A doubt is told in words."""

    event = ChoiceField(label="Que se passe-t-il ?", choices=list(_ABOUT.items()), ask="Choisissez une réponse.")
    reason = LineField(label="Pourquoi", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("event") in ("DOUBT_RAISED", "FICTION_MARKED") and not data.get("reason"):
            self.add_error("reason", "Écrivez pourquoi, en quelques mots.")
        return data


class NumberForm(HouseForm):
    """A number by which a house knows her."""

    kind = ChoiceField(label="Nature", choices=IdentifierKind.choices, ask="Choisissez la nature du numéro.")
    value = LineField(label="Numéro", max_length=40, ask="Écrivez le numéro.")
    facility = ChoiceField(label="Donné par", required=False)
    finess = LineField(
        label="FINESS de l’autre organisme", max_length=20, required=False,
        help_text="Pour un numéro donné ailleurs, s’il est connu. 9 chiffres.",
    )  # fmt: skip

    def __init__(self, *args: Any, facilities: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility"].choices = [("", "Un autre organisme"), *facilities]  # type: ignore[attr-defined]

    def clean_finess(self) -> str:
        """Spaces away; a key that is wrong is a slip of the finger."""
        number = self.cleaned_data["finess"].replace(" ", "").upper()
        if number and not is_finess(number):
            raise ValidationError("Ce n’est pas un numéro FINESS\u00a0: 9 chiffres, dont une clé. Relisez-le.")
        return str(number)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("facility") and data.get("finess"):
            self.add_error("finess", "L’établissement choisi a déjà son FINESS. Gardez l’un des deux.")
        return data

    @property
    def facility_id(self) -> UUID | None:
        """The facility that gave it, when it is one of the organisme."""
        chosen = self.cleaned_data["facility"]
        return UUID(chosen) if chosen else None


class CodeField(forms.CharField):
    """What a scanner types: control signs are part of it, so it is read before anything is tidied."""

    def to_python(self, value: Any) -> Scanned | None:
        text = str(value or "")
        if not text.strip():
            return None
        if len(text) > 1000:
            raise ValidationError(too_long(len(text), 1000))
        try:
            return read_code(text)
        except CodeRefused as problem:
            raise ValidationError(str(problem)) from None

    def clean(self, value: Any) -> Any:
        return self.to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """A code is never shown again: it holds a matricule."""
        return ""


NO_CODE = (
    "Aucun code n’a été trouvé sur cette photo. Photographiez le carré de près, à plat, sans reflet\u00a0; "
    "ou lisez-le avec la douchette."
)


class CodeForm(HouseForm):
    """An INS datamatrix: typed here by a scanner, its text pasted, or photographed. The photo is read and thrown away."""

    code = CodeField(
        label="Code INS lu", strip=False, required=False,
        help_text="Placez le curseur ici, puis lisez le code avec la douchette.",
    )  # fmt: skip
    photo = forms.FileField(
        label="Ou une photo du code", required=False, allow_empty_file=True,
        help_text="Prenez le carré de près, à plat. La photo est lue, puis effacée aussitôt.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("code") is None and not self.errors:
            if data.get("photo") is None:
                self.say("code", "Lisez le code avec la douchette, photographiez-le, ou collez son texte.")
            else:
                self._read_photo(data)
        return data

    def _read_photo(self, data: dict[str, Any]) -> None:
        """The first code of the photo that is one of an identity; what is wrong is said under the box of the photo."""
        try:
            check_weight(data["photo"].size or 0)
            found = codes_in(data["photo"].read())
            told = next((text for text in found if looks_scanned(text)), found[0] if found else "")
            data["code"] = read_code(told) if told else self.say("photo", NO_CODE)
        except (Refused, PictureRefused, CodeRefused) as problem:
            self.say("photo", str(problem))
