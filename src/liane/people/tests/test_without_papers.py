"""Somebody welcomed under the name she gives, then under her own: one record, from which nothing is lost."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from liane.documents.actions.filing import Described, add_papers
from liane.documents.actions.sending import send_file
from liane.kit.dates import today
from liane.kit.ids import uuid7
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.people.actions.creation import Arrival, create_person
from liane.people.actions.waiting import waiting_name
from liane.people.enums import IdentityStatus
from liane.people.ins.models import IdentityStep
from liane.people.models import LocalIdentifier, Person, Record, RecordUnit
from liane.people.traits import Traits
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
    sent = send_file(actor("helene"), momo.pk, uuid4(), "mot.txt", b"Un mot de la gare")
    told_of = Described("OTHER", "Mot de la gare")
    [paper] = add_papers(actor("helene"), momo.pk, [sent.pk], told_of, unit_id=house.units["chrs"].pk)
    before = {line.source_id for line in fil(actor("helene"), momo.pk)}
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
    assert before <= {line.source_id for line in fil(actor("helene"), momo.pk)}
    assert "Mot de la gare" in browser.get(f"/personnes/{momo.pk}/papiers/").content.decode()
    assert browser.get(f"/papiers/{paper.pk}/").status_code == 200
    assert Stay.objects.get(record=momo) == stay and list(RecordUnit.objects.filter(record=momo).values()) == held
    assert person.identifiers.values_list("value", flat=True).get() == "R-77"
    for words in ("Momo", "Haddad", "R-77"):  # found by the name he gave, by his own, by his number
        assert str(momo.pk) in browser.get("/personnes/", {"q": words}).content.decode(), words
    assert IdentityStep.objects.filter(person=person, event="TRAIT_CHANGED").count() == 1


def nameless(house: House, browser: Any) -> Record:
    """The one gesture: the button «Sans nom» of the list, as it is on the page."""
    page = browser.get("/personnes/").content.decode()
    form = page[: page.index("Sans nom")].rpartition("<form")[2]
    assert f'action="{ADDRESS}"' in form
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    before = set(Record.objects.values_list("pk", flat=True))
    for _ in range(2):  # pressed twice: one person
        assert browser.post(ADDRESS, sent).status_code == 303
    return Record.objects.exclude(pk__in=before).get()


def test_somebody_who_says_nothing_is_welcomed_in_one_gesture(house: House, client_of: Browser) -> None:
    browser = client_of("helene")
    with time_machine.travel(datetime(2026, 11, 27, 10, tzinfo=UTC), tick=False):
        found = [nameless(house, browser) for _ in range(3)]
    names = [record.person.full_name for record in found]
    assert names == [f"Personne du 27 novembre ({number})" for number in (1, 2, 3)]
    assert all(record.person.is_alias and record.person.birth_date is None for record in found)
    assert Stay.objects.get(record=found[0]).unit_id == house.units["chrs"].pk


def test_two_organismes_count_apart_and_a_new_day_counts_anew(actor: Callable[..., Any], house: House) -> None:
    helene = actor("helene")
    traits = Traits("", preferred_name=(first := waiting_name(helene, date(2026, 12, 1))))
    create_person(helene, uuid7(), traits, Arrival(house.units["chrs"].pk, today(), number=first), is_alias=True)
    assert first == "Personne du 1er décembre (1)"
    assert waiting_name(helene, date(2026, 12, 1)) == "Personne du 1er décembre (2)"
    assert waiting_name(helene, date(2026, 12, 2)) == "Personne du 2 décembre (1)"
    with house.inside(house.bel_air):
        assert waiting_name(actor("farid"), date(2026, 12, 1)) == "Personne du 1er décembre (1)"


def test_a_form_left_empty_is_no_fault_and_a_name_given_is_kept(house: House, client_of: Browser) -> None:
    typed = {"id": str(uuid7()), "preferred_name": " ", "unit": str(house.units["chrs"].pk), "seen": ""}
    answer = client_of("helene").post(ADDRESS, typed)
    page = client_of("helene").get(answer["Location"]).content.decode()
    assert answer.status_code == 303 and "Personne du" in page


def test_her_name_comes_later_and_she_is_still_found_by_the_one_she_waited_with(
    house: House, client_of: Browser
) -> None:
    browser = client_of("helene")
    record = nameless(house, browser)
    waited = record.person.preferred_name
    told = {
        "version": str(record.person.version), "preferred_name": waited, "birth_name": "Haddad", "first_names": "Mohamed",
        "sex": "M", "birth_date": "05/03/1980",
    }  # fmt: skip
    for _ in range(2):
        assert browser.post(f"/personnes/{record.pk}/identite/", told).status_code == 303
    person = Person.objects.get(record=record.pk)
    assert (person.full_name, person.preferred_name, person.is_alias) == ("Mohamed Haddad", "", False)
    assert person.identifiers.values_list("value", flat=True).get() == waited
    for words in ("Haddad", waited):
        assert str(record.pk) in browser.get("/personnes/", {"q": words}).content.decode(), words


def test_the_way_is_short_where_nobody_has_to_say_who_she_is(client_of: Browser) -> None:
    """The CHRS meets people without papers; the FAM, where an INS is expected, looks for the person first."""
    assert ADDRESS in client_of("helene").get("/personnes/").content.decode()
    assert ADDRESS not in client_of("nicole").get("/personnes/").content.decode()
