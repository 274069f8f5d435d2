"""What must hold for any text: nothing runs, nothing is lost, nothing falls over."""

import contextlib
import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from liane.kit.tables import TableRefused, read_table, write_csv
from liane.kit.tables.csv_writer import read_back
from liane.kit.tables.model import clean_text
from liane.kit.tables.tests.making import ods_of, ods_row, ods_sheet, xlsx_of
from liane.kit.tables.text_reader import read_text

TRIGGERS = "=+-@\t\r\n＝＋－＠"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n=+-@;\"',|"), max_size=60)
RISKY = st.builds(
    str.__add__, st.sampled_from([*TRIGGERS, " =", "\u00a0+", "'=", "''@", "'\t'=", "' '=", "\ufeff-"]), TEXT
)
LINES = st.lists(st.lists(TEXT | RISKY, min_size=3, max_size=3), min_size=1, max_size=8)


def first_columns(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@given(LINES)
def test_nothing_that_we_write_runs(lines):
    for record in first_columns(write_csv(lines)):
        for value in record:
            assert not value.strip(" \u00a0\u200b\ufeff").startswith(tuple(TRIGGERS))


@given(LINES)
def test_what_is_written_is_read_back(lines):
    headers = ["Nom", "Prénom", "Note"]
    _, *rows = next(read_text(write_csv([headers, *lines]), "l.csv")).rows
    back = [[cell or "" for cell in row.cells] for row in rows]
    assert back == [[clean_text(value) for value in line] for line in lines]


ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40) | RISKY


@given(st.lists(st.lists(ANY, min_size=2, max_size=2), max_size=8))
def test_our_own_file_is_read_back_sign_for_sign(lines):
    assert read_back(write_csv(lines)) == lines


@given(
    st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False, places=2)
    | st.booleans()
    | st.none()
    | st.dates()
)
def test_typed_values_are_not_text(value):
    written = first_columns(write_csv([[value]]))
    text = written[0][0] if written and written[0] else ""
    assert not text.startswith("'")
    if isinstance(value, Decimal):
        assert Decimal(text.replace(",", ".")) == value
    if isinstance(value, date):
        assert text == f"{value.day:02d}/{value.month:02d}/{value.year:04d}"


@given(st.binary(max_size=3_000))
def test_any_bytes_give_a_table_or_a_sentence(data):
    with contextlib.suppress(TableRefused):
        read_table(data, "liste.csv")


XLSX = xlsx_of([("Nom", "Prénom", "Né le"), *[("A", "B", date(1950, 1, n)) for n in range(1, 20)]])
ODS = ods_of(ods_sheet([ods_row("Nom", "Prénom"), ods_row("A", "B", repeated=5), ods_row("C", "D")]))


@settings(max_examples=300)
@given(
    st.sampled_from([XLSX, ODS]),
    st.lists(st.tuples(st.integers(0, 6_000), st.integers(0, 255)), max_size=12),
    st.data(),
)
def test_damaged_workbooks_give_a_table_or_a_sentence(good, changes, data):
    damaged = bytearray(good)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    cut = data.draw(st.integers(1, len(damaged)))
    for attempt in (bytes(damaged), bytes(damaged[:cut])):
        with contextlib.suppress(TableRefused):
            read_table(attempt, "liste")
