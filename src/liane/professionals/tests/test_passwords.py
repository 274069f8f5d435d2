"""80 bits, three ways (CNIL 2022-100); nothing that everybody tries, nor what everybody knows of her."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from liane.professionals.passwords import GUESSED, SHORT
from liane.testing import House


def refusal(password: str, house: House) -> str:
    try:
        validate_password(password, house.accounts["karim"])
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    "password",
    [
        "le chat roux dort sur la terrasse",
        "Trois-loutres-au-bord-du-petit-moulin",
        "у кота семь жизней и новый зонт",
        "k7!Vz2#qLw9$",
        "Kw72vzLq91mNtB",
        "ABCD-EFGH-JKLM-2345",
        "🦊 l’écureuil saute par-dessus la haie fleurie",
    ],
)
def test_what_holds_eighty_bits_is_accepted(house: House, password: str) -> None:
    assert refusal(password, house) == ""


@pytest.mark.parametrize(
    "password",
    [
        "",
        "k7!Vz2#qLw9",
        "le chat dort sur le toit",
        "abcdefghijklmnop",
        "kvzqlwnbtrmpkv72",
        "a b c d e f g",
        "la la la la la la la la la",
    ],
)
def test_what_is_too_short_is_refused_with_the_three_ways(house: House, password: str) -> None:
    assert SHORT in refusal(password, house)


@pytest.mark.parametrize(
    "password",
    [
        "Motdepasse2026!", "Azertyuiop123!!", "Football2024!!!", "Karim.Duval.2026", "Tilleuls-2026-FAM", "Les2Rives-Karim!",
        "Bonjour12345678!", "aaaaaaaaaaaaA1!", "0123456789012aA!", "Princess1992!!",
    ],
)  # fmt: skip
def test_what_everybody_tries_or_knows_of_her_is_refused(house: House, password: str) -> None:
    assert GUESSED in refusal(password, house)


def test_the_rule_is_told_before_with_its_source(house: House) -> None:
    text = house.client("karim").get("/mot-de-passe/").content.decode()
    assert "délibération 2022-100" in text and "7 mots" in text
