"""Cells as real houses fill them: what Liane understands, and the sentence when it does not."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.people.enums import Precision, Sex
from liane.people.importing.contacts import read_contacts
from liane.people.importing.dates import holds_elders, read_date
from liane.people.importing.refusals import ValueRefused, at_line
from liane.people.importing.relations import relation_in
from liane.people.importing.values import (
    read_finess,
    read_first_names,
    read_full_name,
    read_names,
    read_phones,
    read_place_code,
    read_sex,
    read_text,
)

TODAY = date(2026, 11, 25)
BIRTH = date(1992, 3, 12)


def birth(cell, **options):
    return read_date(cell, today=TODAY, is_birth=True, **options)


@pytest.mark.parametrize(
    "cell",
    [
        "12/03/1992",
        "12-03-92",
        "12.03.1992",
        "12 03 1992",
        "12/3/92",
        "1992-03-12",
        "1992/03/12",
        "12 mars 1992",
        "12 MARS 92",
        "jeudi 12 mars 1992",
        "le 12 mars 1992",
        "12/03/1992 00:00",
        "1992-03-12T00:00:00",
        "19920312",
        "12031992",
        12031992,
        33675,
        "33675",
        BIRTH,
        datetime(1992, 3, 12, 8),
    ],
)
def test_a_birth_date_is_read_however_it_is_written(cell):
    assert birth(cell).value == BIRTH
    assert birth(cell).precision == Precision.DAY


@pytest.mark.parametrize(
    ("cell", "value", "precision"),
    [
        ("mars 1992", date(1992, 3, 1), "MONTH"),
        ("03/1992", date(1992, 3, 1), "MONTH"),
        ("00/03/1992", date(1992, 3, 1), "MONTH"),
        ("1992", date(1992, 1, 1), "YEAR"),
        (1992, date(1992, 1, 1), "YEAR"),
        ("00/00/1992", date(1992, 1, 1), "YEAR"),
        ("vers 1950", date(1950, 1, 1), "YEAR"),
        ("né en 1950", date(1950, 1, 1), "YEAR"),
        ("août 1950", date(1950, 8, 1), "MONTH"),
    ],
)
def test_an_uncertain_date_keeps_its_precision(cell, value, precision):
    assert (birth(cell).value, birth(cell).precision) == (value, precision)


@pytest.mark.parametrize("cell", [None, "inconnue", "00/00/0000", "?  ", "NC", "  "])
def test_an_unknown_date_is_nothing(cell):
    assert cell == "?  " or birth(cell) is None


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("31/02/1992", "le 31/02 n’existe pas. Vérifiez le jour."),
        ("29/02/2023", "le 29/02 n’existe pas en 2023. Vérifiez le jour."),
        ("03/25/1992", "le mois 25 n’existe pas. Écrivez le jour d’abord : 25/03/1992."),
        ("12/03/2030", "le 12/03/2030 est dans le futur. Vérifiez l’année."),
        ("12/03/1592", "l’année 1592 n’est pas possible. Vérifiez l’année."),
        ("bientôt", "cette date est illisible. Écrivez la date comme ceci : 12/03/1992."),
        ("99/99/9999", "le mois 99 n’existe pas. Écrivez la date comme ceci : 12/03/1992."),
        (3.14, "cette date est illisible. Écrivez la date comme ceci : 12/03/1992."),
    ],
)
def test_an_impossible_date_is_refused_in_words(cell, said):
    with pytest.raises(ValueRefused) as caught:
        birth(cell)
    assert str(caught.value) == said


def test_the_sentence_names_the_line_and_the_column():
    said = at_line(14, "date de naissance", "le 31/02 n’existe pas. Vérifiez le jour.")
    assert said == "Ligne 14, date de naissance : le 31/02 n’existe pas. Vérifiez le jour."


@pytest.mark.parametrize(("cell", "year"), [("01/02/92", 1992), ("01/02/05", 2005), ("01/02/30", 1930)])
def test_the_century_is_clear_when_only_one_is_possible(cell, year):
    assert birth(cell).value.year == year
    assert birth(cell).doubt == ""


def test_the_century_follows_the_column_when_two_are_possible():
    assert birth("01/02/24").value.year == 2024
    assert birth("01/02/24", elders=True).value.year == 1924
    assert "lue 1924" in birth("01/02/24", elders=True).doubt
    assert holds_elders(["12/03/1932", "01/02/45", "01/02/24"], TODAY)
    assert not holds_elders(["12/03/2012", "01/02/2009", "01/02/24"], TODAY)
    assert not holds_elders([], TODAY)


def test_an_entry_may_be_next_month_but_not_in_another_age():
    assert read_date("01/12/26", today=TODAY).value == date(2026, 12, 1)
    assert read_date("01/12/98", today=TODAY).value == date(1998, 12, 1)
    with pytest.raises(ValueRefused):
        read_date("01/12/2098", today=TODAY)


@given(st.text(max_size=40) | st.integers() | st.floats() | st.dates())
def test_any_cell_is_a_date_or_a_sentence(cell):
    try:
        birth(cell)
    except ValueRefused as refused:
        assert str(refused).endswith(".")


@pytest.mark.parametrize(
    ("cell", "birth_name", "used"),
    [
        ("BELKACEM ép. ROUX", "BELKACEM", "ROUX"),
        ("ROUX née BELKACEM", "BELKACEM", "ROUX"),
        ("BELKACEM veuve ROUX", "BELKACEM", "ROUX"),
        ("Mme ROUX (née BELKACEM)", "BELKACEM", "ROUX"),
        ("BELKACEM épouse ROUX", "BELKACEM", "ROUX"),
        ("ROUX-BELKACEM", "ROUX-BELKACEM", ""),
        ("D ' ALMEIDA", "D’ALMEIDA", ""),
        ("M. M’BAREK", "M’BAREK", ""),
        ("  De  la  Tour ", "De la Tour", ""),
        ("NEVEU", "NEVEU", ""),
        ("Nguyễn", "Nguyễn", ""),
        ("Le Née", "Le Née", ""),
        ("ÉPINAL", "ÉPINAL", ""),
        (None, "", ""),
        ("-", "", ""),
    ],
)
def test_names_find_their_place(cell, birth_name, used):
    names = read_names(cell)
    assert (names.birth, names.used) == (birth_name, used)


@pytest.mark.parametrize(
    "cell",
    [
        "BenoÃ®t",
        "LEFORT2",
        "<script>",
        "x" * 101,
        12,
        "2 92 03 13 055 123 45",
        "a\ufffdb",
        "ROUX; DROP",
        "=ROUX",
        "😀",
        "**",
    ],
)
def test_impossible_names_are_refused_in_words(cell):
    with pytest.raises(ValueRefused) as caught:
        read_names(cell)
    assert "292031" not in str(caught.value).replace(" ", "")


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Jean-Marc", "Jean-Marc"),
        ("Jean - Marc", "Jean-Marc"),
        ("Samia, Leïla ; Aïcha", "Samia, Leïla, Aïcha"),
        ("SAMIA LEILA", "SAMIA LEILA"),
        ("Anne et Marie", "Anne, Marie"),
        ("", ""),
    ],
)
def test_first_names_stay_in_their_order(cell, names):
    assert read_first_names(cell) == names


@pytest.mark.parametrize(
    ("cell", "name", "first", "doubtful"),
    [
        ("BELKACEM Samia", "BELKACEM", "Samia", False),
        ("Samia BELKACEM", "BELKACEM", "Samia", False),
        ("DE LA TOUR Jean-Marc", "DE LA TOUR", "Jean-Marc", False),
        ("Belkacem, Samia", "Belkacem", "Samia", False),
        ("Belkacem Samia", "Belkacem", "Samia", True),
        ("DUPONT MARIE", "DUPONT", "MARIE", True),
        ("de la Tour Anne Marie", "de la Tour", "Anne Marie", True),
        ("ROUX", "ROUX", "", False),
    ],
)
def test_name_and_first_name_in_one_cell_are_cut(cell, name, first, doubtful):
    names, first_names, doubt = read_full_name(cell)
    assert (names.birth, first_names, bool(doubt)) == (name, first, doubtful)


def test_sex_in_any_word():
    assert {read_sex(word) for word in ("F", "f", "Mme", "Madame", "Féminin", "Fille", 2, "Mme Roux")} == {Sex.FEMALE}
    assert {read_sex(word) for word in ("M", "H", "Mr", "M.", "Monsieur", "Masculin", "Garçon", 1)} == {Sex.MALE}
    assert {read_sex(word) for word in (None, "", "?", "Indéterminé", "I")} == {Sex.UNKNOWN}
    with pytest.raises(ValueRefused, match="F ou M"):
        read_sex("bleu")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("0612345678", "06 12 34 56 78"),
        (612345678, "06 12 34 56 78"),
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "06 12 34 56 78"),
        ("33612345678", "06 12 34 56 78"),
        ("+32 2 123 45 67", "+3221234567"),
        ("poste 12 le matin", "poste 12 le matin"),
        ("-", ""),
    ],
)
def test_telephones_are_readable_and_never_lost(cell, shown):
    assert read_phones(cell)[0] == shown


def test_two_telephones_in_one_cell():
    assert read_phones("06 12 34 56 78 / 04 91 00 00 00") == ("06 12 34 56 78", "04 91 00 00 00")


def test_codes_get_back_the_zero_that_a_spreadsheet_ate():
    assert read_finess(10001234) == "010001234"
    assert read_finess("13 000 123 4") == "130001234"
    assert read_finess("2A0001234") == "2A0001234"
    assert read_place_code(1004) == "01004"
    assert read_place_code("2b033") == "2B033"
    for wrong in ("12345", "ABCDEFGHI"):
        with pytest.raises(ValueRefused, match="FINESS"):
            read_finess(wrong)
    assert read_place_code("Paris") == "75056"
    with pytest.raises(ValueRefused, match="INSEE"):
        read_place_code("Paris 12")


def test_long_or_private_texts_are_refused():
    with pytest.raises(ValueRefused, match="dépasse 60"):
        read_text("x" * 61, 60)
    with pytest.raises(ValueRefused, match="Sécurité sociale"):
        read_text("1 92 03 13 055 123 45", 60)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Mme Belkacem Leïla (sœur) 06 12 34 56 78", [("Mme Belkacem Leïla", "SIS", "06 12 34 56 78")]),
        ("Leïla Belkacem - sœur - 0612345678", [("Leïla Belkacem", "SIS", "06 12 34 56 78")]),
        ("M. Roux, son père, tél : 0491000000", [("M. Roux", "FTH", "04 91 00 00 00")]),
        ("Mère: Mme A 0612345678\nPère: M. B", [("Mme A", "MTH", "06 12 34 56 78"), ("M. B", "FTH", "")]),
        ("UDAF 13 (tutelle, Mme Petit)", [("UDAF 13, Mme Petit", "TUTEUR", "")]),
        ("Jean-Marc Roux", [("Jean-Marc Roux", "", "")]),
        ("0612345678", [("", "", "06 12 34 56 78")]),
        ("Paul\n06 12 34 56 78", [("Paul", "", "06 12 34 56 78")]),
        ("-", []),
    ],
)
def test_people_around_her_typed_in_one_cell(cell, expected):
    assert [(one.name, one.relation, one.phone) for one in read_contacts(cell)] == expected


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Mère", "MTH"),
        ("sa soeur", "SIS"),
        ("belle-mère", "STPMTH"),
        ("Grand-mère maternelle", "GRMTH"),
        ("tutrice (UDAF)", "TUTEUR"),
        ("curatelle renforcée", "CURATEUR"),
        ("ami", "FRND"),
        ("Amiens", None),
        ("voisine", "NBOR"),
        ("", None),
    ],
)
def test_relations_get_their_official_code(words, code):
    assert relation_in(words) == code
