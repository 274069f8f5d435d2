"""Matricules, dates, names and places of birth: what is read, what is refused, in words."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liane.nomenclatures.identity import birth_places, department_of, identity_documents, place_fault
from liane.people.enums import Precision, Sex
from liane.people.ins.dates import completed
from liane.people.ins.matricule import MatriculeRefused, against_typed_place, contradictions, key_of, read_matricule
from liane.people.ins.names import NameRefused, begins, comparable, for_the_service, listed


def whole(body: str) -> str:
    return body + key_of(body)


def test_the_key_is_the_complement_to_97() -> None:
    assert key_of("2550814168025") == "38"  # the example printed in every guide of the social security number
    for number in ("2550814168025", "180122A004012", "180122B033012"):
        plain = int(number.replace("2A", "19").replace("2B", "18"))
        assert (plain + int(key_of(number))) % 97 == 0
        assert 1 <= int(key_of(number)) <= 97


@pytest.mark.parametrize("place", ["2A004", "2B033"])
def test_corsica_is_read(place: str) -> None:
    number = read_matricule(whole(f"18012{place}012"))
    assert number.place == place and number.rank == 12 and number.sex == Sex.MALE
    other = "2B" if place.startswith("2A") else "2A"
    with pytest.raises(MatriculeRefused, match="clé"):
        read_matricule(number.value.replace(place[:2], other))


@settings(max_examples=200)
@given(
    st.sampled_from("123478"), st.integers(0, 99), st.integers(1, 12), st.integers(1, 95),
    st.integers(1, 989), st.integers(1, 999),
)  # fmt: skip
def test_any_number_with_its_key_is_read_and_any_slip_is_refused(
    sex: str, year: int, month: int, department: int, commune: int, rank: int
) -> None:
    body = f"{sex}{year:02d}{month:02d}{department:02d}{commune:03d}{rank:03d}"
    number = read_matricule(" ".join(whole(body)))
    assert (number.year, number.month, number.rank) == (year, month, rank)
    assert read_matricule(number.shown) == number
    for place in range(15):
        slipped = number.value[:place] + str((int(number.value[place]) + 1) % 10) + number.value[place + 1 :]
        with pytest.raises(MatriculeRefused):
            read_matricule(slipped)


@pytest.mark.parametrize("text", ["", "12", "2 92 03 13 055 042", "29203130550421A", "é" * 15, "292133055042" * 40])
def test_what_is_not_a_number_is_refused_in_words(text: str) -> None:
    with pytest.raises(MatriculeRefused, match="15 caractères"):
        read_matricule(text)


def test_a_month_that_does_not_exist_is_refused() -> None:
    with pytest.raises(MatriculeRefused, match="Le mois 15"):
        read_matricule(whole("2921513055042"))
    assert read_matricule(whole("2923013055042")).month == 30  # month not known to the register


@pytest.mark.parametrize(
    ("traits", "said"),
    [
        ({"sex": "M", "birth_date": date(1992, 3, 12)}, "Homme"),
        ({"sex": "F", "birth_date": date(1993, 3, 12)}, "1993"),
        ({"sex": "F", "birth_date": date(1992, 4, 12)}, "mois 04"),
        ({"sex": "F", "birth_date": date(1992, 3, 12), "place_code": "75056"}, "département 75"),
        ({"sex": "F", "birth_date": date(1992, 3, 12), "place_code": "99352"}, "pays 99352"),
    ],
)
def test_a_number_that_contradicts_the_traits_says_on_what(traits: dict, said: str) -> None:
    found = contradictions(read_matricule(whole("2920313055042")), **traits)
    assert len(found) == 1 and said in found[0] and found[0].endswith(".")


@pytest.mark.parametrize(
    ("body", "place", "born"),
    [
        ("1750120004012", "2A004", date(1975, 1, 3)),  # Corsica before it was parted
        ("1500191352012", "99352", date(1950, 1, 3)),  # Algeria before 1962
        ("1600178005012", "92050", date(1960, 1, 3)),  # Seine-et-Oise
        ("1920399352012", "99352", date(1992, 3, 12)),
        ("1920313201012", "13055", date(1992, 3, 12)),  # an arrondissement of the same département
    ],
)
def test_what_the_numbering_did_before_is_not_held_against_anybody(body: str, place: str, born: date) -> None:
    assert contradictions(read_matricule(whole(body)), sex="M", birth_date=born, place_code=place) == []


def test_what_is_not_known_contradicts_nothing() -> None:
    number = read_matricule(whole("2920313055042"))
    assert contradictions(number, sex="I", birth_date=None) == []
    assert contradictions(number, sex="F", birth_date=date(1980, 1, 1), precision=Precision.ABOUT) == []
    assert contradictions(number, sex="F", birth_date=date(1992, 1, 1), precision=Precision.YEAR) == []
    assert contradictions(number, sex="F", birth_date=date(1992, 1, 17), precision=Precision.NO_MONTH) == []


@pytest.mark.parametrize("precision", [Precision.YEAR, Precision.NO_MONTH])
def test_a_year_that_is_known_alone_still_contradicts(precision: Precision) -> None:
    number = read_matricule(whole("2920313055042"))
    found = contradictions(number, sex="F", birth_date=date(1980, 1, 1), precision=precision)
    assert found == ["Le numéro dit une naissance en 92, l’identité dit 1980."]


@pytest.mark.parametrize(
    ("precision", "sent"),
    [
        (Precision.DAY, (date(1985, 6, 17), False)),
        (Precision.MONTH, (date(1985, 6, 1), True)),
        (Precision.NO_MONTH, (date(1985, 1, 17), True)),
        (Precision.YEAR, (date(1985, 12, 31), True)),
        (Precision.ABOUT, (date(1985, 12, 31), True)),
        (Precision.UNKNOWN, (None, True)),
    ],
)
def test_an_uncertain_date_is_completed_as_the_rniv_says(precision: str, sent: tuple) -> None:
    assert completed(date(1985, 6, 17), precision) == sent


@given(st.dates(date(1890, 1, 1), date(2026, 12, 31)), st.sampled_from(Precision.values))
def test_a_completed_date_never_leaves_its_year(born: date, precision: str) -> None:
    sent, uncertain = completed(born, precision)
    assert uncertain == (precision != Precision.DAY)
    assert sent is None or (sent.year == born.year and abs(sent - born) < timedelta(days=366))


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("D’Artagnan de l’Hérault", "D'ARTAGNAN DE L'HERAULT"), ("Lœuillet", "LOEUILLET"), ("Ströß", "STROSS"),
        ("Le\u0301on", "LEON"), ("Dupont--Martin", "DUPONT--MARTIN"), ("Łukasz", "LUKASZ"), ("N’Guyễn", "N'GUYEN"),
    ],
)  # fmt: skip
def test_a_name_is_written_as_the_service_reads_it(name: str, read: str) -> None:
    assert for_the_service(name) == read


@pytest.mark.parametrize("name", ["Дмитрий", "李", "Jean3", "A@B", "-Dupont", "", "--", "'", "Zoé!"])
def test_a_sign_that_the_service_does_not_know_is_refused_never_dropped(name: str) -> None:
    with pytest.raises(NameRefused) as problem:
        for_the_service(name)
    assert str(problem.value).endswith(".")


@pytest.mark.parametrize("name", ["Jean--Marc", "Anne-", "Jo'"])
def test_a_first_name_has_no_double_hyphen_and_ends_by_a_letter(name: str) -> None:
    with pytest.raises(NameRefused):
        for_the_service(name, is_first_name=True)


@given(st.text(min_size=1, max_size=60))
def test_what_is_read_only_holds_the_signs_of_the_service(text: str) -> None:
    try:
        made = for_the_service(text)
    except NameRefused:
        return
    assert set(made) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ '-") and made[0] not in " -"
    assert for_the_service(made) == made


@given(st.lists(st.sampled_from(["Anne", "Zoé", "Jean-Marc", "D’Arcy", "Élodie"]), min_size=1, max_size=400))
def test_four_hundred_first_names_are_kept_one_by_one(names: list[str]) -> None:
    assert listed(", ".join(names)) == names
    assert begins(", ".join(names), names[0])


@pytest.mark.parametrize(
    ("names", "first", "is_start"),
    [
        ("JEAN PIERRE, Marie", "Jean-Pierre", True), ("Anne-Laure Zoé", "Anne Laure", True), ("Marie Anne", "Anne", False),
        ("Mariette", "Marie", False), ("Le\u0301on", "Léon", True), ("", "Léon", False),
    ],
)  # fmt: skip
def test_the_first_name_begins_the_list(names: str, first: str, is_start: bool) -> None:
    assert begins(names, first) is is_start


def test_composed_and_decomposed_letters_are_the_same_name() -> None:
    assert comparable("Le\u0301a") == comparable("L\u00e9a") == "LEA"
    assert comparable("Anne--Sophie") == comparable("anne sophie")


@pytest.mark.parametrize(
    "code",
    [
        "13055",
        "2A004",
        "2B033",
        "20004",
        "75066",
        "97411",
        "97123",
        "98735",
        "99352",
        "99115",
        "99999",
        "75056",
        "75113",
    ],
)
def test_a_code_that_may_exist_is_accepted(code: str) -> None:
    assert place_fault(code) == ""


@pytest.mark.parametrize(
    "code",
    [
        "20999",
        "13999",
        "96001",
        "00001",
        "97012",
        "13000",
        "75200",
        "99000",
        "99752",
        "2C004",
        "1305",
        "130555",
        "99A01",
        "98001",
    ],
)
def test_a_code_that_never_existed_is_refused_in_words(code: str) -> None:
    assert place_fault(code).endswith(".")


def test_every_département_has_its_name() -> None:
    assert all(department_of(f"{code}055"[:5]) == code for code in birth_places() if len(code) < 5)


def test_each_paper_says_where_it_comes_from() -> None:
    papers = identity_documents().values()
    assert any(paper.is_high for paper in papers)
    assert all(paper.source and paper.edition and paper.mark for paper in papers)


@pytest.mark.parametrize(
    ("body", "name", "code", "is_doubtful"),
    [
        ("2920359350042", "Lille", "", False),
        ("2920359512042", "lille", "", False),  # another commune of the same département
        ("2920313055042", "Lille", "59350", False),
        ("2920393066042", "Saint-Denis", "", False),  # one of those that bear this name agrees
        ("2920359350042", "Saint-Denis", "", True),
        ("2920359350042", "Oran, rue de la gare", "", True),
        ("2920399131042", "Lille", "", True),  # there is a Lille in Belgium
        ("2920399352042", "Algérie", "", False),
        ("2920359350042", "", "", False),
    ],
)
def test_a_place_typed_without_its_code_is_compared_when_its_name_is_sure(
    body: str, name: str, code: str, is_doubtful: bool
) -> None:
    found, doubt = against_typed_place(read_matricule(whole(body)), name, date(1992, 3, 12))
    assert (found, bool(doubt)) == (code, is_doubtful), doubt
    assert not doubt or (doubt.startswith("À vérifier") and name in doubt)
