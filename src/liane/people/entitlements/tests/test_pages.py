"""«Droits et papiers» in a browser: what is shown in words, what is asked again with the input kept, what is missing."""

import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from liane.documents.enums import DocumentKind
from liane.documents.models import Document
from liane.kit.dates import short, today
from liane.kit.ids import uuid7
from liane.nomenclatures.entitlements import kinds
from liane.nomenclatures.packs import all_packs
from liane.people.entitlements.models import Claim, Entitlement
from liane.testing import House, asked

DAY = timedelta(days=1)


def sent(**more: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "opens_on": short(today() - 300 * DAY), "expires_on": short(today() + 20 * DAY), **more}


def test_a_right_is_written_by_its_page_and_told_in_words(house: House) -> None:
    client, base = house.client("sophie"), f"/personnes/{house.sam.pk}/"
    assert "/droits/ajouter/aah/" in client.get(f"{base}droits/ajouter/").content.decode()
    answer = client.post(f"{base}droits/ajouter/aah/", sent(rate="80 %", amount="1 016,05", issuer="MDPH 13"))
    assert (answer.status_code, answer["Location"]) == (303, f"{base}papiers/")
    page = client.get(f"{base}papiers/").content.decode()
    assert f"À renouveler avant le {short(today() + 20 * DAY)} (dans 20\u00a0jours)" in page
    assert "1016,05\u00a0€ par mois" in page and '<svg class="duree"' in page
    right = Entitlement.objects.get()
    page = client.get(f"{base}droits/{right.thread_id}/").content.decode()
    assert "80\u00a0%" in page and "MDPH 13" in page and "Noter une démarche" in page
    claim = {"id": str(uuid7()), "state": "ASKED", "on": short(today()), "renews": str(right.thread_id)}
    assert client.post(f"{base}demarches/ajouter/aah/", claim).status_code == 303
    page = client.get(f"{base}papiers/").content.decode()
    assert f"Renouvellement demandé le {short(today())}" in page
    following = client.get(f"{base}droits/ajouter/aah/?suite={right.thread_id}").content.decode()
    assert str(right.thread_id) in following and 'value="80"' in following
    assert Claim.objects.get().renews == right.thread_id


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"opens_on": "31/02/2026"}, "Le 31/02 n’existe pas. Vérifiez le jour."),
        ({"expires_on": "01/01/2020"}, "Le droit finit avant de commencer"),
        ({"rate": "150"}, "Un taux ne dépasse pas 100"),
        ({"amount": "-5"}, "ne peut pas être négatif"),
        ({"decision_type": "1", "nature": "6", "right_type": "1.1"}, "écrivez le numéro de la décision d’avant"),
        ({"decision_type": "9"}, "Choisissez dans la liste"),
        ({"paper": str(uuid7())}, "Choisissez dans la liste"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_is_kept(house: House, typed: dict[str, Any], sentence: str) -> None:
    client = house.client("sophie")
    answer = client.post(f"/personnes/{house.sam.pk}/droits/ajouter/aah/", sent(issuer="MDPH du Nord", **typed))
    page = answer.content.decode()
    assert answer.status_code == 422 and sentence in page and "MDPH du Nord" in page
    assert not Entitlement.objects.exists()


def test_two_hands_on_one_right_see_both_versions(house: House) -> None:
    client, base = house.client("sophie"), f"/personnes/{house.sam.pk}/"
    client.post(f"{base}droits/ajouter/amo/", sent(issuer="CPAM 13"))
    right = Entitlement.objects.get().thread_id
    address = f"{base}droits/{right}/corriger/"
    karim = house.client("karim")
    assert karim.post(address, sent(issuer="CPAM 84", version="1")).status_code == 303
    answer = client.post(address, sent(issuer="CPAM 83", version="1"))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Karim Duval a écrit ici" in page and "CPAM 84" in page and "CPAM 83" in page
    assert 'name="version" value="2"' in page
    assert client.post(address, sent(issuer="CPAM 83", version="2")).status_code == 303
    former = client.get(f"{base}droits/{right}/").content.decode()
    assert all(words in former for words in ("CPAM 13", "CPAM 84", "CPAM 83"))


def test_what_is_missing_is_what_the_sector_expects_and_she_may_read(house: House) -> None:
    client, base = house.client("sophie"), f"/personnes/{house.sam.pk}/"
    page = client.get(f"{base}papiers/").content.decode()
    assert "Ce qui manque" in page and "Orientation de la MDPH en cours" in page
    assert "Prise en charge à 100 % (ALD)" not in page  # Sophie does not read the care part: it may well be there
    assert "Prise en charge à 100 % (ALD)" in house.client("maud").get(f"{base}papiers/").content.decode()
    client.post(f"{base}droits/ajouter/orientation_adulte/", sent())
    page = client.get(f"{base}papiers/").content.decode()
    assert "Orientation de la MDPH en cours" not in page
    client.post(f"{base}droits/ajouter/amo/", sent(expires_on=short(today() - 2 * DAY)))
    page = client.get(f"{base}papiers/").content.decode()
    assert f"Expiré depuis le {short(today() - 2 * DAY)}" in page and "Droits à l’assurance maladie" in page


def test_a_colleague_without_the_right_reads_and_does_not_write(house: House) -> None:
    base = f"/personnes/{house.sam.pk}/"
    house.client("sophie").post(f"{base}droits/ajouter/amo/", sent())
    right, ines = Entitlement.objects.get().thread_id, house.client("ines")
    assert "Ajouter un droit" not in ines.get(f"{base}papiers/").content.decode()
    assert ines.get(f"{base}droits/{right}/").status_code == 404  # she does not read the administrative part
    assert ines.get(f"{base}droits/ajouter/amo/").status_code in (403, 404)
    assert house.client("marc").get(f"{base}droits/{right}/").status_code == 200
    assert house.client("marc").get(f"{base}droits/{right}/corriger/").status_code in (403, 404)
    assert house.client("nicole").get(f"{base}droits/ajouter/ressource/").status_code == 404


def test_every_expected_paper_is_a_sort_that_the_house_files(house: House) -> None:
    for pack in all_packs():
        for one in pack.expected:
            assert set(one.papers) <= set(DocumentKind.values), f"{pack.code}, {one.code}"
            assert one.rights or one.papers, f"{pack.code}, {one.code}"


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_the_form_of_each_kind_opens_and_takes_an_empty_right(house: House, kind: str) -> None:
    slug = "maud" if kinds()[kind].volet == "CARE" else "sophie"
    client, address = house.client(slug), f"/personnes/{house.sam.pk}/droits/ajouter/{kind}/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"id": str(uuid7())}).status_code == 303
    assert Entitlement.objects.get().kind == kind


def test_the_pages_of_a_right_keep_their_budget(house: House) -> None:
    client, base = house.client("sophie"), f"/personnes/{house.sam.pk}/"
    for kind in ("aah", "amo", "amc", "auth_image", "ressource"):
        client.post(f"{base}droits/ajouter/{kind}/", sent())
    right = Entitlement.objects.first().thread_id
    pages = {
        f"{base}papiers/": 12,
        f"{base}droits/{right}/": 8,
        f"{base}droits/ajouter/": 6,
        f"{base}droits/ajouter/aah/": 8,
    }
    for address, budget in pages.items():
        assert len(asked(client, address)) <= budget, address


def test_the_paper_of_a_permission_opens_from_its_page(house: House, settings: Any, tmp_path: Path) -> None:
    settings.FILES_ROOT = tmp_path
    client, base = house.client("sophie"), f"/personnes/{house.sam.pk}/"
    paper = io.BytesIO(b"Signe par sa tutrice.")
    paper.name = "autorisation.txt"
    form = {"id": str(uuid7()), "unit": str(house.units["mimosa"].pk), "fichiers": [paper]}
    assert client.post(f"{base}papiers/", form).status_code == 303
    document = Document.objects.get()
    assert client.post(f"{base}droits/ajouter/auth_image/", sent(paper=str(document.pk))).status_code == 303
    page = client.get(f"{base}droits/{Entitlement.objects.get().thread_id}/").content.decode()
    assert f'Le papier : <a href="/papiers/{document.pk}/">' in page
    assert client.get(f"/papiers/{document.pk}/").status_code == 200


def test_on_a_telephone_what_ends_is_two_gestures_away(house: House) -> None:
    """The bar holds four entries; the others are behind the one of oneself."""
    page = house.client("sophie").get("/").content.decode()
    behind = page.split('class="moi-tel"')[1].split("</details>")[0]
    bar = page.split('class="bas"')[1].split("</nav>")[0]
    assert 'href="/echeances/"' in behind + bar
    menu = set(re.findall(r'class="lien" href="([^"]+)"', page.split('<nav class="nav"')[1].split("</nav>")[0]))
    assert menu <= set(re.findall(r'href="([^"]+)"', behind + bar))
