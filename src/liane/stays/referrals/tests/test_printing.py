"""On paper: the list as it stands, with what explains each place; a refusal in plain words; and nobody’s hidden address."""

import io
import re

import pypdf

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.stays.referrals.models import Wish
from liane.stays.referrals.tests.making import ask, go, waiting, wish_of
from liane.testing import House, HouseClient

STREET = "3 rue du Canari"


def words_of(content: bytes) -> str:
    """What the paper says."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def list_url(house: House) -> str:
    return f"/listes-d-attente/{house.facilities['FAM Les Tilleuls'].pk}/"


def letter_url(wish: Wish) -> str:
    return f"/demandes/{wish.referral_id}/lieux/{wish.pk}/lettre/"


def printed(client: HouseClient, wish: Wish, to: str = "PERSON", text: str = "Aucun départ prévu.") -> str:
    answer = client.post(letter_url(wish), {"id": str(uuid7()), "to": to, "text": text})
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return words_of(answer.content)


def test_the_list_is_printed_in_order_with_its_criteria_and_no_address(house: House) -> None:
    reach = {"address": STREET, "phone": "0612345678", "email": "ana@exemple.fr", "contact_name": "Canari Tante"}
    first = waiting(house, "Ana Première", since=400, **reach)
    waiting(house, "Bob Second", since=30, is_protected=True, **reach)
    answer = house.client("marc").get(f"{list_url(house)}imprimer.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    paper = words_of(answer.content)
    assert paper.index("Ana PREMIÈRE" if "Ana PREMIÈRE" in paper else "Première") < paper.index("Second")
    assert "2 demandes" in paper and "Comment la place est calculée" in paper and "Critères proposés par Liane" in paper
    assert not [kept for kept in (STREET, "0612345678", "ana@exemple.fr", "Canari") if kept in paper]
    assert b"/StructTreeRoot" in answer.content  # tagged (PDF/UA)
    lines = JournalEntry.objects.filter(kind=Kind.REFERRAL_PRINTED.value)
    assert lines.count() == 2 and lines.filter(object_id=first.referral_id).exists()
    assert JournalEntry.objects.get(kind=Kind.WAITING_LIST_OPENED.value).detail["printed"] == 2


def test_only_who_follows_the_requests_there_and_may_print(house: House) -> None:
    wish = waiting(house, "Ana Première")
    url = f"{list_url(house)}imprimer.pdf"
    assert url in house.client("marc").get(list_url(house)).content.decode()
    house.hire("chef-mecs", "chef_de_service", "mecs")
    for slug in ("farid", "karim", "amine", "chef-mecs"):
        assert house.client(slug).get(url).status_code == 404, slug
    assert house.client("karim").get(letter_url(wish)).status_code == 404


def test_a_refusal_is_said_with_its_reason_and_no_way_of_appeal_is_invented(house: House) -> None:
    asked = ask(house, "Lina Roussel", address=f"{STREET}, 13005 Marseille", origin_name="MDPH du Gard")
    wish = go(house, wish_of(asked), "REFUSED", code="NO_PLACE", reason="Aucun départ prévu.")
    marc = house.client("marc")
    page = marc.get(letter_url(wish)).content.decode()
    assert "Aucun départ prévu." in page and "voies de recours ne sont pas imprimées" in page
    assert letter_url(wish) in marc.get(f"/demandes/{asked.pk}/").content.decode()
    paper = printed(marc, wish, text="Aucun départ prévu.\nÉcrivez-nous en juin.")
    assert STREET in paper and "Pas de place" in paper and "Écrivez-nous en juin." in paper
    assert "recours" not in paper and "tribunal" not in paper
    other = printed(marc, wish, to="SENDER")
    assert STREET not in other and "MDPH du Gard" in other and "Cette lettre concerne" in other
    kinds = JournalEntry.objects.filter(kind=Kind.REFERRAL_PRINTED.value, object_id=asked.pk)
    assert kinds.count() == 2


def test_a_letter_is_for_a_refusal_and_says_no_hidden_address(house: House) -> None:
    hidden = ask(house, "Ana Cachée", address=STREET, is_protected=True, contact_name="Canari Tante")
    wish = go(house, wish_of(hidden), "REFUSED", code="NO_PLACE")
    nicole = house.client("nicole")
    page = nicole.get(letter_url(wish)).content.decode()
    assert STREET not in page and "Canari" not in page and "l’adresse n’est pas imprimée" in page
    assert STREET not in printed(nicole, wish)
    refused = nicole.post(letter_url(wish), {"id": str(uuid7()), "to": "CONTACT", "text": ""})
    assert refused.status_code == 422 and "Choisissez à qui" in refused.content.decode()
    assert STREET in printed(house.client("sophie"), wish)
    open_one = wish_of(ask(house, "Bob Ouvert"))
    assert nicole.get(letter_url(open_one)).status_code == 404
