"""Forms of the house: what is typed is kept, what is wrong is said in a sentence under its field (ux §12)."""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError

from liane.kit.dates import MONTHS, today
from liane.kit.ids import uuid7
from liane.kit.text import clean, clean_line, fold, thousands
from liane.kit.versions import base_json, settled

OLDEST = date(1890, 1, 1)
_TYPED = re.compile(r"^([0-9]{1,2})(?:er)?[ /.\-]+([0-9]{1,2}|[^\W\d_]+)\.?[ /.\-]+([0-9]{2}|[0-9]{4})$", re.I)
_ISO = re.compile(r"^([0-9]{4})-([0-9]{2})-([0-9]{2})$")
_COMPACT = re.compile(r"^([0-9]{2})([0-9]{2})([0-9]{4})$")
_MONTHS = {fold(name): number for number, name in enumerate(MONTHS, 1)} | {
    "JANV": 1, "FEV": 2, "FEVR": 2, "AVR": 4, "JUIL": 7, "SEPT": 9, "OCT": 10, "NOV": 11, "DEC": 12,
}  # fmt: skip
_NOT_NAME = re.compile(r"[^\w \-'’.,·()]|_")
_PHONE = re.compile(r"^\+?[0-9 ().\-/]{2,30}$")
_OLD = "Cette page a vieilli. Rechargez-la, puis enregistrez de nouveau."
HOW_TO_WRITE_A_DATE = "Écrivez la date comme ceci\u00a0: 12/03/1992."


def too_long(length: int, limit: int) -> str:
    """The sentence of a text that is too long."""
    return (
        f"Ce texte fait {thousands(length)} caractères. La limite est de {thousands(limit)}. "
        "Raccourcissez-le, ou écrivez-le en plusieurs fois."
    )


class LineField(forms.CharField):
    """One line of text. `ask` is the sentence shown when nothing was written («Écrivez le nom de naissance.»)."""

    cleaner: Callable[[str], str] = staticmethod(clean_line)
    may_join = False  # two versions of it may be kept one after the other

    def __init__(self, *, max_length: int, ask: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("required", bool(ask))
        super().__init__(strip=False, error_messages={"required": ask}, **kwargs)
        self.limit = max_length

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        if len(text) > self.limit * 8 + 2000:  # far too long: not even cleaned
            raise ValidationError(too_long(len(text), self.limit))
        text = self.cleaner(text).strip()
        if len(text) > self.limit:
            raise ValidationError(too_long(len(text), self.limit))
        return text


class TextField(LineField):
    """Several lines of text."""

    widget = forms.Textarea
    cleaner = staticmethod(clean)
    may_join = True


class RemarkField(LineField):
    """A few words on one line: two versions of it may follow each other."""

    may_join = True


class NameField(LineField):
    """A name: letters of any alphabet, spaces, hyphens, apostrophes. No markup, no formula, no drawing."""

    def to_python(self, value: Any) -> str:
        name = super().to_python(value)
        if name and (_NOT_NAME.search(name) or not any(sign.isalpha() for sign in name) or name[0] in "-'’.,·()"):
            raise ValidationError(
                "Un nom s’écrit avec des lettres, des espaces, des traits d’union et des apostrophes."
            )
        return name


class PhoneField(LineField):
    """A telephone number, as it is dialled; short numbers too (15, 115, 3919)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput({"type": "tel"}), **kwargs)
        self.widget.input_type = "tel"

    def to_python(self, value: Any) -> str:
        number = super().to_python(value)
        if number and (not _PHONE.match(number) or not any(c.isdigit() for c in number)):
            raise ValidationError("Écrivez le numéro avec des chiffres, comme ceci\u00a0: 06 12 34 56 78.")
        return number


class MailField(forms.EmailField):
    """An electronic address."""

    def __init__(self, **kwargs: Any) -> None:
        sentence = "Écrivez l’adresse comme ceci\u00a0: prenom.nom@exemple.fr."
        super().__init__(required=False, **kwargs)
        for validator in self.validators:
            if hasattr(validator, "domain_allowlist"):
                validator.message = sentence
        self.error_messages["invalid"] = sentence
        self.max_length = None
        self.validators = [v for v in self.validators if not hasattr(v, "limit_value")]

    def to_python(self, value: Any) -> str:
        text = str(value or "")
        if len(text) > 254:
            raise ValidationError(too_long(len(text), 254))
        return clean_line(text)


def read_date(text: str) -> date | None:
    """A date typed by a French hand: 12/03/1992, 12-03-92, 12.03.1992, 12 mars 1992; None when it is not one.

    Two digits are the past century unless that year has come: «92» is 1992, «24» is 2024. ValueError: no such day.
    """
    text = " ".join(text.split())
    if found := _ISO.match(text):
        return _existing(int(found[3]), int(found[2]), int(found[1]))
    found = _COMPACT.match(text) or _TYPED.match(text)
    if not found:
        return None
    month = int(found[2]) if found[2].isdigit() else _MONTHS.get(fold(found[2]), 0)
    if not month and not found[2].isdigit():
        return None
    year = int(found[3])
    if len(found[3]) == 2:
        year += 2000 if year <= today().year % 100 else 1900
    return _existing(int(found[1]), month, year)


def _existing(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise ValueError(f"Le mois {month:02d} n’existe pas. Vérifiez le mois.")
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"Le {day:02d}/{month:02d} n’existe pas. Vérifiez le jour.") from None


def readable(year: date, earliest: date, latest: date) -> str:
    """What is wrong with a date that exists but cannot be; an empty text when nothing is."""
    if year < earliest:
        return f"L’année {year.year} est trop ancienne. Vérifiez l’année."
    if year > latest:
        when = "est dans le futur" if latest == today() else "est trop lointaine"
        return f"La date {year:%d/%m/%Y} {when}. Vérifiez la date."
    return ""


class FrenchDateField(forms.CharField):
    """A date typed as one says it. `earliest` and `latest` are asked when the form is filled, not when it is written."""

    def __init__(
        self,
        *,
        ask: str = "",
        earliest: Callable[[], date] = lambda: OLDEST,
        latest: Callable[[], date] = today,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("required", bool(ask))
        super().__init__(error_messages={"required": ask}, **kwargs)
        self.earliest, self.latest = earliest, latest

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date) or not value:
            return value or None
        text = clean_line(str(value)[:100])
        try:
            found = read_date(text)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
        if found is None:
            raise ValidationError(HOW_TO_WRITE_A_DATE)
        if wrong := readable(found, self.earliest(), self.latest()):
            raise ValidationError(wrong)
        return found

    def prepare_value(self, value: Any) -> Any:
        """A date is shown as one writes it."""
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


def read_clock(text: str) -> time:
    """An hour as it is typed: «7 h 10», «7h10», «07:10», «7 h». ValueError: it is not one."""
    hours, _, minutes = "".join(text[:20].lower().split()).replace("h", ":").partition(":")
    return time(int(hours), int(minutes or 0))


class HourField(forms.CharField):
    """An hour of the clock of the house."""

    def to_python(self, value: Any) -> time | None:
        text = str(value or "").strip()
        try:
            return read_clock(text) if text else None
        except ValueError:
            raise ValidationError("Écrivez l’heure comme ceci\u00a0: 7 h 10.") from None


class ChoiceField(forms.ChoiceField):
    """One among a closed list."""

    def __init__(self, *, ask: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("required", bool(ask))
        sentence = ask or "Ce choix n’existe plus. Choisissez dans la liste."
        super().__init__(error_messages={"required": sentence, "invalid_choice": sentence}, **kwargs)


class _SharedFields(dict[str, forms.Field]):
    """Django copies the fields of a form deeply for each instance; these are the same for all."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


def _settled(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """The data of a form that comes back from the page of two versions, with what was chosen there."""
    return (settled(args[0]), *args[1:]) if args else args


class HouseForm(forms.Form):
    """Base of every form: it carries the identifier chosen before sending, so that sending twice is harmless."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False, error_messages={"invalid": _OLD})
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _OLD),
    )

    shares_fields: ClassVar[bool] = False  # True when no instance changes its fields: they are not copied for each

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        if self.shares_fields and not isinstance(self.base_fields, _SharedFields):
            type(self).base_fields = _SharedFields(self.base_fields)
        super().__init__(*_settled(args), **kwargs)
        for field in self.fields.values():
            # Text fields say their limit in a sentence; the browser does not cut silently what was pasted.
            field.widget.attrs.pop("maxlength", None)
            # What is written about somebody is not remembered by the browser of a shared computer.
            field.widget.attrs.setdefault("autocomplete", "off")

    def clean_id(self) -> UUID:
        """The identifier sent with the form, or a new one."""
        return self.cleaned_data.get("id") or uuid7()

    @property
    def chosen_id(self) -> UUID:
        """What the hidden field carries: the same again when the form comes back with a fault."""
        try:
            return UUID(str(self.data.get("id") or "")) if self.is_bound else uuid7()
        except ValueError:
            return uuid7()

    @property
    def base_json(self) -> str:
        """See kit.versions.base_json."""
        return base_json(self)

    def say(self, field: str | None, sentence: str) -> None:
        """Attach a sentence of a rule to a field."""
        self.add_error(field, sentence)
