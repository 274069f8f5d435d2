"""./liane import personnes, as a secretary types it: line by line, nothing without a yes, one sentence when it cannot."""

import argparse
from pathlib import Path

import pytest

from liane.config.cli import import_people, imports
from liane.people.models import Person
from liane.people.queries.listing import persons_in_order
from liane.stays.importing.models import ImportBatch
from liane.testing import House

LIST = (
    "Liste des résidents;;;;\nNom;Prénom;Né le;Unité;Entrée\nMARTIN;Jeanne;12/03/52;Mimosa;01/09/2020\n"
    "DIALLO;Amadou;31/02/1990;Mimosa;01/09/2020\nTotal;2;;;\n"
)


def typed(file: Path, **changes: object) -> argparse.Namespace:
    values = {"kind": "personnes", "file": str(file), "dry_run": False, "unit": "", "account": "nicole", "yes": False}
    return argparse.Namespace(**{**values, **changes})


@pytest.fixture
def liste(tmp_path: Path) -> Path:
    path = tmp_path / "liste.csv"
    path.write_text(LIST, encoding="cp1252")
    return path


def test_a_dry_run_says_line_by_line_and_writes_nothing(
    house: House, liste: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Person.objects.count()
    assert import_people.run(typed(liste, dry_run=True)) == 0
    told = capsys.readouterr().out
    assert "Ligne 3 — Nouvelle personne : Jeanne MARTIN (Mimosa, FAM Les Tilleuls)" in told
    assert "Ligne 4, date de naissance : le 31/02 n’existe pas. Vérifiez le jour." in told
    assert "1\u00a0ligne prise, 1 à corriger : ligne 4." in told
    assert Person.objects.count() == before
    assert not ImportBatch.objects.exists()


def test_nothing_is_written_without_a_yes(house: House, liste: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_people.run(typed(liste)) == 1
    assert "ajoutez --yes pour accepter" in capsys.readouterr().err
    assert not ImportBatch.objects.exists()


def test_with_a_yes_people_are_in_the_list(house: House, liste: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_people.run(typed(liste, yes=True)) == 0
    assert "Enregistré : 1\u00a0dossier ouvert, 0\u00a0personne déjà connue." in capsys.readouterr().out
    assert "MARTIN" in [card.person.birth_name for card in persons_in_order(house.actor("nicole"), "tous")]
    assert import_people.run(typed(liste, yes=True)) == 0
    assert Person.objects.filter(birth_name="MARTIN").count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"account": "karim"}, "ne peut pas importer de personnes"),
        ({"account": "personne"}, "n’existe pas"),
        ({"account": "admin"}, "ne peut pas importer de personnes"),
        ({"unit": "Nulle part"}, "Choisissez parmi : Acacia (FAM Les Tilleuls), Mimosa (FAM Les Tilleuls)."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    house: House, liste: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, str], said: str
) -> None:
    assert import_people.run(typed(liste, **changes)) == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.4", "document PDF"),
        (b"", "est vide"),
        ("Nom;Unité\nROUX;Mimosa\n".encode(), "Indiquez quelle colonne contient le prénom."),
    ],
)
def test_a_file_that_is_not_a_list_is_refused_in_words(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, said: str
) -> None:
    path = tmp_path / "liste.xlsx"
    path.write_bytes(data)
    assert import_people.run(typed(path, yes=True)) == 1
    assert said in capsys.readouterr().err


def test_a_missing_file_is_said_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    assert imports.run(typed(Path("absent.csv"))) == 1
    assert "n’existe pas" in capsys.readouterr().err
