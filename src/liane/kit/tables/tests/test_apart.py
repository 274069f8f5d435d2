"""The reader apart: the same table, the same sentences, and no way to hurt the house."""

import subprocess
import sys
from datetime import date

import pytest

from liane.kit.apart import SOURCES
from liane.kit.tables import Formula, Table, TableRefused, apart, read_table
from liane.kit.tables.model import Row
from liane.kit.tables.storage import pack, unpack
from liane.kit.tables.tests.making import ods_of, ods_row, ods_sheet, xlsx_of, zip_of

ROWS = [("Nom", "Né le", "N", "F"), ("É’A", date(1950, 1, 1), 12.5, "=1+1"), ("=x", None, 3, "b")]


@pytest.mark.parametrize("data", [xlsx_of(ROWS), ods_of(ods_sheet([ods_row("Nom", "N"), ods_row("É’A", "1")]))])
def test_the_same_table_comes_back(data: bytes) -> None:
    assert apart.read_table_apart(data, "l.xlsx") == read_table(data, "l.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252", "mac_roman", "cp850"])
def test_every_encoding_is_ready_before_the_doors_close(encoding: str) -> None:
    data = "Nom;Prénom\nROUX;Zoé\n".encode(encoding)
    assert apart.read_table_apart(data, "l.csv").rows[0].cells == ("ROUX", "Zoé")


@pytest.mark.parametrize(
    "data", [b"%PDF-1.4", b"", b"Nom;Prenom\n", zip_of({"xl/workbook.xml": "<a>"}), b"PK\x03\x04x"]
)
def test_the_same_sentence_comes_back(data: bytes) -> None:
    with pytest.raises(TableRefused) as here:
        read_table(data, "l.xlsx")
    with pytest.raises(TableRefused) as there:
        apart.read_table_apart(data, "l.xlsx")
    assert str(here.value) == str(there.value)


def test_a_reader_that_dies_or_sleeps_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(TableRefused, match="trop de travail"):
        apart.read_table_apart(b"Nom;Prenom\nA;B\n", "l.csv")

    def late(*args: object, **kwargs: object) -> None:
        raise subprocess.TimeoutExpired("liane", 1)

    monkeypatch.setattr(apart.subprocess, "run", late)
    with pytest.raises(TableRefused, match="trop de temps"):
        apart.read_table_apart(b"Nom;Prenom\nA;B\n", "l.csv")


@pytest.mark.parametrize(
    "attempt",
    ["open('/etc/passwd')", "import socket; socket.socket()", "x = bytearray(3_000_000_000)", "import this"],
)
def test_once_the_doors_are_closed_nothing_opens(attempt: str) -> None:
    code = f"from liane.kit.tables.apart import _close_doors; _close_doors()\n{attempt}\nprint('opened')"
    answer = subprocess.run(
        (sys.executable, "-c", code),
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(SOURCES)},
    )
    assert answer.returncode != 0
    assert "opened" not in answer.stdout


def test_every_kind_of_cell_travels() -> None:
    cells = ("a", 1, 1.5, date(1950, 1, 1), None, Formula("=1"))
    table = Table(("A",) * 6, (Row(4, cells),), 4, ("note",), "Feuille")
    assert unpack(pack(table)) == table
