"""Excel and OpenDocument files as houses really have them."""

from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.styles import NamedStyle

from liane.kit.tables import Formula, TableRefused, read_table
from liane.kit.tables.tests.making import ods_of, ods_row, ods_sheet, saved, xlsx_of, zip_of

HEADERS = ("Nom", "Prénom", "Né le", "FINESS")
OLD_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
LOCKED = OLD_XLS + "EncryptedPackage".encode("utf-16-le")


def test_values_come_as_given():
    table = read_table(
        xlsx_of(
            [
                ("Liste des résidents",),
                HEADERS,
                ("BELKACEM", " Samia ", date(1992, 3, 12), 130012345),
                ("ROUX", "Zoé", datetime(1950, 2, 1, 8, 30), 12.5),
                ("X", True, time(7, 10), None),
                (None, None, None, None),
                ("Total", 3),
            ]
        ),
        "l.xlsx",
    )
    assert [row.line for row in table.rows] == [3, 4, 5]
    assert table.rows[0].cells == ("BELKACEM", "Samia", date(1992, 3, 12), 130012345)
    assert table.rows[1].cells == ("ROUX", "Zoé", datetime(1950, 2, 1, 8, 30), 12.5)
    assert table.rows[2].cells == ("X", "Oui", "07:10", None)


def test_codes_shown_with_their_zeros_keep_them():
    book = Workbook()
    sheet = book.active
    sheet.append(("Nom", "FINESS", "Tél"))
    sheet.append(("A", 13001234, 612345678))
    sheet["B2"].number_format = "000000000"
    sheet["C2"].number_format = '0#" "##" "##" "##" "##'
    assert read_table(saved(book), "l.xlsx").rows[0].cells == ("A", "013001234", "0612345678")


def test_dates_are_told_by_their_look():
    book = Workbook()
    sheet = book.active
    sheet.append(("Nom", "a", "b", "c", "d", "e"))
    sheet.append(("A", 33675, 33675, 33675, 33675, 33675))
    looks = ("dd/mm/yyyy", "[$-40C]d mmmm yyyy;@", "General", '0" jours"', "jj/mm/aaaa")
    for column, look in zip("BCDEF", looks, strict=True):
        sheet[f"{column}2"].number_format = look
    born = date(1992, 3, 12)
    assert read_table(saved(book), "l.xlsx").rows[0].cells == ("A", born, born, 33675, 33675, born)


def test_the_calendar_of_old_macintoshes():
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)
    book.active.append(("Nom", "Né le"))
    book.active.append(("A", date(1992, 3, 12)))
    assert read_table(saved(book), "l.xlsx").rows[0].cells == ("A", date(1992, 3, 12))


def test_formulas_are_never_evaluated():
    data = xlsx_of([("Nom", "Âge"), ("A", "=YEAR(NOW())-1950"), ("B", "#REF!")])
    first, second = read_table(data, "l.xlsx").rows
    assert first.cells == ("A", Formula("=YEAR(NOW())-1950"))
    assert second.cells == ("B", Formula("#REF!"))


def test_the_sheet_with_the_list_is_chosen_and_said():
    book = Workbook()
    book.active.title = "Lisez-moi"
    book.active.append(("Ce fichier contient la liste",))
    people = book.create_sheet("Résidents")
    for row in (HEADERS, ("A", "B", date(1950, 1, 1), 1), ("C", "D", date(1950, 1, 1), 2)):
        people.append(row)
    hidden = book.create_sheet("Caché")
    hidden.sheet_state = "hidden"
    hidden.append(HEADERS)
    table = read_table(saved(book), "l.xlsx", is_header=lambda text: text in HEADERS)
    assert table.sheet == "Résidents"
    assert len(table.rows) == 2


def test_hidden_lines_are_read_and_said():
    book = Workbook()
    for row in (HEADERS, ("A", "B", date(1950, 1, 1), 1), ("C", "D", date(1950, 1, 1), 2)):
        book.active.append(row)
    book.active.row_dimensions[3].hidden = True
    table = read_table(saved(book), "l.xlsx")
    assert len(table.rows) == 2
    assert any("masquée" in note for note in table.notes)


def test_a_look_far_away_costs_nothing():
    book = Workbook()
    book.active.append(HEADERS)
    book.active.append(("A", "B", None, None))
    book.active["XFD2"].style = NamedStyle("loin")
    book.active["A1048576"].style = "loin"
    assert len(read_table(saved(book), "l.xlsx").rows) == 1
    book.active["XFD2"] = "perdu"
    with pytest.raises(TableRefused, match="200 colonnes"):
        read_table(saved(book), "l.xlsx")


def test_open_document_values():
    number = '<table:table-cell office:value-type="float" office:value="{0}"><text:p>{1}</text:p></table:table-cell>'
    row = (
        '<table:table-row><table:table-cell office:value-type="string"><text:p>BEL<text:s text:c="2"/>KACEM</text:p>'
        "<text:p>dite <text:span>Sam</text:span></text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="1992-03-12"><text:p>12/03/92</text:p></table:table-cell>'
        + number.format("13001234", "013001234")
        + number.format("13001234", "13 001 234")
        + '<table:table-cell table:number-columns-repeated="16380"/></table:table-row>'
    )
    sheet = ods_sheet(
        [
            ods_row("Nom", "Né le", "FINESS", "Nombre"),
            row,
            ods_row(repeated=1_048_570),
            ods_row("Z", "1992", "1", "2", repeated=3),
        ]
    )
    table = read_table(ods_of(ods_sheet([], "Vide"), sheet), "l.ods")
    assert table.rows[0].cells == ("BEL  KACEM\ndite Sam", date(1992, 3, 12), "013001234", 13001234)
    assert [row.line for row in table.rows] == [2, 1_048_573, 1_048_574, 1_048_575]


def test_open_document_formulas_and_comments():
    row = (
        "<table:table-row><table:table-cell office:value-type='string'><office:annotation><text:p>secret</text:p>"
        "</office:annotation><text:p>A</text:p></table:table-cell>"
        "<table:table-cell table:formula='of:=1+1' office:value-type='float' office:value='2'><text:p>2</text:p>"
        "</table:table-cell></table:table-row>"
    )
    table = read_table(ods_of(ods_sheet([ods_row("Nom", "Âge"), row])), "l.ods")
    assert table.rows[0].cells == ("A", Formula("of:=1+1"))


def test_the_second_open_document_sheet_is_found():
    first = ods_sheet([ods_row("Bonjour")] * 40, "Lisez-moi")
    second = ods_sheet([ods_row("Nom", "Prénom"), ods_row("A", "B")], "Liste")
    table = read_table(ods_of(first, second), "l.ods")
    assert table.sheet == "Liste"
    assert table.rows[0].cells == ("A", "B")


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "liste.xlsx", "document PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "liste.xlsx", "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "liste.csv", "image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "liste.csv", "image"),
        (OLD_XLS, "liste.xls", "ancien format"),
        (LOCKED, "liste.xlsx", "mot de passe"),
        (b"<html><table><tr><td>Nom</td></tr></table></html>", "liste.xls", "page web"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "liste.xls", "page web"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "liste.xls", "XML"),
        (b"{\\rtf1\\ansi Nom}", "liste.csv", "document texte"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "liste.csv.gz", "dossier compressé"),
        (b"MZ\x90\x00\x03\x00", "liste.csv", "programme"),
        (zip_of({"a.txt": "x"}), "liste.xlsx", "dossier compressé"),
        (zip_of({"word/document.xml": "<a/>"}), "liste.docx", "document texte"),
        (zip_of({"xl/workbook.bin": b"x"}), "liste.xlsb", "xlsb"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "l.odt", "document texte"),
        (
            zip_of({
                "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
                "content.xml": "xx",
                "META-INF/manifest.xml": "<m><manifest:encryption-data/></m>",
            }),
            "l.ods",
            "mot de passe",
        ),
        (zip_of({"xl/workbook.xml": "<a/>", "xl/worksheets/s.xml": b"0" * 60_000_000}), "l.xlsx", "énorme"),
        (zip_of({"xl/workbook.xml": "<a/>", "../x": "y"}), "l.xlsx", "chemin dangereux"),
        (zip_of({"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "l.xlsx", "déclaration interdite"),
        (zip_of({"xl/workbook.xml": "<a/>", "xl/_rels/workbook.xml.rels": "<a/>"}), "l.xlsx", "aucune feuille"),
        (zip_of({"xl/workbook.xml": "<a>"}), "l.xlsx", "abîmé"),
        (zip_of({"xl/workbook.xml": "<a/>"}), "l.xlsx", "abîmé"),
        (xlsx_of([]), "l.xlsx", "vide"),
        (xlsx_of([HEADERS]), "l.xlsx", "que les titres"),
        (ods_of(), "l.ods", "aucune feuille"),
        (ods_of(ods_sheet([ods_row("Nom", "Prénom"), ods_row("A", "B", repeated=1_000_000)])), "l.ods", "50\u202f000 lignes"),
        (ods_of("<x/>" * 900_000), "l.ods", "énorme"),
        (xlsx_of([HEADERS])[:-40], "l.xlsx", "abîmé"),
    ],
)  # fmt: skip
def test_what_is_not_a_workbook_is_refused_in_words(data, name, said):
    with pytest.raises(TableRefused, match=said) as caught:
        read_table(data, name)
    assert "Rien n’a été enregistré." in str(caught.value)
    assert str(caught.value)[0].isupper() or str(caught.value).startswith("«")
