"""The forms of an import: the file, then the columns."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from liane.kit.forms import ChoiceField, HouseForm
from liane.kit.tables.model import MAX_BYTES
from liane.kit.tables.refusals import megabytes
from liane.people.importing.columns import Mapping
from liane.people.importing.fields import choices


class SendFileForm(HouseForm):
    """The list that the house already keeps."""

    file = forms.FileField(
        label="Votre liste de personnes",
        help_text="Un tableau Excel (.xlsx), OpenDocument (.ods) ou CSV, 25\u00a0Mo au plus. Une ligne par personne.",
        error_messages={
            "required": "Choisissez le fichier à importer.",
            "empty": "Ce fichier est vide. Vérifiez le fichier, puis recommencez.",
            "invalid": "Le fichier n’est pas arrivé. Choisissez-le à nouveau.",
            "max_length": "Le nom de ce fichier est trop long. Renommez-le, puis recommencez.",
        },
    )

    def clean_file(self) -> UploadedFile:
        """Too big is said before it is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"Ce fichier pèse {megabytes(file.size)}. La limite est {megabytes(MAX_BYTES)}. "
                "Découpez-le, par établissement ou par année, puis recommencez."
            )
        return file


class ColumnsForm(HouseForm):
    """What each column is; the unit of the lines that name none."""

    unit = ChoiceField(label="Unité des lignes qui n’en indiquent pas", required=False)

    def __init__(self, *args: Any, mapping: Mapping, units: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Aucune : chaque ligne doit l’indiquer"), *units]  # type: ignore[attr-defined]
        offered = [(target.code, target.label[0].upper() + target.label[1:]) for target in choices()]
        for column in mapping.columns:
            self.fields[f"colonne-{column.index}"] = ChoiceField(
                label=f"Colonne «\u00a0{column.header}\u00a0»",
                choices=offered,
                initial=column.target.code,
                required=False,
            )

    def targets(self) -> dict[int, str]:
        """Code chosen for each column."""
        return {
            int(name.removeprefix("colonne-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("colonne-")
        }

    @property
    def unit_id(self) -> UUID | None:
        """The unit chosen for the lines that name none."""
        return UUID(self.cleaned_data["unit"]) if self.cleaned_data.get("unit") else None
