"""CSV files as houses really have them."""

import pytest

from liane.kit.tables import Formula, TableRefused, read_table

LIST = (
    "Nom;Prénom;Date de naissance;Établissement\nBELKACEM;Samia;12/03/1992;Les Tilleuls\nROUX;Zoé;01/02/1950;L’Escale\n"
)


def cells(data, name="liste.csv"):
    return [row.cells for row in read_table(data, name).rows]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman", "cp850"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_usual_encodings_separators_and_line_ends(encoding, separator, line_end):
    text = LIST.replace(";", separator).replace("\n", line_end).replace("’", "'")
    table = read_table(text.encode(encoding), "liste.csv")
    assert table.headers == ("Nom", "Prénom", "Date de naissance", "Établissement")
    assert table.rows[1].cells == ("ROUX", "Zoé", "01/02/1950", "L'Escale")
    assert [row.line for row in table.rows] == [2, 3]


def test_titles_totals_and_empty_lines_are_left_aside_and_said():
    text = (
        "Liste des résidents;;\nÉdité le 12/03/2026;;\n;;\nNom;Prénom;Unité\nA;B;Mimosa\n;;\nC;D;Acacia\n;;\nTotal;2;\n"
    )
    table = read_table(text.encode(), "liste.csv")
    assert [row.line for row in table.rows] == [5, 7]
    assert table.first_line == 5
    assert table.notes == (
        "Lignes 1 et 2 au-dessus du tableau : titre, laissé de côté.",
        "Ligne 9 sous le tableau : total ou remarque, laissé de côté.",
    )


@pytest.mark.parametrize(
    "closing", ["Total : 2 résidents;;;", "2 personnes;;;", ";;;2", "Édité par Nicole;;;", "Effectif;2;;"]
)
def test_closings_of_many_shapes(closing):
    text = f"Nom;Prénom;Né le;Unité\nA;B;01/01/1950;X\nC;D;02/01/1950;Y\n\n{closing}\n"
    assert len(read_table(text.encode(), "l.csv").rows) == 2


@pytest.mark.parametrize("name", ["TOTALI", "EFFECTIVE", "Nombre"])
def test_a_person_whose_name_resembles_a_total_stays(name):
    text = f"Nom;Prénom;Né le;Unité\nA;B;01/01/1950;X\n{name};Ada;02/01/1950;Y\n"
    assert len(read_table(text.encode(), "l.csv").rows) == 2


def test_quotes_line_breaks_and_separators_inside_a_cell():
    data = b'Nom;Adresse;Note\n"O;BRIEN";"12 rue\ndu Pont";"dit ""Pat"""\nX;Y;Z\n'
    assert cells(data) == [("O;BRIEN", "12 rue\ndu Pont", 'dit "Pat"'), ("X", "Y", "Z")]
    assert [row.line for row in read_table(data, "l.csv").rows] == [2, 3]


def test_a_lone_quote_in_a_name_is_kept():
    assert cells(b'Nom;Foyer;X\nA;Foyer "Les Lilas" bis;1\nB;"Les Lilas" bis;1\n')[0] == (
        "A",
        'Foyer "Les Lilas" bis',
        "1",
    )


def test_the_separator_line_of_excel_is_obeyed():
    table = read_table(b"sep=,\nNom,Prenom,Note\nA,B,x;y;z\n", "l.csv")
    assert table.headers == ("Nom", "Prenom", "Note")
    assert table.rows[0].line == 3


def test_text_kept_as_a_formula_by_old_programs_is_text():
    assert cells(b'Nom;FINESS\nA;"=""013000123"""\n') == [("A", "013000123")]


def test_formulas_are_never_believed():
    assert cells(b"Nom;Note\nA;=1+1\n") == [("A", Formula("=1+1"))]


def test_phones_and_dashes_are_not_formulas():
    assert cells("Nom;Tél;Note\nA;+33 6 12 34 56 78;-\n".encode())[0] == ("A", "+33 6 12 34 56 78", "-")


def test_twin_headers_get_a_name_of_their_own():
    table = read_table(b"Nom;Nom;Tel;Tel\nA;B;1;2\n", "l.csv")
    assert table.headers == ("Nom", "Nom (2)", "Tel", "Tel (2)")
    assert any("s’appellent" in note for note in table.notes)


def test_groups_of_columns_name_their_twins():
    text = ";;Personne à prévenir;;Médecin traitant;\nNom;Prénom;Nom;Téléphone;Nom;Téléphone\nA;B;C;01;D;02\nE;F;G;03;H;04\n"
    table = read_table(text.encode(), "l.csv")
    assert table.notes == ()
    assert table.headers == (
        "Nom",
        "Prénom",
        "Personne à prévenir – Nom",
        "Personne à prévenir – Téléphone",
        "Médecin traitant – Nom",
        "Médecin traitant – Téléphone",
    )


def test_empty_columns_leave_and_unnamed_ones_are_said():
    table = read_table(b"Nom;;Prenom;;\nA;;B;x;\n", "l.csv")
    assert table.headers == ("Nom", "Prenom", "Colonne D")
    assert "La colonne D n’a pas de titre." in table.notes


def test_headers_repeated_by_page_are_left_aside():
    table = read_table(b"Nom;Prenom\nA;B\nNom;Prenom\nC;D\n", "l.csv")
    assert [row.line for row in table.rows] == [2, 4]
    assert "Ligne 3 : titres de colonnes répétés, laissés de côté." in table.notes


def test_short_and_long_lines_are_completed():
    assert cells(b"Nom;Prenom;Note\nA\nB;C;D;E\n") == [("A", None, None, None), ("B", "C", "D", "E")]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf  \r\n", "vide"),
        (b"\x00" * 500, "vide"),
        (b"Nom;Prenom\n", "que les titres"),
        (b"12;13\n14;15\n", "titres de colonnes"),
        (bytes(range(256)) * 30, "illisible"),
        (b"Nom;Pr\x00\x01\x02\x03nom\nA;B\n" * 40, "illisible"),
        (b'Nom;Prenom\n"A;B\n' + b"C;D\n" * 500, "jamais refermé"),
        (b"Nom;Prenom\nA;" + b"x" * 200_000 + b"\n", "lettres"),
        (b"Nom;Prenom\nA;" + b"x" * 40_000 + b"\n", "lettres"),
        (b"Nom;Prenom\n" + b"A;B\n" * 60_000, "50\u202f000 lignes"),
        (b";".join(b"c%d" % n for n in range(300)) + b"\n" + b"x;" * 300 + b"\n", "200 colonnes"),
        (b"x" * 25_000_001, "La limite est 25\u00a0Mo"),
    ],
)
def test_what_is_not_a_list_is_refused_in_words(data, said):
    with pytest.raises(TableRefused, match=said) as caught:
        read_table(data, "liste.csv")
    assert "Rien n’a été enregistré." in str(caught.value)


def test_a_million_lines_are_refused_without_reading_them_all():
    with pytest.raises(TableRefused, match="50\u202f000 lignes"):
        read_table(b"Nom;Prenom\n" + b"A;B\n" * 1_000_000, "liste.csv")


def test_a_file_on_the_disk_is_read_by_its_name(tmp_path):
    path = tmp_path / "résidents.csv"
    path.write_text(LIST, encoding="utf-8")
    assert read_table(path).headers[0] == "Nom"
    with pytest.raises(TableRefused, match="n’existe pas"):
        read_table(tmp_path / "absent.csv")


def test_a_text_that_is_not_a_list_is_refused_when_the_titles_are_known():
    text = "import os, sys\ndef f(a, b):\n    return a, b\nfor x in y, z:\n    print(x, y)\n"
    with pytest.raises(TableRefused, match="titres de colonnes"):
        read_table(text.encode(), "notes.txt", is_header=lambda title: title == "Nom")
