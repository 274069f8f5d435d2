"""Who is the same person, who is not: the cases of the trade, in words."""

from datetime import date

import pytest

from liane.kit.text import fold
from liane.people.doubles.blocks import MOST, pairs
from liane.people.doubles.scoring import Score, face, is_one_slip, score
from liane.people.traits import Traits

BORN = date(1992, 3, 5)


def compared(one: dict, other: dict) -> Score:
    mine = Traits(**({"birth_name": "Martin", "first_names": "Camille", "birth_date": BORN} | one))
    theirs = Traits(**({"birth_name": "Martin", "first_names": "Camille", "birth_date": BORN} | other))
    forth, back = score(face(mine), face(theirs)), score(face(theirs), face(mine))
    assert forth == back  # whoever is compared with whom
    return forth


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {}),
        ({"birth_name": "D’Hérault-Étienne"}, {"birth_name": "D HERAULT ETIENNE"}),  # accents, hyphens, apostrophes
        ({"birth_name": "Cœur"}, {"birth_name": "COEUR"}),
        ({"birth_name": "Lebihan"}, {"birth_name": "Le Bihan"}),
        ({"birth_name": "Belkacem", "first_names": "Samia"}, {"birth_name": "Bellkasem", "first_names": "Samya"}),
        ({"birth_name": "Dupont"}, {"birth_name": "Dupond"}),
        ({}, {"birth_date": date(1992, 5, 3)}),  # day and month exchanged
        ({}, {"birth_date": date(1992, 3, 15)}),  # one figure
        ({}, {"birth_date": date(1929, 3, 5)}),  # two figures exchanged
        ({"birth_name": "Camille", "first_names": "Martin"}, {}),  # names exchanged
        ({"birth_name": "Durand", "used_name": "Martin"}, {}),  # written under her married name
        ({"birth_name": "Martin-Lopez"}, {}),
        ({"birth_name": "Mratin"}, {}),  # two letters exchanged
        ({"birth_name": "Lefebvre", "first_names": "Sandrine"}, {"birth_name": "Lefebvrre", "first_names": "Sandirne"}),
        ({"first_names": "Camille, Rose"}, {"first_names": "Camille"}),
        ({"first_names": "Jean-Pierre"}, {"first_names": "Jeanpierre"}),
        ({"first_names": "", "preferred_name": "Camille"}, {}),
        ({"birth_date": None}, {}),
        ({"sex": "F"}, {"sex": "M"}),  # the wrong box
    ],
)  # fmt: skip
def test_one_person_written_twice_is_seen(one: dict, other: dict) -> None:
    assert compared(one, other).is_likely


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"first_names": "Léa", "sex": "F"}, {"first_names": "Hugo", "sex": "M"}),  # twins
        ({"first_names": "Samia"}, {"first_names": "Leïla"}),
        ({"first_names": "Louis", "sex": "M"}, {"first_names": "Louise", "sex": "F"}),  # heard alike, not one person
        ({"first_names": "Jean-Pierre"}, {"first_names": "Jean-Paul"}),
        ({}, {"birth_date": date(1961, 11, 23)}),  # father and son of one name
        ({}, {"birth_date": date(1991, 8, 17)}),  # homonyms
        ({"birth_name": "Durand"}, {"birth_name": "Petit"}),  # born the same day
        ({"birth_name": "Ngo"}, {"birth_name": "Nao", "first_names": "Paul"}),
        ({"birth_date": None, "first_names": ""}, {"birth_date": None, "first_names": ""}),  # a name alone says nothing
        (  # twins of one sex, near first names: the register of births tells them apart
            {"first_names": "Marine", "birth_place": "Lyon", "birth_order": 211},
            {"first_names": "Marina", "birth_place": "Lyon", "birth_order": 212},
        ),
    ],
)  # fmt: skip
def test_two_persons_are_not_one(one: dict, other: dict) -> None:
    assert not compared(one, other).is_likely


def test_two_ranks_in_the_registers_of_births_are_never_one_person_for_sure() -> None:
    """Without a place, two ranks may be those of two towns for one slip of the pen: compared, never «très probable»."""
    marine, marina = {"first_names": "Marine", "birth_order": 211}, {"first_names": "Marina", "birth_order": 212}
    assert compared(marine, marina | {"birth_order": 211}).is_certain
    found = compared(marine, marina)
    assert found.is_likely and not found.is_certain
    assert compared(marine, marina | {"birth_order": None}).is_certain  # a rank that nobody knows says nothing


def test_a_joined_record_needs_equal_traits() -> None:
    assert compared({}, {}).is_same
    assert not compared({}, {"birth_name": "Marten"}).is_same
    assert not compared({"birth_order": 4}, {"birth_order": 5}).is_same


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("MARTIN", "MARTN", True), ("MARTIN", "MARTINE", True), ("MARTIN", "MARTIM", True), ("MARTIN", "AMRTIN", True),
        ("MARTIN", "MARTIN", True), ("MARTIN", "MATRIM", False), ("MARTIN", "MART", False), ("", "AB", False), ("A", "", True),
    ],
)  # fmt: skip
def test_a_fat_finger_is_one_letter(one: str, other: str, found: bool) -> None:
    assert is_one_slip(one, other) is is_one_slip(other, one) is found


def test_nobody_is_compared_with_everybody() -> None:
    names = [f"{a}{b}{c}ard" for a in "BCDFGLMNPR" for b in "aeiou" for c in "lmnrst"]
    people = [
        (n, Traits(name, f"Prenom{n % 97}", birth_date=date(1930 + n % 80, 1 + n % 12, 1 + n % 28)))
        for n, name in enumerate(names * 4)
    ]
    asked = list(pairs((n, face(traits)) for n, traits in people))
    assert len(asked) == len(set(asked)) < len(people) ** 2 / 40
    assert all(fold(people[a][1].birth_name) for a, _ in asked)


def test_a_date_borne_by_everybody_is_no_key() -> None:
    people = [
        (
            n,
            face(
                Traits(
                    f"Nom{chr(65 + n % 26)}{chr(65 + n // 26)}", f"Pre{chr(65 + n // 26)}", birth_date=date(2008, 1, 1)
                )
            ),
        )
        for n in range(MOST * 3)
    ]
    assert len(list(pairs(people))) < len(people) * MOST
