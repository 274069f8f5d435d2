"""Whatever a cell holds, a line is read: it fits in the file, or its errors are sentences."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liane.config.testing.depth import depth
from liane.kit.tables import Formula, Row, Table
from liane.people.importing.columns import Certainty, Column, Mapping, propose_mapping
from liane.people.importing.fields import choices
from liane.people.importing.rows import read_lines

TODAY = date(2026, 11, 25)
TARGETS = choices()
NASTY = st.sampled_from(
    ["<script>alert(1)</script>", "=cmd|' /C calc'!A0", "😀", "\u202eعربي", "a\x00b", "x" * 40_000, "' OR 1=1 --", "{{7*7}}",
     "2 52 03 13 055 123 45", "a@" + "b" * 400 + ".fr", "Jean " * 90, "Jean " * 25, "Jean " * 25, "Anne-Marie, " * 12, "0" * 60, "12/03/1992", "F", "Mimosa", "É’-", "́", "\ud7ff"]
)  # fmt: skip
CELL = (
    st.text(max_size=40) | NASTY | st.integers(-(10**20), 10**20) | st.floats() | st.dates() | st.datetimes() | st.none()
)  # fmt: skip
LIMITS = {"birth_name": 100, "used_name": 100, "first_names": 4000, "preferred_name": 100, "birth_place": 120}


def every_column() -> Mapping:
    return Mapping(tuple(Column(n, t.label, t, Certainty.SURE, "") for n, t in enumerate(TARGETS)))


@pytest.mark.long
@settings(max_examples=depth(300, 75), deadline=None)
@given(st.lists(CELL, min_size=len(TARGETS), max_size=len(TARGETS)))
def test_any_line_is_read_within_the_limits_of_the_file(cells):
    table = Table(tuple(t.label for t in TARGETS), (Row(2, tuple(cells)),), 2)
    propose_mapping(table, TODAY)
    line = read_lines(table, every_column(), TODAY)[0]
    assert all(error.startswith("Ligne 2, ") and error.endswith(".") for error in line.errors)
    assert not any("52 03 13" in sentence for sentence in (*line.errors, *line.remarks))
    for name, limit in LIMITS.items():
        assert len(getattr(line.traits, name)) <= limit
    assert len(line.place) <= 60
    assert all(len(number) <= 40 for number in line.numbers.values())
    for contact in line.contacts:
        assert contact.name
        assert (len(contact.name) <= 200, len(contact.phone) <= 30, len(contact.other_phone) <= 30) == (True,) * 3
        assert (len(contact.email) <= 254, len(contact.address) <= 250, len(contact.relation_label) <= 120) == (
            True,
        ) * 3
        assert "\x00" not in "".join(
            (contact.name, contact.phone, contact.address, contact.relation_label, contact.email)
        )


def test_a_formula_anywhere_is_refused_in_words():
    cells = [Formula("=1")] * len(TARGETS)
    line = read_lines(Table(("x",) * len(TARGETS), (Row(2, tuple(cells)),), 2), every_column(), TODAY)[0]
    assert "Ligne 2, date de naissance : la case contient une formule. Remplacez-la par sa valeur." in line.errors
    assert not any("Sécurité" in error or "âge" in error for error in line.errors)
