"""What is read of a notification, and what is shown because it could not be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liane.stays.referrals import nss
from liane.stays.referrals.reading import read_notice

MDPH = """Maison départementale des personnes handicapées des Bouches-du-Rhône
NOTIFICATION DE DÉCISION
Numéro de dossier MDPH : 13-2024-004512
Décision du 14/09/2026
Numéro de décision : D-2026-88412

Identité de la personne
Nom de naissance : ROUSSEL
Prénom(s) : Lina, Marie
Sexe : Féminin
Née le 12/03/2005 à Aubagne
N° de sécurité sociale : 2 05 03 13 005 042 33
Adresse : 12 rue des Lilas, 13400 Aubagne
Téléphone : 06 12 34 56 78

Représentant légal
Nom : ROUSSEL Claire
Téléphone : 06 98 76 54 32

Décision
Orientation : Foyer d’accueil médicalisé, hébergement permanent
Période : du 01/10/2026 au 30/09/2031
Motivation : Autonomie partielle.
Souhaite rester près de sa famille.

Page 1/2
"""


def test_a_notification_of_an_mdph_is_read_whole() -> None:
    read = read_notice(MDPH)
    assert read.doubts == [] and read.unread == []
    assert read.values == {
        "birth_name": "ROUSSEL", "first_names": "Lina, Marie", "sex": "F", "birth_date": "12/03/2005", "birth_place": "Aubagne",
        "nss": "205031300504233", "mdph_number": "13-2024-004512", "address": "12 rue des Lilas, 13400 Aubagne",
        "phone": "06 12 34 56 78", "contact_name": "ROUSSEL Claire", "contact_phone": "06 98 76 54 32",
        "decision_on": "14/09/2026", "decision_number": "D-2026-88412", "starts_on": "01/10/2026", "ends_on": "30/09/2031",
        "orientation": "Foyer d’accueil médicalisé, hébergement permanent", "origin": "MDPH",
        "request": "Autonomie partielle.\nSouhaite rester près de sa famille.",
    }  # fmt: skip
    assert read.rest == [
        "Maison départementale des personnes handicapées des Bouches-du-Rhône",
        "NOTIFICATION DE DÉCISION",
    ]


def test_a_value_on_the_next_line_is_read() -> None:
    assert read_notice("Nom de naissance\nDURAND\nPrénom\nLéa").values == {"birth_name": "DURAND", "first_names": "Léa"}


def test_what_is_written_of_the_parent_is_never_taken_for_her() -> None:
    read = read_notice("Nom : PETIT\nPrénom : Hugo\nReprésentant légal\nNom : GARNIER\nDate de naissance : 01/02/1970")
    assert read.values == {"birth_name": "PETIT", "first_names": "Hugo", "contact_name": "GARNIER"}
    assert "Date de naissance : 01/02/1970" in read.rest


def test_two_answers_for_one_field_are_shown_and_none_is_chosen() -> None:
    read = read_notice("Nom : DURAND\nDate de naissance : 12/03/1992\nNé le 13/03/1992")
    assert "birth_date" not in read.values
    assert "12/03/1992 ; 13/03/1992" in read.doubts[0]


def test_what_cannot_be_is_shown_and_never_written() -> None:
    text = "Nom : DURAND\nNé le 31/02/1992\nN° de sécurité sociale : 2 05 03 13 005 042 34\nTéléphone : voir la mère\nSexe : X"
    read = read_notice(text)
    assert read.values == {"birth_name": "DURAND"}
    whys = [why for _, _, why in read.unread]
    assert "Le 31/02 n’existe pas. Vérifiez le jour." in whys
    assert any("clé" in why for why in whys) and len(whys) == 4


def test_names_written_alike_are_not_told_apart() -> None:
    assert read_notice("Nom et prénom : DURAND Léa Marie").values == {
        "birth_name": "DURAND",
        "first_names": "Léa Marie",
    }
    assert read_notice("Nom et prénom : Mme Léa DURAND").values == {"birth_name": "DURAND", "first_names": "Léa"}
    for hard in ("JEAN MARTIN", "Jean Martin", "DE LA Fontaine JEAN"):
        read = read_notice(f"Nom et prénom : {hard}")
        assert read.values == {} and read.unread


def test_a_birth_known_in_part_stays_in_part() -> None:
    assert read_notice("Date de naissance : 1948").values == {"birth_date": "1948"}
    assert read_notice("Date de naissance : 03/1948 (78 ans)").values == {"birth_date": "03/1948"}
    assert read_notice("Date de naissance : 13/1948").unread


def test_an_end_before_its_beginning_is_shown() -> None:
    assert "avant" in read_notice("Période : du 01/10/2031 au 30/09/2026").unread[0][2]


def test_the_number_of_corsica_has_its_key() -> None:
    body = "184032A004006"
    key = 97 - int(body.replace("2A", "19")) % 97
    assert nss.fault(f"{body}{key:02d}") == ""
    assert nss.fault(f"{body}{(key % 97) + 1:02d}") != ""


LEA = {"birth_name": "DURAND", "first_names": "Léa", "birth_date": "12/03/1992"}


@pytest.mark.parametrize(
    "text",
    [
        "Nom : DURAND   Prénom : Léa   Date de naissance : 12/03/1992",
        "Nom\tDURAND\tPrénom\tLéa\tNé(e) le\t12/03/1992",
        "Nom\tPrénom\tDate de naissance\nDURAND\tLéa\t12/03/1992",
        "Nom\tDURAND\nPrénom\tLéa\nDate de naissance\t12/03/1992",
        "NOM DE NAISSANCE: DURAND PRENOMS: Léa NÉE LE: 12 mars 1992",
    ],
)
def test_the_same_is_read_from_every_layout(text: str) -> None:
    assert read_notice(text).values == LEA


def test_a_value_is_never_swallowed_by_the_label_that_follows() -> None:
    """A name that would hold the next label is not a name: nothing is written in silence."""
    for text in ("Nom\tDURAND\tinconnu\tLéa", "Nom : DURAND / Prenom Léa"):
        read = read_notice(text)
        assert read.values.get("birth_name") in (None, "DURAND"), read.values


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=600))
def test_any_text_is_read_without_falling(text: str) -> None:
    read = read_notice(text)
    assert all(isinstance(value, str) for value in read.values.values())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([*MDPH.splitlines(), "Nom :", "31/02/2020", "\u202e:::", "Né le", "Prénom"]), max_size=40)
)
def test_lines_in_any_order_are_read_without_falling(lines: list[str]) -> None:
    read_notice("\n".join(lines))
