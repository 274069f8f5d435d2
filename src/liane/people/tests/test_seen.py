"""«Qui a vu»: told in sentences, refusals first, page after page."""

import re
from collections.abc import Callable
from typing import Any

from liane.access.models import Role
from liane.testing import House

Browser = Callable[[str], Any]


def test_who_has_seen_is_told_in_sentences_refusals_first(house: House, client_of: Browser) -> None:
    client_of("maud").get(f"/personnes/{house.sam.pk}/essentiel/")
    client_of("helene").get(f"/personnes/{house.sam.pk}/essentiel/")
    page = client_of("karim").get(f"/personnes/{house.sam.pk}/qui-a-vu/").content.decode()
    assert "Maud Lefort a ouvert le dossier." in page
    assert "Accès refusés depuis trois mois" in page
    assert "Hélène Vidal n’a pas pu ouvrir le dossier" in page
    assert "Karim Duval a regardé qui a vu le dossier." in page  # this very page


def test_one_thing_refused_inside_a_record_that_she_opens_is_named(house: House, client_of: Browser) -> None:
    record = f"/personnes/{house.sam.pk}/"
    Role.objects.filter(code="aes").update(rights=["record.read", "note.write"])
    ines = client_of("ines")
    assert ines.get(record).status_code == 200
    for path in ("essentiel.pdf", "qui-a-vu/", "identite/"):
        assert ines.get(record + path).status_code in (403, 404)
    client_of("helene").get(record)
    page = client_of("karim").get(f"{record}qui-a-vu/").content.decode()
    for gesture in ("d’imprimer la fiche de liaison", "de voir qui a ouvert le dossier", "de corriger l’identité"):
        assert f"Inès Roche n’a pas eu le droit {gesture} : accès refusé." in page
    assert "Inès Roche n’a pas pu ouvrir" not in page and "Hélène Vidal n’a pas pu ouvrir le dossier" in page


def test_a_long_journal_is_read_page_after_page(house: House, client_of: Browser) -> None:
    client = client_of("karim")
    for _ in range(60):
        client.get(f"/personnes/{house.sam.pk}/entourage/")
    page = client.get(f"/personnes/{house.sam.pk}/qui-a-vu/").content.decode()
    older = re.search(r'href="(/personnes/[^"]+/qui-a-vu/\?avant=[^"]+)"', page)
    assert older is not None
    assert page.count("a ouvert le dossier.") == 49
    assert client.get(older[1].replace("&amp;", "&")).content.decode().count("a ouvert le dossier.") == 11


def test_the_card_counts_once_each_of_those_who_opened_this_week(house: House, client_of: Browser) -> None:
    for slug in ("maud", "karim", "karim", "ines"):
        client_of(slug).get(f"/personnes/{house.sam.pk}/")
    assert "3\u00a0personnes en 7 jours" in client_of("karim").get(f"/personnes/{house.sam.pk}/").content.decode()
    alone = house.person("Lou Seul", "mimosa")
    assert "1\u00a0personne en 7 jours" in client_of("karim").get(f"/personnes/{alone.pk}/").content.decode()
