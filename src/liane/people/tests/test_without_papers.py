"""Somebody welcomed under the name she gives, then under her own: one record, from which nothing is lost."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from liane.kit.ids import uuid7
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.people.enums import IdentityStatus
from liane.people.ins.models import IdentityStep
from liane.people.models import LocalIdentifier, Person, Record, RecordUnit
from liane.stays.models import Stay
from liane.testing import House
from liane.timeline.queries import fil

Browser = Callable[[str], Any]
ADDRESS = "/personnes/nouvelle/sans-papiers/"


@pytest.fixture
def momo(house: House, client_of: Browser) -> Record:
    """Hélène, of the CHRS, met him at the station."""
    typed = {
        "id": str(uuid7()),
        "preferred_name": "Momo",
        "about": "Gare",
        "unit": str(house.units["chrs"].pk),
        "seen": "",
    }
    assert client_of("helene").post(ADDRESS, typed).status_code == 303
    return Record.objects.get(person__preferred_name="Momo")


def test_a_name_is_enough_and_nothing_is_made_up(momo: Record) -> None:
    person = momo.person
    assert (person.is_alias, person.birth_name, person.first_names, person.birth_date) == (True, "", "", None)
    assert person.full_name == "Momo" and person.identity_status == IdentityStatus.PROVISIONAL


def test_his_identity_comes_later_in_the_same_record_without_loss(
    house: House, momo: Record, client_of: Browser, actor: Callable[..., Any]
) -> None:
    note = write_note(actor("helene"), momo.pk, uuid4(), Draft(unit_id=house.units["chrs"].pk, text="Il a dormi ici."))
    number = {"person": momo.person, "kind": "LOCAL_RECORD", "value": "R-77"}
    LocalIdentifier.objects.create(organization=house.deux_rives, **number)
    stay = Stay.objects.get(record=momo)
    held = list(RecordUnit.objects.filter(record=momo).values())
    browser, address = client_of("helene"), f"/personnes/{momo.pk}/identite/"
    page = browser.get(address).content.decode()
    assert 'value="Momo"' in page
    told = {
        "version": str(Person.objects.get(pk=momo.person_id).version), "preferred_name": "Momo", "birth_name": "Haddad",
        "first_names": "Mohamed", "sex": "M", "birth_date": "05/03/1980", "birth_place": "Oran",
    }  # fmt: skip
    assert browser.post(address, told).status_code == 303
    person = Person.objects.get(record=momo.pk)
    assert person.pk == momo.person_id and not person.is_alias
    assert (person.birth_name, person.first_names, person.preferred_name) == ("Haddad", "Mohamed", "Momo")
    assert [line.source_id for line in fil(actor("helene"), momo.pk) if line.source_id == note.thread_id]
    assert Stay.objects.get(record=momo) == stay and list(RecordUnit.objects.filter(record=momo).values()) == held
    assert person.identifiers.values_list("value", flat=True).get() == "R-77"
    for words in ("Momo", "Haddad", "R-77"):  # found by the name he gave, by his own, by his number
        assert str(momo.pk) in browser.get("/personnes/", {"q": words}).content.decode(), words
    assert IdentityStep.objects.filter(person=person, event="TRAIT_CHANGED").count() == 1


def test_the_way_is_short_where_nobody_has_to_say_who_she_is(client_of: Browser) -> None:
    """The CHRS meets people without papers; the FAM, where an INS is expected, looks for the person first."""
    assert ADDRESS in client_of("helene").get("/personnes/").content.decode()
    assert ADDRESS not in client_of("nicole").get("/personnes/").content.decode()
