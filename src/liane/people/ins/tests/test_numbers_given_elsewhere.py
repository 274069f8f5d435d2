"""Numbers that houses of other organismes gave: two of them may have given one number to two persons."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from liane.kit.ids import uuid7
from liane.nomenclatures.codes import finess_key
from liane.people.models import LocalIdentifier, Record
from liane.testing import House

Browser = Callable[[str], Any]
MDPH_13, MDPH_84 = (body + finess_key(body) for body in ("13000123", "84000456"))


@pytest.fixture
def nadia(house: House) -> Record:
    return house.person("Nadia Bellec", "mimosa")


def give(client: Any, record: Record, **changes: str) -> Any:
    typed = {"id": str(uuid7()), "kind": "MDPH", "value": "2024-0042", "facility": "", "finess": ""} | changes
    return client.post(f"/personnes/{record.pk}/identite/numeros/", typed)


def test_two_mdph_may_give_one_number_to_two_persons(house: House, client_of: Browser, nadia: Record) -> None:
    nicole = client_of("nicole")
    assert give(nicole, house.sam, finess=MDPH_13).status_code == 303
    same = give(nicole, nadia, finess=MDPH_13)
    assert same.status_code == 422 and "déjà celui d’une autre personne" in same.content.decode()
    assert give(nicole, nadia, finess=f" {MDPH_84[:2]} {MDPH_84[2:]} ").status_code == 303
    assert LocalIdentifier.objects.get(person=nadia.person_id).finess == MDPH_84
    page = nicole.get(f"/personnes/{nadia.pk}/identite/etat/").content.decode()
    assert f"2024-0042 (FINESS {MDPH_84})" in page


def test_a_number_whose_giver_is_not_known_asks_who_she_is_and_says_the_way_out(
    house: House, client_of: Browser, nadia: Record
) -> None:
    nicole = client_of("nicole")
    assert give(nicole, house.sam).status_code == 303
    page = give(nicole, nadia).content.decode()
    assert "Est-ce elle" in page and "écrivez le FINESS de cette maison" in page and 'value="2024-0042"' in page
    assert give(nicole, nadia, finess=MDPH_84).status_code == 303
    assert str(nadia.pk) in nicole.get("/personnes/?q=2024-0042").content.decode()


def test_a_finess_that_cannot_be_is_said_under_its_box(house: House, client_of: Browser) -> None:
    nicole, wrong = client_of("nicole"), MDPH_13[:8] + str((int(MDPH_13[8]) + 1) % 10)
    answer = give(nicole, house.sam, finess=wrong)
    assert answer.status_code == 422 and "n’est pas un numéro FINESS" in answer.content.decode()
    both = give(nicole, house.sam, finess=MDPH_13, facility=str(house.facilities["FAM Les Tilleuls"].pk))
    assert both.status_code == 422 and "Gardez l’un des deux" in both.content.decode()
    assert not LocalIdentifier.objects.exists()


def test_which_house_outside_knows_a_protected_person_is_not_told_to_who_may_not_read_where_she_is(
    house: House, client_of: Browser
) -> None:
    assert give(client_of("nicole"), house.sam, finess=MDPH_13).status_code == 303
    address = f"/personnes/{house.sam.pk}/identite/etat/"
    assert MDPH_13 in client_of("nicole").get(address).content.decode()
    Record.objects.filter(pk=house.sam.pk).update(is_protected=True)
    page = client_of("nicole").get(address).content.decode()
    assert "2024-0042" in page and MDPH_13 not in page
    assert MDPH_13 in client_of("karim").get(address).content.decode()  # he reads the social part


def test_the_database_keeps_a_number_for_one_person_by_who_gave_it(house: House, nadia: Record) -> None:
    mine = {"organization": house.deux_rives, "kind": "MDPH", "value": "7"}
    here = {**mine, "facility": house.facilities["FAM Les Tilleuls"]}
    for given in ({**mine, "finess": MDPH_13}, mine, here):
        LocalIdentifier.objects.create(person=house.sam.person, **given)
        with pytest.raises(IntegrityError, match="local_identifier_once"), transaction.atomic():
            LocalIdentifier.objects.create(person=nadia.person, **given)
