"""Until when a right runs and which measure a list names, as houses write them; what is not clear is left aside, and said."""

from datetime import date

import pytest

from liane.nomenclatures.entitlements import kinds
from liane.nomenclatures.legal_measures import measure_kinds
from liane.people.enums import Precision
from liane.people.importing.dates import KnownDate
from liane.people.importing.fields import RIGHT_FIELDS, Field
from liane.people.importing.rights import KINDS, MeasureLine, read_measure, read_rights

TODAY = date(2026, 11, 25)
ADULT = date(1992, 3, 12)


def rights(birth=ADULT, **cells):
    return read_rights(lambda name: cells.get(name.name), birth, TODAY)


@pytest.mark.parametrize(
    ("said", "until", "endless"),
    [
        ("31/08/2027", date(2027, 8, 31), False),
        (date(2027, 8, 31), date(2027, 8, 31), False),
        ("08/2027", date(2027, 8, 31), False),
        ("2027", date(2027, 12, 31), False),
        ("février 2028", date(2028, 2, 29), False),
        ("Oui", None, False),
        ("sans limite", None, True),
        ("À vie", None, True),
    ],
)
def test_until_when(said, until, endless):
    (draft,) = rights(RIGHT_AAH=said).rights
    assert (draft.kind, draft.expires_on, draft.is_endless) == ("aah", until, endless)


@pytest.mark.parametrize("said", ["", None, "non", "Néant", "NON CONCERNÉ", "—"])
def test_what_is_not_held_is_nothing(said):
    assert rights(RIGHT_AAH=said).rights == []
    assert rights(RIGHT_AAH=said).remarks == []


@pytest.mark.parametrize("said", ["voir classeur", "31/02/2027", "12/03/1992", "1016,05"])
def test_what_cannot_be_read_is_left_aside_in_words(said):
    line = rights(RIGHT_AAH=said)
    assert line.rights == []
    assert line.remarks[0].startswith("À vérifier : AAH, jusqu’au : ")
    assert line.remarks[0].endswith("Ce droit n’est pas repris.")


def test_an_end_without_its_day_is_said():
    assert "la fin est lue le 31/12/2027" in rights(RIGHT_ALD="2027").remarks[0]


@pytest.mark.parametrize(
    ("birth", "kind", "checked"),
    [
        (ADULT, "orientation_adulte", False),
        (date(2015, 1, 1), "orientation_enfant", False),
        (date(2007, 1, 1), "orientation_enfant", True),
        (None, "orientation_adulte", True),
    ],
)
def test_the_orientation_is_that_of_her_age(birth, kind, checked):
    line = rights(birth, RIGHT_ORIENTATION="31/08/2027")
    assert (line.rights[0].kind, bool(line.remarks)) == (kind, checked)


def test_every_column_is_a_kind_of_the_file():
    assert set(RIGHT_FIELDS) - {Field.RIGHT_ORIENTATION} == set(KINDS)
    assert {*KINDS.values(), "orientation_adulte", "orientation_enfant"} <= set(kinds())


def test_the_solidarity_cover_is_a_cover_that_says_so():
    (draft,) = rights(RIGHT_CSS="31/08/2027").rights
    assert (draft.kind, draft.answers) == ("amc", {"solidarity": "oui"})


def measure(said, starts=None, ends=None, *, minor=False):
    line = MeasureLine(said, "UDAF 13", starts and KnownDate(starts), ends and KnownDate(ends))
    return read_measure(line, TODAY, date(2030, 1, 1) if minor else date(2010, 3, 12))


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Curatelle renforcée", "curatelle_renforcee"),
        ("CURATELLE RENFORCEE (UDAF)", "curatelle_renforcee"),
        ("tutelle", "tutelle"),
        ("Sauvegarde de justice", "sauvegarde"),
        ("Habilitation familiale (assistance)", "habilitation_assistance"),
        ("MASP", "masp"),
    ],
)
def test_the_measure_that_a_list_names(said, code):
    draft, remarks = measure(said, date(2024, 1, 1), date(2029, 1, 1))
    assert (draft.kind, draft.holder_name, draft.ends_on, remarks) == (code, "UDAF 13", date(2029, 1, 1), [])
    assert code in measure_kinds()


def test_the_guardianship_of_a_child_is_another_one():
    assert measure("Tutelle", date(2024, 1, 1), minor=True)[0].kind == "tutelle_mineur"


@pytest.mark.parametrize("said", ["Curatelle", "Habilitation familiale", "oui", ""])
def test_a_measure_that_is_not_precise_is_not_guessed(said):
    draft, remarks = measure(said, date(2024, 1, 1))
    assert draft is None
    assert remarks[0].startswith("À vérifier : ") and "n’est pas reprise" in remarks[0]


def test_a_measure_without_any_date_stays_a_representative_as_before():
    assert measure("Curatelle renforcée") == (None, [])


def test_a_beginning_that_is_not_known_is_said_on_the_measure_itself():
    draft, remarks = measure("Tutelle", ends=date(2029, 1, 1))
    assert draft.starts_on == TODAY
    assert "Sa date d’effet n’y était pas" in draft.note
    assert "depuis quand" in remarks[0]


def test_a_measure_that_is_over_is_not_brought():
    assert "est déjà finie" in measure("Tutelle", ends=date(2025, 1, 1))[1][0]
    assert "finit avant de commencer" in measure("Tutelle", date(2025, 1, 1), date(2024, 1, 1))[1][0]


def test_a_year_alone_ends_with_its_last_day():
    line = MeasureLine("Tutelle", "", KnownDate(date(2024, 1, 1)), KnownDate(date(2028, 1, 1), Precision.YEAR))
    assert read_measure(line, TODAY, None)[0].ends_on == date(2028, 12, 31)
