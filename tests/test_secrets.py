"""Inside one organisme: what a discreet facility wrote, and what is written in a secret part, leave no sign for others.

One record followed by two teams, MECS Le Belvédère and CSAPA La Source (discreet). Whoever opens it for the first
must not learn that the second exists; same thing for the psychologist's writings. Every page is read, every address tried.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4
from zlib import crc32

import pytest
from django.urls import reverse
from test_farid import ALL, KNOWN, OWN, absent, knock, objects_of, visible_words

from liane.access.enums import Right
from liane.config.testing.depth import depth
from liane.kit.ids import uuid7
from liane.notes.actions.tasks import add_task
from liane.notes.actions.writing import write_note
from liane.notes.drafts import Draft
from liane.people.door import open_record
from liane.people.models import Record
from liane.people.queries.doubles import near_twins
from liane.testing import House, HouseClient
from liane.timeline.queries import unseen


@dataclass
class Secret:
    """A record with a side that some readers must not see."""

    record: Record
    thread_id: UUID
    task_id: UUID
    signs: tuple[str, ...]


def written_aside(house: House, slug: str, record: Record, unit: str, volet: str, signs: tuple[str, ...]) -> Secret:
    """Somebody opens the record, writes in her part and asks for something."""
    actor, unit_id = house.actor(slug), house.units[unit].pk
    open_record(actor, record.pk, to=Right.RECORD_READ)
    draft = Draft(text="Canari du matin. Il a dit « canari entre nous ».", volet=volet, unit_id=unit_id, level=1)
    note = write_note(actor, record.pk, uuid7(), draft)
    task = add_task(actor, uuid7(), "Canari à rappeler", unit_id=unit_id, record_id=record.pk, volet=volet)
    return Secret(record, note.thread_id, task.pk, ("Canari", "canari", *signs))


@pytest.fixture
def discreet(house: House) -> Secret:
    """Luc is followed by the MECS and, which nobody there may know, by the CSAPA, where Paule is his referent."""
    house.hire("paule", "educateur", "csapa")
    house.hire("chef-mecs", "chef_de_service", "mecs")
    luc = house.person("Luc Deux", "mecs", "csapa", referent="paule")
    return written_aside(house, "paule", luc, "csapa", "SUPPORT", ("La Source", "CSAPA", "Paule"))


@pytest.fixture
def psychological(house: House) -> Secret:
    """The psychologist of Mimosa writes about Sam in her own part."""
    house.hire("psy", "psychologue", "mimosa")
    return written_aside(house, "psy", house.sam, "mimosa", "PSY", ())


# Where a writing is shown: read by every reader. `./liane test` draws a third of the others for each, `--long` reads them all.
TELLING = {
    "timeline:record", "timeline:search", "timeline:palette", "people:essential", "people:circle", "people:journal", "people:list",
    "people:essential_answer", "notes:handover", "notes:home", "notes:tasks", "access:rights",
}  # fmt: skip


def pages(client: HouseClient, secret: Secret, ids: dict, share: str = "") -> list[tuple[str, str]]:
    """Every page that this reader can read, with the words that could betray."""
    found = []
    for name in sorted(KNOWN):
        address = ALL[name]
        if "GET" not in (address.declared.methods if address.declared else ()) or address.declared.public:
            continue
        if not (name in OWN or address.parameters[:1] == ("record_id",)):
            continue
        if name not in TELLING and crc32(f"{name} {share}".encode()) % depth(1, 3):
            continue
        for query in ("", "?q=entre+nous", "?mots=entre+nous"):
            answer = client.get(address.url(ids) + query)
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                found.append((name + query, answer.content.decode()))
    return found


def ids_of(house: House, secret: Secret, unit: str) -> dict:
    ids = objects_of(house, house.person("Autre Personne", unit), unit)
    return {**ids, "record_id": secret.record.pk, "thread_id": secret.thread_id, "task_id": secret.task_id}


@pytest.mark.long
def test_a_discreet_facility_leaves_no_sign_on_any_page_of_the_others(house: House, discreet: Secret) -> None:
    client, ids = house.client("chef-mecs"), ids_of(house, discreet, "mecs")
    read = pages(client, discreet, ids)
    assert {"timeline:record", "people:essential", "people:circle", "people:journal", "people:list"} <= {
        n for n, _ in read
    }
    assert [(name, sign) for name, text in read for sign in discreet.signs if sign in text] == []


def test_those_of_the_discreet_facility_see_both(house: House, discreet: Secret) -> None:
    text = (
        house.client("paule").get(reverse("timeline:record", kwargs={"record_id": discreet.record.pk})).content.decode()
    )
    assert "Canari du matin" in text and "La Source" in text


@pytest.mark.long
def test_a_secret_part_leaves_no_sign_for_who_does_not_read_it(house: House, psychological: Secret) -> None:
    ids = ids_of(house, psychological, "mimosa")
    for slug in ("karim", "ines", "sophie", "nicole"):
        read = pages(house.client(slug), psychological, ids, slug)
        assert [(slug, name, s) for name, text in read for s in psychological.signs if s in text] == []
        with house.inside():
            assert not [u for u in unseen(house.actor(slug), house.sam.pk) if u.volet == "Psychologique"]


@pytest.mark.parametrize("name", sorted(n for n in KNOWN if {"thread_id", "task_id"} & set(ALL[n].parameters)))
def test_what_is_secret_does_not_exist_by_its_address(
    house: House, discreet: Secret, psychological: Secret, name: str
) -> None:
    for slug, secret, unit in (("chef-mecs", discreet, "mecs"), ("sophie", psychological, "mimosa")):
        client, ids = house.client(slug), ids_of(house, secret, unit)
        nowhere = {**absent(ids), "record_id": ids["record_id"]}
        for (method, there), (_, missing) in zip(
            knock(client, ALL[name], ids), knock(client, ALL[name], nowhere), strict=True
        ):
            assert there.status_code == missing.status_code == 404, f"{slug}: {method} {name}"
            assert visible_words(there) == visible_words(missing)


def test_one_cannot_write_for_a_unit_that_is_not_hers_nor_learn_of_it(house: House, discreet: Secret) -> None:
    client = house.client("chef-mecs")
    address = reverse("notes:write", kwargs={"record_id": discreet.record.pk})
    for unit in (house.units["csapa"].pk, house.units["chrs"].pk, uuid4()):
        sent = {
            "id": str(uuid4()),
            "text": "essai",
            "kind": "NOTE",
            "level": "0",
            "volet": "SUPPORT",
            "unit": str(unit),
        }
        answer = client.post(address, sent)
        assert answer.status_code in (200, 404, 422) and "La Source" not in answer.content.decode()


def test_what_is_shared_with_a_team_is_read_by_it(house: House, discreet: Secret) -> None:
    house.hire("educ-mecs", "educateur", "mecs")
    paule = house.actor("paule")
    units = house.units
    draft = Draft(
        text="Rendez-vous partagé.", volet="SUPPORT", unit_id=units["csapa"].pk, shared_unit_ids=(units["mecs"].pk,)
    )
    write_note(paule, discreet.record.pk, uuid7(), draft)
    address = reverse("timeline:record", kwargs={"record_id": discreet.record.pk})
    text = house.client("educ-mecs").get(address).content.decode()
    assert "Rendez-vous partagé" in text and "Canari" not in text


def test_who_creates_a_record_is_told_of_a_double_but_never_of_what_is_hidden(house: House, discreet: Secret) -> None:
    house.person("Luc Caché", "mimosa", is_protected=True)
    house.person("Luc Discret", "csapa")
    nicole, helene = house.actor("nicole"), house.actor("helene")
    born = date(1992, 3, 12)
    assert not [t for t in near_twins(helene, "Caché", "Luc", born) if t.person.birth_name in ("Caché", "Discret")]
    assert not [t for t in near_twins(nicole, "Discret", "Luc", born) if t.person.birth_name == "Discret"]
    told = near_twins(nicole, "Deux", "Luc", born)[0]
    assert "Belvédère" in told.whom_to_ask
    assert not [sign for sign in discreet.signs if sign in told.whom_to_ask]
