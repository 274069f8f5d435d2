"""Columns as real houses title them: what Liane proposes, and what it leaves out in words."""

from datetime import date

import pytest

from liane.kit.tables import read_table
from liane.people.importing.columns import Certainty, propose_mapping
from liane.people.importing.fields import (
    IGNORED,
    LABELS,
    Field,
    Target,
    choices,
    target_of,
)
from liane.people.importing.headers import is_known_header, read_header

TODAY = date(2026, 11, 25)
TITLES = {
    Field.BIRTH_NAME: "Nom|NOM|Nom de naissance|Nom de jeune fille|NJF|Nom de famille|Nom du résident|Nom_naissance|Patronyme",
    Field.USED_NAME: "Nom d’usage|NOM USUEL|Nom marital|Nom d'épouse|Nom utilisé",
    Field.FULL_NAME: "Nom et prénom|NOM Prénom|Nom Prénoms|Résident|Usager|Identité|Nom / Prénom|Prénom NOM du jeune",
    Field.FIRST_NAMES: "Prénom|Prénom(s)|PRENOMS|Prénoms de naissance|PRENON|prénom de l’usager",
    Field.PREFERRED_NAME: "Prénom usuel|Prénom d’usage|Surnom|Prénom utilisé",
    Field.SEX: "Sexe|Sx|Civilité|Civ.|Genre",
    Field.BIRTH_DATE: "Date de naissance|DDN|D.D.N.|Né(e) le|Née le|Naissance|Date naiss.|Dt naissance|date de naisance"
    "|dateNaissance|Date de naissance de l’usager|DATE NAISSANCE",
    Field.BIRTH_ORDER: "Rang de naissance|RANG NAISSANCE|N° d’ordre de naissance|Rang au registre des naissances|Rang naiss.",
    Field.BIRTH_PLACE: "Lieu de naissance|Commune de naissance|Ville de naissance|Lieu naiss.",
    Field.BIRTH_PLACE_CODE: "Code INSEE|Code INSEE naissance|INSEE",
    Field.FINESS: "FINESS|N° FINESS|Numéro Finess",
    Field.FACILITY: "Établissement|Etablisement|Structure|ESMS|Nom Etablissement",
    Field.UNIT: "Unité|Groupe|Unité de vie|Service|Pavillon|Lieu de vie",
    Field.PLACE: "Chambre|N° chambre|Ch.|Logement|Place",
    Field.STARTS_ON: "Date d’entrée|Entrée|Date d'admission|Entré le|Arrivée|Date d’entrée dans l’unité",
    Field.ENDS_ON: "Date de sortie|Sortie|Sorti le|Date de fin|Départ",
    Field.PLANNED_ENDS_ON: "Sortie prévue|Date de sortie prévue|Date prévisionnelle de sortie|Fin prévue",
    Field.ENTRY_MODE: "Mode d’entrée|MODE D'ENTREE|Mode d’admission",
    Field.ORIGIN: "Provenance|Origine|Lieu de provenance",
    Field.EXIT_MODE: "Mode de sortie|Motif de sortie|Motif du départ",
    Field.DESTINATION: "Destination|Destination à la sortie",
    Field.RIGHT_ORIENTATION: "Orientation MDPH jusqu’au|Fin d’orientation|Échéance orientation MDPH|Date de fin de l’orientation",
    Field.RIGHT_AAH: "AAH fin|AAH|Échéance AAH|AAH jusqu'au",
    Field.RIGHT_AEEH: "AEEH",
    Field.RIGHT_PCH: "Fin PCH",
    Field.RIGHT_CMI: "Carte d’invalidité|CMI valable jusqu’au",
    Field.RIGHT_RQTH: "RQTH échéance",
    Field.RIGHT_ALD: "ALD|Fin ALD|Date de fin ALD",
    Field.RIGHT_AMC: "Complémentaire|Complémentaire santé|Mutuelle|Échéance mutuelle",
    Field.RIGHT_CSS: "Complémentaire santé solidaire|CSS|C2S fin",
    Field.RIGHT_ASH: "Aide sociale jusqu’au|ASH",
    Field.RIGHT_RESIDENCE: "Titre de séjour|Validité titre de séjour|Carte de séjour expire le",
    Field.RIGHT_PAPER: "CNI|Carte d’identité valable jusqu’au",
    Field.MEASURE_ENDS: "Échéance mesure|Fin de la mesure|Fin de tutelle|Échéance de la mesure de protection|Date de fin de mesure",
    Field.MEASURE_STARTS: "Début de la mesure|Date du jugement|Date de début de mesure|Jugement",
    Field.LOCAL_ID: "N° de dossier|Dossier|N°|Numéro dossier usager|Identifiant|Matricule",
    Field.MDPH_ID: "N° MDPH|Numéro de dossier MDPH",
    Field.ASE_ID: "N° ASE",
    Field.KEY_WORKER: "Référent|Référente|Educateur référent|Nom du référent|Nom et prénom du référent",
    Field.CONTACT_NAME: "Personne à prévenir|Contact|Contact 1 - Nom|Mère|Nom du père|Personne de confiance",
    Field.CONTACT_PHONE: "Tél personne à prévenir|Contact1 tel|Téléphone famille|Tél mère|Personne à prévenir – Téléphone",
    Field.CONTACT_RELATION: "Lien|Lien de parenté|Lien contact 2|Parenté",
    Field.LEGAL_NAME: "Tuteur|Représentant légal|Curateur|Nom du mandataire|MJPM",
    Field.LEGAL_KIND: "Mesure de protection|Type de mesure de protection",
    Field.LEGAL_PHONE: "Tél tuteur",
    Field.DOCTOR_NAME: "Médecin traitant|Nom du médecin|Dr|Generaliste",
    Field.DOCTOR_PHONE: "Tél médecin|Téléphone médecin traitant",
    Field.PHONE: "Téléphone|Tél.|Portable",
    Field.ADDRESS: "Adresse|Code postal|Ville",
    Field.NIR: "NIR|N° sécu|N° de sécurité sociale|Numero SS|INS",
    Field.AGE: "Âge",
}
UNKNOWN = "Observations|Régime alimentaire|Orientation|Groupe sanguin|Date|Situation familiale|Traitement|Allergies|Montant AAH" \
    "|Date d’orientation|Motif d’entrée|N° mutuelle|Date de naissance du conjoint|Date de renouvellement|"  # fmt: skip


def mapping(text: str):
    table = read_table(text.encode(), "liste.csv", is_header=is_known_header)
    return propose_mapping(table, TODAY)


def targets(text: str) -> list[str]:
    return [column.target.code for column in mapping(text).columns]


@pytest.mark.parametrize(
    ("title", "field"), [(title, field) for field, titles in TITLES.items() for title in titles.split("|")]
)
def test_the_titles_of_real_houses_are_understood(title, field):
    reading = read_header(title)
    assert reading is not None
    assert reading.field is field


@pytest.mark.parametrize("title", UNKNOWN.split("|"))
def test_other_titles_are_left_alone(title):
    assert read_header(title) is None


def test_a_rank_of_the_register_is_not_the_rank_in_a_family():
    assert targets("Nom;Rang de naissance\nABAD;211\nABAD;212\n") == ["birth_name", "birth_order"]
    head, family = "Nom;Rang de naissance\n", "".join(f"ABAD;{rank}\n" for rank in (1, 2, 3, 1, 2))
    assert targets(head + family) == ["birth_name", ""]
    assert "fratrie" in mapping(head + family).columns[1].why
    assert targets(head + "ABAD;aîné\nROUX;cadet\n") == ["birth_name", ""]
    assert read_header("Rang") is None, "the number of a line, or of a call"


def test_name_alone_is_the_name_of_birth_and_it_is_said():
    proposed = mapping("Nom;Prénom\nROUX;Samia\n")
    assert proposed.columns[0].target.field is Field.BIRTH_NAME
    assert any("nom d’usage" in note for note in proposed.notes)


def test_name_beside_a_name_of_birth_is_the_name_of_use():
    assert targets("Nom;Prénom;Nom de jeune fille\nROUX;Samia;BELKACEM\n") == ["used_name", "first_names", "birth_name"]


def test_name_beside_a_name_of_use_is_the_name_of_birth():
    assert targets("Nom;Nom marital;Prénom\nBELKACEM;ROUX;Samia\n") == ["birth_name", "used_name", "first_names"]


def test_name_that_holds_both_is_cut():
    assert targets("Nom;DDN\nBELKACEM Samia;12/03/1992\nROUX Paul;01/02/1950\n") == ["full_name", "birth_date"]


def test_people_to_call_are_told_apart():
    text = (
        "Nom;Prénom;Téléphone;Personne à prévenir;Lien;Téléphone;Contact 2;Lien;Tél;Mère;Tél mère;Médecin;Tél médecin\n"
        "A;B;1;C;D;2;E;F;3;G;4;H;5\n"
    )
    assert targets(text) == [
        "birth_name", "first_names", "phone", "contact_name-1", "contact_relation-1", "contact_phone-1",
        "contact_name-2", "contact_relation-2", "contact_phone-2", "contact_name-3", "contact_phone-3",
        "doctor_name", "doctor_phone",
    ]  # fmt: skip


def test_the_same_title_twice_is_a_second_person():
    text = "Nom;Prénom;Personne à prévenir;Téléphone;Personne à prévenir;Téléphone\nA;B;C;01;D;02\n"
    assert targets(text)[2:] == ["contact_name-1", "contact_phone-1", "contact_name-2", "contact_phone-2"]


def test_two_birth_dates_leave_the_choice():
    proposed = mapping("Nom;Prénom;Naissance;Date de naissance\nA;B;12/03/1992;12/03/1992\n")
    assert [column.target.field for column in proposed.columns[2:]] == [Field.BIRTH_DATE, Field.IGNORED]
    assert "déjà lu" in proposed.columns[3].why


@pytest.mark.parametrize("number", ["2920313055123 45", "2 92 03 13 055 123 45", "192032A055123", "292031305512345"])
@pytest.mark.parametrize("title", ["NIR", "Code", "Observations", "N° de dossier"])
def test_a_social_security_number_is_masked_wherever_it_hides(number, title):
    proposed = mapping(f"Nom;Prénom;{title}\nA;B;{number}\n")
    column = proposed.columns[2]
    assert column.target.field is Field.NIR
    assert number not in "".join(column.examples)
    assert any("jamais importé" in note for note in proposed.notes)


def test_content_helps_when_the_title_says_nothing():
    rows = "".join(f"A{n};B;F;0{n}/03/19{30 + 3 * n};13000012{n}\n" for n in range(1, 9))
    assert targets(f"Nom;Prénom;?;??;Code bidule\n{rows}") == [
        "birth_name",
        "first_names",
        "sex",
        "birth_date",
        "finess",
    ]


def test_content_warns_when_it_contradicts_the_title():
    column = mapping("Nom;Prénom;Date de naissance\nA;B;bleu\nC;D;rouge\n").columns[2]
    assert column.target.field is Field.BIRTH_DATE
    assert column.certainty is Certainty.GUESS


@pytest.mark.parametrize(("title", "cells"), [("Mutuelle", ("MGEN", "Harmonie")), ("AAH", ("1016,05", "900"))])
def test_a_right_whose_cells_say_no_end_is_left_out(title, cells):
    column = mapping(f"Nom;Prénom;{title}\nA;B;{cells[0]}\nC;D;{cells[1]}\n").columns[2]
    assert column.target == IGNORED
    assert "ni date" in column.why


def test_a_right_told_by_yes_or_a_date_is_proposed():
    assert targets("Nom;Prénom;ALD;AAH\nA;B;oui;31/08/2027\nC;D;non;\n")[2:] == ["right_ald", "right_aah"]


def test_what_is_missing_is_said():
    assert mapping("Sexe;DDN\nF;12/03/1992\n").missing == [
        "Indiquez quelle colonne contient le nom.",
        "Indiquez quelle colonne contient le prénom.",
    ]


def test_what_is_not_imported_is_said():
    notes = mapping("Nom;Prénom;Adresse;Régime\nA;B;1 rue X;sans sel\n").notes
    assert any("adresse" in note for note in notes)
    assert "Colonnes non importées : «\u00a0Régime\u00a0»." in notes


def test_a_choice_survives_its_form():
    for target in choices():
        assert target_of(target.code) == target
    assert target_of("nimporte") == IGNORED
    assert target_of("contact_phone-9") == Target(Field.CONTACT_PHONE, 4)
    assert {target.field for target in choices()} == set(LABELS)
