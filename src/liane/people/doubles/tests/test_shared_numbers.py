"""A number shared by two persons: that of a parent says nothing of them, one’s own says that they are one."""

from datetime import date

import pytest

from liane.people.doubles.models import Double
from liane.people.doubles.watch import look_for_doubles
from liane.people.ins.matricule import key_of
from liane.testing import House

BORN = date(2015, 3, 12)


def nss(start: str) -> str:
    """Sex, year, month; born in Marseille."""
    body = f"{start}13055042"
    return body + key_of(body)


HERS, HIS, MOTHER = nss("21503"), nss("11503"), nss("28507")


def found(house: House, one: dict, other: dict) -> set[str]:
    """What the night says of two persons, each «name» and fields."""
    for somebody in (one, other):
        fields = {"birth": BORN, **somebody}
        house.person(fields.pop("name"), "mimosa", **fields)
    look_for_doubles(house.deux_rives.pk)
    return {reason for double in Double.objects.all() for reason in double.reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Léa Abad", "sex": "F", "nss": MOTHER}, {"name": "Hugo Abad", "sex": "M", "nss": MOTHER}),
        ({"name": "Léa Abad", "nss": MOTHER}, {"name": "Zoé Abad", "nss": MOTHER}),  # whose sex nobody wrote
        ({"name": "Léa Abad", "sex": "F", "nss": HIS}, {"name": "Hugo Abad", "sex": "M", "nss": HIS}),  # her brother’s
        ({"name": "Léa Abad", "sex": "F", "nss": HERS}, {"name": "Zoé Abad", "sex": "F", "nss": HERS}),
        (
            {"name": "Marine Abad", "nss": HERS, "birth_place": "Marseille", "birth_order": 42},
            {"name": "Marina Abad", "nss": HERS, "birth_place": "Marseille", "birth_order": 43},
        ),
        (
            {"name": "Léa Abad", "nss": MOTHER, "birth": date(2015, 1, 1), "birth_precision": "YEAR"},
            {"name": "Zoé Abad", "nss": MOTHER, "birth": date(2015, 1, 1), "birth_precision": "YEAR"},
        ),
        (  # the place of the number is not the place of the birth
            {"name": "Léa Abad", "nss": HERS, "birth_place_code": "69123"},
            {"name": "Léonie Grand", "nss": HERS, "birth_place_code": "69123"},
        ),
    ],
)  # fmt: skip
def test_a_number_that_is_not_that_of_both_says_nothing(house: House, one: dict, other: dict) -> None:
    assert found(house, one, other) == set()


def test_one_s_own_number_under_two_names_is_one_person(house: House) -> None:
    """Married, adopted, heard badly: nothing of the names agrees but her first name, the number says it."""
    one = {"name": "Léa Abad", "sex": "F", "nss": HERS, "birth_place_code": "13055"}
    assert found(house, one, {"name": "Léa Grandjean", "nss": HERS}) == {"number_same"}
