"""What is typed is read as a French hand writes it; what is wrong is said, never crashed upon."""

from datetime import date
from typing import Any

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from liane.kit.dates import MONTHS
from liane.kit.forms import (
    FrenchDateField,
    HouseForm,
    LineField,
    MailField,
    NameField,
    PhoneField,
    TextField,
    read_date,
)

_DAYS = st.dates(date(1930, 1, 1), date(2026, 1, 1))


class EveryField(HouseForm):
    """One field of each kind."""

    name = NameField(label="Nom", max_length=100, ask="Écrivez le nom.")
    line = LineField(label="Ligne", max_length=60)
    text = TextField(label="Texte", max_length=4000)
    day = FrenchDateField(label="Jour")
    phone = PhoneField(label="Téléphone")
    mail = MailField(label="Courriel")


@given(_DAYS)
def test_a_date_written_in_any_usual_way_is_the_same_day(day: date) -> None:
    number = "1er" if day.day == 1 else str(day.day)
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%d%m%Y}",
        f"{day:%Y-%m-%d}",
        f"{number} {MONTHS[day.month - 1]} {day.year}",
        f"  {day.day} {MONTHS[day.month - 1].upper()}   {day.year} ",
    ):
        assert read_date(text) == day


@given(st.text(max_size=200), st.sampled_from(["name", "line", "text", "day", "phone", "mail"]))
def test_nothing_typed_makes_a_form_fail(text: str, field: str) -> None:
    form = EveryField({"name": "Caron", field: text})
    if not form.is_valid():
        assert all(str(message) for messages in form.errors.values() for message in messages)


@given(st.text(max_size=300))
def test_what_is_kept_has_no_control_sign(text: str) -> None:
    form = EveryField({"name": "Caron", "text": text})
    assert form.is_valid()
    kept = form.cleaned_data["text"]
    assert not {"\x00", "\r", "\u202e", "\u200b", "\x1b"} & set(kept)
    kept.encode("utf-8")


@pytest.mark.parametrize("text", ["31/02/2020", "30/02/2000", "00/01/2020", "12/00/2020", "32/12/2020"])
def test_a_day_that_does_not_exist_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="n’existe pas"):
        read_date(text)


@pytest.mark.parametrize(
    "text", ["", "hier", "12", "12/03", "12/03/192", "12/mars", "1/2/3/4", "12 brumaire 1992", "٠١/٠٢/٢٠٢٠"]
)
def test_what_is_not_a_date_is_not_one(text: str) -> None:
    assert read_date(text) is None


def test_the_same_identifier_comes_back_with_the_faults() -> None:
    first = EveryField({"id": "0192f0c1-7c1e-7000-8000-000000000001", "name": ""})
    assert str(first.chosen_id) == "0192f0c1-7c1e-7000-8000-000000000001"
    assert not first.is_valid()
    odd: dict[str, Any] = {"id": "pas un identifiant", "name": "Caron"}
    assert not EveryField(odd).is_valid()


def test_no_field_cuts_silently_what_was_pasted() -> None:
    assert "maxlength" not in str(forms.Form.as_p(EveryField()))
