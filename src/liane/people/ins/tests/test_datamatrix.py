"""The INS datamatrix: the published vector, what is drawn, what a scanner gives back."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liane.people.ins.datamatrix import GS, UNREADABLE, CodeRefused, looks_scanned, read_code, search_words, written
from liane.people.ins.drawing import modules, shape, svg
from liane.people.ins.matricule import DEMO_NIR, NIR, key_of

BODY = "2151299100001"
ADA = {
    "matricule": BODY + key_of(BODY), "oid": NIR, "first_names": "Ada", "birth_name": "Lovelace", "sex": "F",
    "birth_date": date(1815, 12, 10), "place_code": "99100",
}  # fmt: skip
TEXT = written(**ADA)


def test_the_published_vector_has_104_characters() -> None:
    """Ada LOVELACE, F, 10-12-1815, 99100, NIR OID, matricule of 15 characters (requirements I-035)."""
    assert len(TEXT) == 104
    assert TEXT.startswith("IS01" + "0" * 22 + "S1")
    assert TEXT.endswith(f"S3ADA{GS}S4LOVELACE{GS}S5FS610-12-1815S799100")
    assert TEXT.count(GS) == 3  # the OID of 19 signs, the first names, the name


def test_gs_only_ends_what_could_have_been_longer() -> None:
    assert GS + "S3" not in written(**ADA | {"oid": DEMO_NIR})  # twenty signs: the field is full
    full = written(**ADA | {"birth_name": "A" * 100})
    assert "A" * 100 + "S5" in full
    assert written(**ADA | {"place_code": ""}).endswith("S610-12-1815")  # the last field is never ended


def test_first_names_stop_at_a_whole_name_within_a_hundred_signs() -> None:
    names = ", ".join(["Anne-Laure"] * 40)
    read = read_code(written(**ADA | {"first_names": names}))
    assert read.first_names == " ".join(["ANNE-LAURE"] * 9)


def test_the_drawing_is_the_one_that_another_reader_reads() -> None:
    """`ada.txt`: the modules of the vector, read back byte for byte by zxing-cpp 3.1.1 when they were written down."""
    known = (Path(__file__).parent / "ada.txt").read_text().split()
    assert ["".join(map(str, row)) for row in modules(TEXT)] == known


def on_a_french_keyboard(text: str) -> str:
    """What a French computer shows of a scanner that presses the keys of an American keyboard; Ctrl+] types nothing."""
    american, french = "0123456789AQZWMaqzwm.-'", "à&é\"'(-è_çQAWZ?qawz,:)ù"
    return text.replace(GS, "").translate(str.maketrans(american, french))


def test_the_drawing_keeps_a_module_of_silence() -> None:
    drawn = shape(TEXT)
    assert drawn.side == len(modules(TEXT)) + 2
    assert drawn.path.count("M") == sum(map(sum, modules(TEXT)))
    assert "M0 " not in drawn.path and f"M{drawn.side - 1} " not in drawn.path
    assert svg(TEXT).startswith("<svg")


@pytest.mark.parametrize(
    "typed",
    [
        TEXT, TEXT + "\r\n", TEXT.replace(GS, "<GS>"), TEXT.replace(GS, "[gs]"), TEXT.replace(GS, "^]"), TEXT.replace(GS, ""),
        TEXT.lower(), f"  {TEXT}", TEXT.replace(GS, "␝"),
        on_a_french_keyboard(TEXT), on_a_french_keyboard(TEXT.lower()), f" {on_a_french_keyboard(TEXT)}\r\n",
    ],
)  # fmt: skip
def test_whatever_the_scanner_makes_of_gs_the_code_is_read(typed: str) -> None:
    read = read_code(typed)
    assert (read.birth_name, read.first_names, read.sex, read.birth_place_code) == ("LOVELACE", "ADA", "F", "99100")
    assert read.birth_date == date(1815, 12, 10)
    assert search_words(typed) == "LOVELACE ADA 10/12/1815"


_NAME = st.from_regex(r"\A[A-Z](?:[A-Z' -]{0,30}[A-Z])?\Z").map(lambda text: " ".join(text.split()))


@given(
    _NAME,
    st.lists(st.from_regex(r"\A[A-Z]{2,12}\Z"), min_size=1, max_size=5),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
)
def test_what_is_written_is_read_back(name: str, first: list[str], born: date) -> None:
    body = f"2{born:%y%m}13055001"
    values = ADA | {
        "matricule": body + key_of(body), "birth_name": name, "first_names": ", ".join(first), "birth_date": born,
        "place_code": "13055",
    }  # fmt: skip
    read = read_code(written(**values))
    assert (read.birth_name, read.first_names, read.birth_date) == (name, " ".join(first), born)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", UNREADABLE),
        ("IS01", UNREADABLE),
        (TEXT[:60], UNREADABLE),
        (TEXT.replace("S5F", "S5X"), UNREADABLE),
        (TEXT.replace("4.8", "4.2"), UNREADABLE),
        (TEXT.replace("S121", "S122"), "clé"),
        (TEXT.replace("S5F", "S5M"), "se contredit"),
        (TEXT.replace("10-12-1815", "10-11-1815"), "se contredit"),
        (TEXT.replace("10-12-1815", "31-02-1815"), "31/02/1815 n’existe pas"),
        (TEXT.replace("S799100", "S713055"), "se contredit"),
        (TEXT.replace("S799100", "S799000"), "Aucun pays"),
        ("https://exemple.fr/?q=" + TEXT, UNREADABLE),
    ],
)
def test_a_code_that_cannot_be_believed_says_why(typed: str, said: str) -> None:
    with pytest.raises(CodeRefused, match=said):
        read_code(typed)
    assert search_words(typed) == ""


@given(st.text(max_size=300))
def test_any_text_is_a_code_or_a_sentence(text: str) -> None:
    try:
        read_code(text)
    except CodeRefused as problem:
        assert str(problem)


def test_every_sign_of_a_name_comes_back_from_a_french_keyboard() -> None:
    name = "AMQUEZ-D'WAZ MAX"
    text = written(**ADA | {"first_names": "MAXWELL, ZOÉ-QUITTERIE", "birth_name": name})
    assert read_code(on_a_french_keyboard(text)) == read_code(text)
    assert read_code(text).birth_name == name


def test_a_name_is_not_taken_for_a_code() -> None:
    assert looks_scanned(on_a_french_keyboard(TEXT[:40])) and not looks_scanned("Isà & cie")
    assert not looks_scanned("Isabelle 01") and looks_scanned(TEXT) and looks_scanned(TEXT[:40])
