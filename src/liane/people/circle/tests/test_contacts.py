"""One mother of three children is one contact; what is known apart stays apart."""

from typing import Any

import pytest

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.people.models import Contact, Person, Record, Relative
from liane.testing import House, HouseClient

OLD, NEW = "06 39 98 00 01", "06 39 98 00 02"


def typed(**changes: Any) -> dict[str, Any]:
    return {"id": str(uuid7()), "name": "Nadia Roussel", "relation": "MTH", "phone": OLD, **changes}


def circle(record: Record) -> str:
    return f"/personnes/{record.pk}/entourage/"


def add(client: HouseClient, record: Record, **changes: Any) -> Relative:
    sent = typed(**changes)
    answer = client.post(f"{circle(record)}ajouter/", sent)
    assert answer.status_code == 303, answer.content.decode()
    return Relative.objects.select_related("contact").get(pk=sent["id"])


def correct(client: HouseClient, link: Relative, **changes: Any) -> None:
    link = Relative.objects.select_related("contact").get(pk=link.pk)
    answer = client.post(f"{circle(link.record)}{link.pk}/", typed(version=link.sheet_version, **changes))
    assert answer.status_code == 303, answer.content.decode()


@pytest.fixture
def three(house: House) -> list[Record]:
    return [house.person(f"{name} Roussel", "mimosa") for name in ("Léa", "Tom", "Zoé")]


def test_a_telephone_corrected_once_is_corrected_for_the_three(house: House, three: list[Record]) -> None:
    karim = house.client("karim")
    first = add(karim, three[0])
    links = [first, *(add(karim, record, connu=str(first.contact_id)) for record in three[1:])]
    assert Contact.objects.count() == 1
    correct(karim, links[2], phone=NEW)
    for record in three:
        page = karim.get(circle(record)).content.decode()
        assert NEW in page and OLD not in page
        assert NEW in karim.get(f"/personnes/{record.pk}/essentiel/").content.decode()
        assert JournalEntry.objects.filter(record_id=record.pk, kind=Kind.RELATIVE_CHANGED).count() == 1


def test_a_page_read_before_a_correction_made_elsewhere_is_recognised(house: House, three: list[Record]) -> None:
    karim, sophie = house.client("karim"), house.client("sophie")
    first = add(karim, three[0])
    second = add(karim, three[1], connu=str(first.contact_id))
    correct(sophie, second, phone=NEW)
    late = karim.post(f"{circle(three[0])}{first.pk}/", typed(version=1, phone="06 39 98 00 03"))
    assert late.status_code == 422 and "Sophie Marchal a modifié cette fiche" in late.content.decode()
    assert Contact.objects.get().phone == NEW


def test_one_looks_before_writing_and_the_same_contact_is_asked(house: House, three: list[Record]) -> None:
    karim = house.client("karim")
    first = add(karim, three[0])
    found = karim.get(f"{circle(three[1])}ajouter/?mots=roussel").content.decode()
    assert f"?connu={first.contact_id}" in found
    assert f"?connu={first.contact_id}" in karim.get(f"{circle(three[1])}ajouter/?mots=0639980001").content.decode()
    sent = typed()
    asked = karim.post(f"{circle(three[1])}ajouter/", sent)
    assert asked.status_code == 422 and "Ce contact est déjà connu" in asked.content.decode()
    assert karim.post(f"{circle(three[1])}ajouter/", {**sent, "distinct": "on"}).status_code == 303
    assert Contact.objects.count() == 2
    again = typed(connu=str(first.contact_id))
    assert karim.post(f"{circle(three[2])}ajouter/", again).status_code == 303
    assert karim.post(f"{circle(three[2])}ajouter/", again).status_code == 303  # sent twice
    twice = karim.post(f"{circle(three[2])}ajouter/", typed(connu=str(first.contact_id)))
    assert "est déjà dans cet entourage" in twice.content.decode()


def test_a_school_is_found_by_all_and_written_once(house: House, three: list[Record]) -> None:
    house.person("Ana Seule", "acacia")
    school = add(house.client("karim"), three[0], name="Collège Malraux", kind="SCHOOL", relation="", phone="")
    assert school.relation_label == "École"
    correct(house.client("karim"), school, name="Collège Malraux", relation="AUTRE", relation_label="Collège", phone="")
    assert Contact.objects.get(name="Collège Malraux").kind == "SCHOOL"  # corrected, it stays a school
    other = house.person("Luc Autre", "savs")
    page = house.client("helene").get(f"{circle(other)}ajouter/?mots=malraux").content.decode()
    assert "Collège Malraux" in page and "Léa" not in page


def test_what_is_known_around_a_protected_person_stays_there(house: House, three: list[Record]) -> None:
    karim, ines = house.client("karim"), house.client("ines")
    first = add(karim, three[0], address="1 rue du Passé")
    kept = add(karim, three[1], connu=str(first.contact_id))
    identity = {"birth_name": "Roussel", "first_names": "Tom", "birth_date": "12/03/1992", "sex": "M", "version": "1"}
    sent = house.client("nicole").post(f"/personnes/{three[1].pk}/identite/", {**identity, "is_protected": "on"})
    assert sent.status_code == 303
    correct(karim, kept, phone=NEW, address="9 rue Cachée")
    shown = karim.get(circle(three[1])).content.decode()
    assert NEW in shown and "rue Cachée" in shown
    for slug in ("karim", "ines", "sophie"):
        open_one = house.client(slug).get(circle(three[0])).content.decode()
        assert NEW not in open_one and "Cachée" not in open_one and OLD in open_one
    hidden = ines.get(circle(three[1])).content.decode()
    assert "Nadia Roussel" in hidden and NEW not in hidden and "Cachée" not in hidden
    found = karim.get(f"{circle(three[2])}ajouter/?mots=roussel").content.decode()
    assert f"?connu={first.contact_id}" in found and NEW not in found


def test_a_contact_still_shared_with_a_protected_person_is_kept_everywhere(house: House, three: list[Record]) -> None:
    first = add(house.client("karim"), three[0])
    house.relative(three[1], "", "mecs", contact=first.contact, relation="MTH")
    hidden = house.person("Ida Cachée", "mecs", is_protected=True)
    house.relative(hidden, "", "mecs", contact=first.contact, relation="MTH")
    assert OLD not in house.client("karim").get(circle(three[0])).content.decode()


def test_what_a_discreet_facility_knows_of_her_does_not_flow(house: House) -> None:
    house.hire("paule", "educateur", "csapa")
    house.hire("chef-mecs", "chef_de_service", "mecs")
    both, alone = house.person("Luc Deux", "mecs", "csapa"), house.person("Max Seul", "csapa")
    open_link = add(house.client("chef-mecs"), both)
    mine = add(house.client("paule"), alone, connu=str(open_link.contact_id))
    correct(house.client("paule"), mine, phone=NEW)
    assert NEW not in house.client("chef-mecs").get(circle(both)).content.decode()
    assert NEW in house.client("paule").get(circle(alone)).content.decode()
    assert OLD in house.client("chef-mecs").get(circle(both)).content.decode()


@pytest.mark.parametrize("path", ["connu", "accompagnee"])
def test_one_cannot_choose_whom_one_may_not_know(house: House, path: str) -> None:
    hidden = house.person("Ida Cachée", "acacia", is_protected=True)
    link = house.relative(hidden, "Mère Cachée", "acacia", relation="MTH", phone=OLD)
    elsewhere = house.person("Max Seul", "savs")
    other = house.relative(elsewhere, "Mère Ailleurs", "savs", relation="MTH", phone=NEW)
    keys = {"connu": (link.contact_id, other.contact_id), "accompagnee": (elsewhere.pk, uuid7())}[path]
    for key in keys:
        address = f"{circle(house.sam)}ajouter/"
        assert house.client("karim").get(f"{address}?{path}={key}").status_code == 404
        assert house.client("karim").post(address, typed(**{path: str(key)})).status_code == 404


def test_nobody_is_her_own_mother(house: House) -> None:
    for name, more in (("Samia Belkacem", {}), ("BELKACEM Samia", {}), ("Samia Belkacem", {"born_on": "12/03/1992"})):
        answer = house.client("karim").post(f"{circle(house.sam)}ajouter/", typed(name=name, **more))
        assert answer.status_code == 422 and "C’est le nom de Samia Belkacem" in answer.content.decode()
    answer = house.client("karim").post(f"{circle(house.sam)}ajouter/", typed(accompagnee=str(house.sam.pk)))
    assert answer.status_code == 422 and "son propre proche" in answer.content.decode()
    assert not Relative.objects.exists() and not Contact.objects.exists()
    add(house.client("karim"), house.sam, name="Samia Belkacem", born_on="1958")  # a namesake, told apart


@pytest.mark.parametrize(
    ("relation", "back", "sentence"),
    [
        ("MTH", "MTH", "le parent ou l’aïeul de l’autre"),
        ("MTH", "GRMTH", "le parent ou l’aïeul de l’autre"),
        ("DAUC", "DAUC", "le parent ou l’aïeul de l’autre"),
        ("TUTEUR", "CURATEUR", "Chacune protégerait l’autre"),
    ],
)
def test_two_persons_are_not_the_parent_of_each_other(house: House, relation: str, back: str, sentence: str) -> None:
    karim, other = house.client("karim"), house.person("Nora Belkacem", "mimosa")
    add(karim, house.sam, accompagnee=str(other.pk), relation=relation)
    answer = karim.post(f"{circle(other)}ajouter/", typed(accompagnee=str(house.sam.pk), relation=back))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Relative.objects.filter(record=other).exists()
    right = {"MTH": "DAUC", "DAUC": "MTH"}.get(relation)
    if right:
        add(karim, other, accompagnee=str(house.sam.pk), relation=right)


def test_a_loop_of_three_is_refused(house: House) -> None:
    karim, nora, lila = house.client("karim"), house.person("Nora Bel", "mimosa"), house.person("Lila Bel", "mimosa")
    add(karim, house.sam, accompagnee=str(nora.pk), relation="MTH")
    add(karim, nora, accompagnee=str(lila.pk), relation="MTH")
    answer = karim.post(f"{circle(lila)}ajouter/", typed(accompagnee=str(house.sam.pk), relation="MTH"))
    assert answer.status_code == 422 and "l’aïeul" in answer.content.decode()
    assert Person.objects.count() == 3


def test_each_law_has_its_person_of_confidence(house: House) -> None:
    karim = house.client("karim")
    add(karim, house.sam, name="Leïla", is_trusted="on")
    add(karim, house.sam, name="Rachid", is_trusted_care="on", phone=NEW)
    page = karim.get(circle(house.sam)).content.decode()
    assert "Mère, personne de confiance<" in page and "Mère, personne de confiance (santé)" in page
    second = karim.post(f"{circle(house.sam)}ajouter/", typed(name="Lina", phone="", is_trusted_care="on"))
    assert "Rachid est déjà sa personne de confiance (santé)" in second.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("born_on", "31/02/1990", "Le 31/02 n’existe pas"),
        ("born_on", "2999", "est dans le futur"),
        ("born_on", "hier", "Écrivez une année ou une date"),
        ("died_on", "1960", "Le décès est avant la naissance"),
        ("since", "31/02/2020", "Le 31/02 n’existe pas"),
        ("kind", "XXX", "Ce choix n’existe plus"),
    ],
)
def test_what_cannot_be_is_said_and_kept(house: House, field: str, value: str, sentence: str) -> None:
    sent = {**typed(born_on="1974"), field: value}
    answer = house.client("karim").post(f"{circle(house.sam)}ajouter/", sent)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert "Nadia Roussel" in answer.content.decode() and not Contact.objects.exists()


def test_a_relative_accompanied_here_leads_to_her_record_only_for_who_opens_it(house: House) -> None:
    sister = house.person("Leïla Belkacem", "acacia")
    link = house.relative(house.sam, "Leïla Belkacem", "mimosa")
    Contact.objects.filter(pk=link.contact_id).update(person_id=sister.person_id)
    plain = house.relative(house.sam, "Leïla Belkacem", "mimosa")  # the same, of whom nothing links to a record
    address = f"/personnes/{sister.pk}/"
    assert address in house.client("karim").get(circle(house.sam)).content.decode()  # he works in both units
    house.hire("mimosa-seule", "educateur", "mimosa")
    page = house.client("mimosa-seule").get(circle(house.sam)).content.decode()
    assert "Leïla" in page and address not in page
    lines = [part.split("</li>")[0] for part in page.split("<li>") if "Leïla" in part]
    assert len({part.replace(str(one.contact_id), "").replace(str(one.pk), "") for part, one in zip(
        sorted(lines, key=lambda part: str(link.pk) not in part), (link, plain), strict=True
    )}) == 1  # fmt: skip


def test_each_person_of_the_circle_leads_to_what_the_law_opens_to_her(house: House) -> None:
    friend = house.relative(house.sam, "Anne Ami", "mimosa", relation="FRND", relation_label="Amie")
    trusted = house.relative(house.sam, "Rose Confiance", "mimosa", is_trusted=True)
    karim, standing = house.client("karim"), f"/personnes/{house.sam.pk}/qui-peut-quoi/?qui="
    page = karim.get(circle(house.sam)).content.decode()
    assert all(f"{standing}{link.contact_id}" in page for link in (friend, trusted))
    about_friend = karim.get(f"{standing}{friend.contact_id}").content.decode()
    assert "Anne Ami n’est pas dans cette liste : la loi ne lui ouvre rien ici" in about_friend
    about_trusted = karim.get(f"{standing}{trusted.contact_id}").content.decode()
    assert "la loi ne lui ouvre rien" not in about_trusted
    assert about_trusted.index("Rose Confiance</h3>") < about_trusted.index("Samia Belkacem</h3>")
    assert (
        "Anne" not in house.client("maud").get(f"{standing}{friend.contact_id}").content.decode()
    )  # not the judicial part
    assert karim.get(f"{standing}rien").status_code == 200


def protect(record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(is_protected=True)


def test_whoever_may_not_know_the_number_corrects_the_rest_of_the_sheet(house: House, three: list[Record]) -> None:
    """Maud changes who is called first around a protected person: neither the number nor the remark is hers to read or lose."""
    link = add(house.client("karim"), three[0], is_emergency_contact="on", call_order="1", note="Derrière la gare")
    protect(three[0])
    maud, page = house.client("maud"), f"{circle(three[0])}{link.pk}/"
    asked = maud.get(page).content.decode()
    assert OLD not in asked and "gare" not in asked and 'name="phone"' not in asked and 'name="note"' not in asked
    correct(maud, link, phone="", is_emergency_contact="on", call_order="2")
    link = Relative.objects.select_related("contact").get(pk=link.pk)
    assert (link.call_order, link.contact.phone, link.note) == (2, OLD, "Derrière la gare")
    correct(house.client("karim"), link, phone=NEW, note="")
    assert Relative.objects.get(pk=link.pk).note == ""


def test_whoever_may_not_read_the_numbers_writes_the_one_that_she_knows(house: House, three: list[Record]) -> None:
    protect(three[0])
    maud = house.client("maud")
    assert "ne sont montrés qu’au service social" in maud.get(f"{circle(three[0])}ajouter/").content.decode()
    link = add(maud, three[0], is_emergency_contact="on", call_order="1")
    assert link.contact.phone == OLD
    assert OLD not in maud.get(circle(three[0])).content.decode()
    assert OLD in house.client("karim").get(circle(three[0])).content.decode()


def test_a_protected_person_is_not_found_through_the_circle_of_her_brother(house: House, three: list[Record]) -> None:
    """Léa is the sister of Tom: her own number, written in his circle, is kept once she is protected."""
    karim = house.client("karim")
    link = add(karim, three[1], accompagnee=str(three[0].pk), relation="SIS")
    correct(karim, link, name="Léa Roussel", relation="SIS", address="44 rue du Port", note="Rentre par le port")
    for slug, says in (("ines", True), ("karim", True)):
        assert ("44 rue du Port" in house.client(slug).get(circle(three[1])).content.decode()) is says
    protect(three[0])
    for slug, says in (("ines", False), ("maud", False), ("karim", True)):
        page = house.client(slug).get(circle(three[1])).content.decode()
        assert "Léa Roussel" in page
        assert [word in page for word in (OLD, "44 rue du Port", "Rentre par")] == [says] * 3, slug
