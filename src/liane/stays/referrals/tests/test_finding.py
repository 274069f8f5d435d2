"""A request is found by the name of who asks, in the search everywhere and in Ctrl K, by those alone who may open it."""

from django.urls import reverse

from liane.stays.referrals.tests.making import ask, go, wish_of
from liane.testing import House

SEARCH, KEYS = "/recherche/", reverse("timeline:palette")


def found(house: House, slug: str, address: str, typed: str) -> str:
    answer = house.client(slug).get(f"{address}?q={typed}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_follows_the_requests_finds_one_by_its_name(house: House) -> None:
    referral = ask(house, "Lina Roussel-Vidal")
    for address in (SEARCH, KEYS):
        for typed in ("roussel", "VIDAL+lina", "lina"):
            page = found(house, "marc", address, typed)
            assert "Demandes d’admission" in page and f"/demandes/{referral.pk}/" in page, (address, typed)
        assert f"/demandes/{referral.pk}/" not in found(house, "marc", address, "li")  # too short to mean somebody
        assert f"/demandes/{referral.pk}/" not in found(house, "marc", address, "roussel+auteur:moi")
    assert "Reçue" in found(house, "marc", SEARCH, "roussel")


def test_nobody_else_knows_that_there_is_one(house: House) -> None:
    house.hire("chef-mecs", "chef_de_service", "mecs")
    house.hire("source", "chef_de_service", "csapa")
    here, hidden = ask(house, "Lina Roussel"), ask(house, "Zoé Discrète", "CSAPA La Source", by="source")
    for slug in ("karim", "ines", "amine", "chef-mecs", "farid"):
        for address in (SEARCH, KEYS):
            page = found(house, slug, address, "roussel")
            assert f"/demandes/{here.pk}/" not in page and "Lina" not in page, slug
    assert f"/demandes/{hidden.pk}/" not in found(house, "sophie", SEARCH, "discrete")
    protected = ask(house, "Ana Cachée", address="3 rue du Canari", is_protected=True)
    page = found(house, "nicole", SEARCH, "cachee")
    assert f"/demandes/{protected.pk}/" in page and "Canari" not in page
    assert f"/demandes/{protected.pk}/" not in found(house, "nicole", SEARCH, "canari")


def test_it_is_written_once_however_many_facilities_were_asked(house: House) -> None:
    referral = ask(house, "Lina Roussel", "FAM Les Tilleuls", "MECS Le Belvédère")
    assert found(house, "marc", SEARCH, "roussel").count(f"/demandes/{referral.pk}/") == 1
    refused = ask(house, "Bob Ancien")
    go(house, wish_of(refused), "REFUSED", code="NO_PLACE")
    assert f"/demandes/{refused.pk}/" in found(house, "marc", SEARCH, "ancien")
