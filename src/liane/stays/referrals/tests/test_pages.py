"""The pages of the requests: what they show, what they cost, what they keep when something is wrong."""

import io
from datetime import timedelta
from typing import Any

import pytest
import typst
from django.urls import reverse
from lxml import html as parsed

from liane.documents.models import Document
from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.stays.models import Stay
from liane.stays.referrals.models import AdmissionTask, Notice, Opinion, Referral, WaitingRules, Wish, WishMove
from liane.stays.referrals.queries import MOVES
from liane.stays.referrals.tests.making import ask, go, waiting, wish_of
from liane.stays.referrals.tests.test_reading import MDPH
from liane.testing import House, HouseClient, asked


def at(verb: str, wish: Wish, **more: str) -> str:
    return reverse(f"stays:{verb}", kwargs={"referral_id": wish.referral_id, "wish_id": wish.pk, **more})


def one(referral: Referral) -> str:
    return reverse("stays:referral", kwargs={"referral_id": referral.pk})


def read(client: HouseClient, text: str = "", **files: io.BytesIO) -> str:
    answer = client.post("/demandes/lire/", {"id": str(uuid7()), "text": text, **files})
    assert answer.status_code == 303, answer.content.decode()[:3000]
    return answer["Location"]


def values_of(html: str) -> dict[str, str]:
    """What the boxes of the page hold."""
    form = next(f for f in parsed.fromstring(html).forms if f.get("data-brouillon") is not None)
    return {k: v for k, v in form.form_values() if k != "csrfmiddlewaretoken"}


def test_a_notice_becomes_a_request_then_an_admission_without_typing(house: House) -> None:
    """Nicole pastes, reads, records; prepares, admits: the file of Lina says what the notice said."""
    nicole = house.client("nicole")
    page = read(nicole, MDPH)
    html = nicole.get(page).content.decode()
    assert "Aucun modèle officiel" in html and "Liane n’a pas su ranger" in html
    sent = values_of(html)
    assert sent["birth_name"] == "ROUSSEL" and sent["facility"] == str(house.facilities["FAM Les Tilleuls"].pk)
    answer = nicole.post(page, sent)
    assert answer.status_code == 303
    assert nicole.post(page, sent)["Location"] == answer["Location"]  # sent twice
    referral = Referral.objects.get()
    assert (referral.birth_name, referral.orientation[:5], referral.nss) == ("ROUSSEL", "Foyer", "205031300504233")
    assert Notice.objects.get().referral_id == referral.pk
    wish = go(house, wish_of(referral), "ADMISSION")
    admit = {
        "id": str(uuid7()),
        "version": wish.version,
        "unit": str(house.units["mimosa"].pk),
        "starts_on": short(today()),
        "mode": "FULL",
    }
    done = nicole.post(at("admit", wish), admit)
    assert done.status_code == 303
    assert "ROUSSEL" in nicole.get(done["Location"]).content.decode()
    assert Document.objects.get().file_name == "notification.txt"
    assert nicole.post(at("admit", wish), admit)["Location"] == done["Location"]
    assert Stay.objects.filter(starts_on=today()).count() == 1


def test_a_pdf_a_table_and_a_picture_are_taken(house: House) -> None:
    nicole = house.client("nicole")
    pdf = io.BytesIO(typst.compile(b"Nom de naissance : DURAND\n\nPr\xc3\xa9nom : L\xc3\xa9a", format="pdf"))
    pdf.name = "notification.pdf"
    assert values_of(nicole.get(read(nicole, file=pdf)).content.decode())["birth_name"] == "DURAND"
    table = io.BytesIO("Nom;Prénom;Date de naissance\nDURAND;Léa;12/03/1992\n".encode())
    table.name = "viatrajectoire.csv"
    found = values_of(nicole.get(read(nicole, file=table)).content.decode())
    assert (found["birth_name"], found["birth_date"]) == ("DURAND", "12/03/1992")
    html = nicole.get(read(nicole, "Rien que des mots sans forme")).content.decode()
    assert "Pas trouvé dans le texte" in html


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("liste.csv", "Nom;Prénom;Né le\nA;B;01/01/1990\nC;D;01/01/1991\n".encode(), "contient 2 lignes"),
        ("notice.exe", b"MZ\x00\x01\x02", "n’est pas accepté"),
        ("notice.pdf", b"%PDF-1.4 /JavaScript %%EOF", "contient du code"),
    ],
)
def test_a_file_that_cannot_be_is_refused_in_words_and_the_page_stays(
    house: House, name: str, data: bytes, sentence: str
) -> None:
    file = io.BytesIO(data)
    file.name = name
    answer = house.client("nicole").post("/demandes/lire/", {"id": str(uuid7()), "file": file})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Notice.objects.count() == 0


def test_a_notice_waiting_is_its_author_s_alone_then_it_is_thrown(house: House) -> None:
    nicole, sophie = house.client("nicole"), house.client("sophie")
    page = read(nicole, "Nom : DURAND")
    assert sophie.get(page).status_code == 404
    assert sophie.post(f"{page}retirer/").status_code == 404
    assert "Lues, sans demande écrite" in nicole.get("/demandes/").content.decode()
    assert nicole.post(f"{page}retirer/").status_code == 303 and Notice.objects.count() == 0


def test_a_near_request_is_shown_before_it_is_written_again(house: House) -> None:
    known = ask(house, "Lina Roussel")
    nicole = house.client("nicole")
    sent = {
        "id": str(uuid7()), "birth_name": "Roussel", "first_names": "Lina", "birth_date": "12/03/2001", "sex": "I",
        "origin": "FAMILY", "received_on": short(today()), "facility": str(house.facilities["FAM Les Tilleuls"].pk),
    }  # fmt: skip
    answer = nicole.post("/demandes/nouvelle/", sent)
    html = answer.content.decode()
    assert answer.status_code == 422 and "Est-ce la même demande" in html and one(known) in html
    assert nicole.post("/demandes/nouvelle/", {**sent, "seen": values_of(html)["seen"]}).status_code == 303
    assert Referral.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("birth_date", "31/02/2001", "Le 31/02 n’existe pas"),
        ("birth_name", "", "Écrivez le nom de naissance"),
        ("birth_name", "<b>", "Un nom s’écrit avec des lettres"),
        ("nss", "205031300504234", "clé"),
        ("nss", "105031300504283", "le sexe, l’année de naissance"),
        ("ends_on", "01/01/2020", "avant son début"),
        ("received_on", "12/03/1999", "avant la naissance"),
        ("facility", "0192f0c4-7d3a-7c11-8a55-3f0e9d1b7c20", "Choisissez l’établissement"),
        ("origin", "MARTIEN", "Choisissez d’où vient la demande"),
    ],
)
def test_what_is_wrong_is_said_under_its_box_and_what_was_typed_is_kept(
    house: House, field: str, typed: str, sentence: str
) -> None:
    sent = {
        "birth_name": "Roussel", "birth_date": "12/03/2001", "sex": "F", "origin": "MDPH", "received_on": short(today()),
        "starts_on": "01/01/2025", "facility": str(house.facilities["FAM Les Tilleuls"].pk), "request": "Mots gardés", field: typed,
    }  # fmt: skip
    answer = house.client("nicole").post("/demandes/nouvelle/", sent)
    html = answer.content.decode()
    assert answer.status_code == 422 and sentence in html and "Mots gardés" in html
    assert Referral.objects.count() == 0


def test_the_counts_of_the_list_lead_to_what_they_count(house: House) -> None:
    ask(house, "Ana Une")
    go(house, wish_of(ask(house, "Bob Deux")), "REFUSED", code="NO_PLACE")
    waiting(house, "Cléo Trois")
    nicole = house.client("nicole")
    html = nicole.get("/demandes/").content.decode()
    for words in ("À traiter (1)", "Liste d’attente (1)", "Sans suite (1)", "Ana Une"):
        assert words in html
    assert "Bob Deux" not in html
    assert "Bob Deux" in nicole.get("/demandes/?etat=sans-suite").content.decode()
    assert "Ana Une" not in nicole.get("/demandes/?origine=ASE").content.decode()
    assert "Ana Une" in nicole.get("/demandes/?nom=une").content.decode()
    assert "Ana Une" not in nicole.get("/demandes/?nom=deux").content.decode()
    assert nicole.get("/demandes/?etat=x&lieu=x&origine=x&avant=x").status_code == 200


def test_the_page_of_a_request_says_why_she_stands_there(house: House) -> None:
    wish = waiting(house, "Cléo Trois")
    sophie = house.client("sophie")
    page = at("wish_criteria", wish)
    sent = {"version": wish.version, "critere-SITUATION": "2", "reason": "Plus de logement depuis lundi"}
    assert sophie.post(page, sent).status_code == 303
    html = sophie.get(one(wish.referral)).content.decode()
    assert "Place 1 sur 1" in html and "Sans aucune solution, 10 × 2 : 20 points" in html
    assert "Plus de logement depuis lundi (Sophie Marchal)" in html
    assert "«\u00a0Liste d’attente. Admissible dans l’ESMS\u00a0» (72). Pas encore renvoyé" in html  # JDV_J252
    assert "Sans aucune solution" in sophie.get(f"/listes-d-attente/{wish.facility_id}/").content.decode()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("AGE", "motif «\u00a0L’âge de l’usager est incompatible\u00a0» (122)"),
        ("NO_PLACE", "la liste nationale n’a pas celui-ci"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_national_list(house: House, code: str, words: str) -> None:
    wish = go(house, wish_of(ask(house)), "REFUSED", code=code)
    html = house.client("sophie").get(one(wish.referral)).content.decode()
    assert "«\u00a0Admission impossible signalée\u00a0» (45)" in html and words in html


def test_two_who_decide_at_once_see_both(house: House) -> None:
    wish = wish_of(ask(house))
    sophie, nicole = house.client("sophie"), house.client("nicole")
    sent = {"version": "1", "on": short(today()), "reason": ""}
    assert sophie.post(at("wish_decide", wish), {**sent, "state": "STUDY"}).status_code == 303
    answer = nicole.post(at("wish_decide", wish), {**sent, "state": "REFUSED", "reason_code": "REFUSED:NO_PLACE"})
    assert answer.status_code == 422 and "Sophie Marchal a décidé" in answer.content.decode()
    assert Wish.objects.get(pk=wish.pk).state == "STUDY"


def test_an_opinion_given_twice_is_one(house: House) -> None:
    wish, maud = wish_of(ask(house)), house.client("maud")
    sent = {"id": str(uuid7()), "verdict": "RESERVED", "text": "Besoin de soins la nuit", "volet": "CARE"}
    for _ in range(2):
        assert maud.post(at("wish_opinion", wish), sent).status_code == 303
    assert Opinion.objects.get().author_name == "Maud Lefort"
    assert "Besoin de soins la nuit" in maud.get(one(wish.referral)).content.decode()
    assert "Besoin de soins la nuit" not in house.client("nicole").get(one(wish.referral)).content.decode()


def test_the_tasks_go_one_question_at_a_time(house: House) -> None:
    wish, nicole = go(house, wish_of(ask(house, mdph_number="13-7")), "ADMISSION"), house.client("nicole")
    html = nicole.get(at("admission", wish)).content.decode()
    assert "Pas vue" in html and "Continuer" in html
    first = at("admission_step", wish, step="orientation")
    answer = nicole.post(first, {"version": "0", "state": "DONE", "note": "Vue", "with_her": "on"})
    assert answer["Location"] == at("admission_step", wish, step="identite")
    assert "Vue, fait avec la personne" in nicole.get(at("admission", wish)).content.decode()
    assert "13-7" in nicole.get(at("admission_step", wish, step="sante")).content.decode()
    assert AdmissionTask.objects.count() == 1
    assert nicole.get(at("admission_step", wish, step="inconnue")).status_code == 404


def test_the_direction_alone_chooses_the_rules(house: House) -> None:
    facility = house.facilities["FAM Les Tilleuls"].pk
    page = f"/listes-d-attente/{facility}/regles/"
    assert house.client("sophie").get(page).status_code == 404
    marc = house.client("marc")
    sent = values_of(marc.get(page).content.decode())
    assert marc.post(page, {**sent, "poids-NEAR": "quatre", "reason": "X"}).status_code == 422
    assert marc.post(page, {**sent, "poids-NEAR": "7", "reason": "Vu en conseil"}).status_code == 303
    assert {row["code"]: row["weight"] for row in WaitingRules.objects.get().criteria}["NEAR"] == 7
    assert "Vu en conseil" in marc.get(f"/listes-d-attente/{facility}/").content.decode()


def test_every_page_is_closed_to_the_others(house: House) -> None:
    house.hire("chef-mecs", "chef_de_service", "mecs")
    house.hire("parti", "chef_de_service", "mimosa", ends=timedelta(hours=-1))
    wish = go(house, wish_of(ask(house)), "ADMISSION")
    pages = [one(wish.referral), f"/listes-d-attente/{wish.facility_id}/"]
    pages += [at(v, wish) for v in ("wish_decide", "wish_criteria", "wish_place", "wish_opinion", "admission", "admit")]
    pages += [
        at("admission_step", wish, step="visite"),
        f"{one(wish.referral)}corriger/",
        f"{one(wish.referral)}ajouter/",
    ]
    for slug in ("farid", "karim", "chef-mecs", "parti", "amine", "admin", "fatou"):
        client = house.client(slug)
        assert [page for page in pages if client.get(page).status_code != 404] == [], slug
    assert [page for page in pages if house.client("sophie").get(page).status_code != 200] == []


def test_the_lists_cost_the_same_whatever_they_hold(house: House) -> None:
    nicole = house.client("nicole")
    facility = house.facilities["FAM Les Tilleuls"].pk
    waiting(house, "Ana Une")
    few = len(asked(nicole, f"/listes-d-attente/{facility}/"))
    for n in range(12):
        waiting(house, f"Ana Personne{chr(65 + n)}", since=n + 1)
    many = asked(nicole, f"/listes-d-attente/{facility}/")
    assert len(many) == few <= 8, "\n".join(many)
    assert len(asked(nicole, "/demandes/?etat=attente")) <= 8
    wish = Wish.objects.first()
    assert len(asked(nicole, one(wish.referral))) <= 14  # type: ignore[union-attr]


def test_a_request_that_moved_often_gives_the_rest_by_a_link(house: House, client_of: Any) -> None:
    wish = wish_of(ask(house))
    first = WishMove.objects.filter(wish=wish).order_by("at").first()
    assert first is not None
    for number in range(MOVES + 5):
        copy = WishMove.objects.get(pk=first.pk)
        copy.pk, copy.reason, copy.at = uuid7(), f"Raison {number:02d}.", first.at + timedelta(minutes=number + 1)
        copy.save(force_insert=True)
    marc, address = client_of("marc"), f"/demandes/{wish.referral_id}/"
    page = marc.get(address).content.decode()
    assert f"Raison {MOVES + 4}." in page and "Raison 05." in page and "Raison 04." not in page
    found = parsed.fromstring(page).xpath("//a[contains(., 'Voir ce qui l’a fait bouger avant')]/@href")
    rest = marc.get(found[0]).content.decode()
    assert "Raison 04." in rest and "Raison 00." in rest and "Raison 05." not in rest
    assert "Voir ce qui l’a fait bouger avant" not in rest and parsed.fromstring(rest).xpath("//details[@open]")
    assert marc.get(f"{address}?avant=nimporte").status_code == 200
