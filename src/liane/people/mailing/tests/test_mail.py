"""Labels and letters: addressed right, protected addresses left out and said, one trace for each person printed."""

import io
from typing import Any

import pypdf
import pytest

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.people.models import Home, Household, HouseholdMember, Record
from liane.testing import House, asked

LETTER = {"subject": "Réunion des familles", "on": "24/12/2026", "hour": "14 h 30", "place": "Salle du rez-de-chaussée"}


def lives(house: House, record: Record, address: str, name: str = "Chez elle", kind: str = "MAIN") -> Household:
    household = Household.objects.create(organization=house.deux_rives, name=name, address=address)
    Home.objects.create(organization=house.deux_rives, record=record, household=household, kind=kind)
    return household


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.fixture
def group(house: House) -> list[Record]:
    tom, zoe, ida = (house.person(name, "mimosa") for name in ("Tom Roussel", "Zoé Petit", "Ida Cachée"))
    Record.objects.filter(pk=ida.pk).update(is_protected=True)
    lives(house, house.sam, "1 rue du Port, 13001 Marseille")
    hers = lives(house, tom, "4 rue des Lilas, 13002 Marseille", "Chez sa mère", "ALTERNATE")
    lives(house, tom, "8 avenue du Port, 13008 Marseille", "Chez son père", "ALTERNATE")
    lives(house, ida, "9 rue Secrète, 13009 Marseille")
    mother = house.relative(
        tom, "Nadia Roussel", "mimosa", relation="MTH", is_legal=True, address="4 rue des Lilas, 13002 Marseille"
    )
    HouseholdMember.objects.create(organization=house.deux_rives, household=hers, contact=mother.contact)
    return [house.sam, tom, zoe, ida]


def send(house: House, slug: str, group: list[Record], **changes: Any) -> Any:
    sent = {"id": str(uuid7()), "people": [str(r.pk) for r in group], "to": "PERSON", "papier": "etiquettes", **changes}
    return house.client(slug).post("/personnes/courrier/", sent)


def test_labels_leave_out_what_may_not_be_read_and_say_it(house: House, group: list[Record]) -> None:
    answer = send(house, "nicole", group)
    text = words(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert "Samia Belkacem 1 rue du Port 13001 Marseille" in text and "4 rue des Lilas" in text
    assert "Secrète" not in text and "Ida Cachée : coordonnées protégées" in text
    assert "Zoé Petit : pas d’adresse connue" in text
    printed = JournalEntry.objects.filter(kind=Kind.MAIL_PRINTED).values_list("record_id", flat=True)
    assert set(printed) == {group[0].pk, group[1].pk}
    assert "9 rue Secrète" in words(send(house, "sophie", group).content)


def test_the_page_shows_no_address_and_says_who_is_left_out(house: House, group: list[Record]) -> None:
    page = house.client("nicole").get("/personnes/courrier/").content.decode()
    assert "Laissé de côté : coordonnées protégées" in page and "du Port" not in page
    assert len(asked(house.client("nicole"), "/personnes/courrier/")) <= 9


def test_a_letter_goes_to_who_represents_her_or_to_both_homes(house: House, group: list[Record]) -> None:
    legal = words(send(house, "nicole", group, to="LEGAL", papier="convocation", **LETTER).content)
    assert "Nadia Roussel 4 rue des Lilas" in legal and "Cette lettre concerne Tom Roussel" in legal
    assert "Réunion des familles" in legal and "jeudi 24 décembre 2026 à 14 h 30" in legal.replace("\u00a0", " ")
    both = words(send(house, "nicole", group, to="HOUSEHOLD").content)
    assert "Nadia Roussel 4 rue des Lilas" in both and "Tom Roussel 8 avenue du Port" in both


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"people": []}, "Choisissez au moins une personne"),
        ({"people": ["x"]}, "Cette liste a changé"),
        ({"papier": "convocation"}, "Écrivez l’objet de la convocation"),
        ({"papier": "convocation", **LETTER, "on": "31/02/2027"}, "Le 31/02 n’existe pas"),
        ({"papier": "convocation", **LETTER, "on": "01/01/2020"}, "trop ancienne"),
        ({"papier": "convocation", **LETTER, "hour": "midi"}, "Écrivez l’heure comme ceci"),
    ],
)
def test_what_is_missing_is_said(house: House, group: list[Record], changes: dict[str, Any], sentence: str) -> None:
    answer = send(house, "nicole", group, **changes)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not JournalEntry.objects.filter(kind=Kind.MAIL_PRINTED).exists()


def test_somebody_of_another_team_is_not_in_a_list(house: House, group: list[Record]) -> None:
    other = house.person("Ana Ailleurs", "savs")
    lives(house, other, "3 rue Ailleurs")
    assert "Ana" not in house.client("nicole").get("/personnes/courrier/").content.decode()
    assert send(house, "nicole", [other]).status_code == 422
    alone = house.person("Zoé Seule", "mimosa")
    answer = send(house, "nicole", [alone])
    assert answer.status_code == 422 and "Rien à imprimer" in answer.content.decode()
