"""L’annuaire: one school for the whole organisme, corrected once; who is in its care stays with those who open the record."""

import re
from html import unescape
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7
from liane.people.circle.directory_actions import POINTS
from liane.people.models import Contact, ContactJoin, Record, Relative
from liane.testing import House, HouseClient, asked


def school(house: House, name: str, **fields: Any) -> Contact:
    contact = Contact(organization=house.deux_rives, kind="SCHOOL").put(name=name, **fields)
    contact.save(force_insert=True)
    return contact


def goes(house: House, record: Record, contact: Contact, unit: str = "mimosa") -> Relative:
    return house.relative(record, "", unit, contact=contact, relation="AUTRE", relation_label="École")


def text(client: HouseClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_found_by_name_number_and_kind(house: House) -> None:
    school(house, "École Jean Jaurès", phone="04 91 00 00 01")
    doctor = school(house, "Cabinet Pasteur")
    Contact.objects.filter(pk=doctor.pk).update(kind="DOCTOR")
    house.relative(house.sam, "Jeanne Jaurès", "mimosa")  # somebody, not a body: never in the directory
    ines = house.client("ines")
    assert "École Jean Jaurès" in text(ines, "/annuaire/?q=jaures") and "Jeanne" not in text(
        ines, "/annuaire/?q=jaures"
    )
    assert "École Jean Jaurès" in text(ines, "/annuaire/?q=04+91+00+00+01")
    assert "Jaurès" not in text(ines, "/annuaire/?nature=DOCTOR") and "Pasteur" in text(
        ines, "/annuaire/?nature=DOCTOR"
    )
    assert "Aucun contact ne répond" in text(ines, "/annuaire/?q=zzz")
    assert "Ajouter un contact" not in text(ines, "/annuaire/")
    assert house.client("farid").get("/annuaire/").content.decode().count("Jaurès") == 0


def test_only_those_whom_she_accompanies_are_counted_and_named(house: House) -> None:
    shared = school(house, "École Jean Jaurès")
    tom, eva = house.person("Tom Petit", "mimosa"), house.person("Eva Loin", "savs")
    hidden = house.person("Ana Cachée", "mimosa", is_protected=True)
    for record, unit in ((house.sam, "mimosa"), (tom, "mimosa"), (eva, "savs"), (hidden, "mimosa")):
        goes(house, record, shared, unit)
    page = f"/annuaire/{shared.pk}/"
    ines = text(house.client("ines"), page)  # she does not read the social part: the school of Ana is kept from her
    assert "Samia Belkacem" in ines and "Tom Petit" in ines and "Eva Loin" not in ines and "Ana Cachée" not in ines
    assert "Dans l’entourage de 2 personnes" in text(house.client("ines"), "/annuaire/")
    karim = text(house.client("karim"), page)
    assert "Ana Cachée" in karim and "Eva Loin" not in karim
    assert "Dans l’entourage de 3 personnes" in text(house.client("karim"), "/annuaire/")
    helene = text(house.client("helene"), page)
    assert "Eva Loin" in helene and "Samia" not in helene


def test_the_only_school_of_a_protected_person_is_not_in_the_directory_of_who_may_not_know_where_she_is(
    house: House,
) -> None:
    shared, hidden = school(house, "Collège Ancien"), house.person("Ana Cachée", "mimosa", is_protected=True)
    goes(house, hidden, shared)
    page = f"/annuaire/{shared.pk}/"
    for slug in ("ines", "helene", "nicole"):  # without the social part; or in another team
        client = house.client(slug)
        assert "Ancien" not in text(client, "/annuaire/?q=ancien") and client.get(page).status_code == 404
    assert (
        house.client("helene").post(f"{page}corriger/", {"id": str(uuid7()), "name": "X", "version": "1"}).status_code
        == 404
    )
    assert "Ancien" in text(house.client("karim"), page)
    tom = house.person("Tom Petit", "savs")
    goes(house, tom, shared, "savs")  # known openly too: nothing of Ana is told by it
    assert "Ancien" in text(house.client("ines"), "/annuaire/?q=ancien")
    assert "Ana" not in text(house.client("ines"), page)


def test_what_a_discreet_facility_alone_knows_is_not_counted(house: House) -> None:
    house.hire("chef-mecs", "chef_de_service", "mecs")
    shared, both = school(house, "École Jean Jaurès"), house.person("Luc Deux", "mecs", "csapa")
    goes(house, both, shared, "csapa")
    assert house.client("chef-mecs").get(f"/annuaire/{shared.pk}/").status_code == 404
    goes(house, house.person("Tom Petit", "savs"), shared, "savs")
    page = text(house.client("chef-mecs"), f"/annuaire/{shared.pk}/")
    assert "Luc" not in page and "Personne que vous accompagnez" in page


def test_corrected_once_and_two_hands_see_both_versions(house: House) -> None:
    shared, karim = school(house, "École Jean Jaurès", phone="04 91 00 00 01"), house.client("karim")
    goes(house, house.sam, shared)
    sent = {"id": str(uuid7()), "name": "École Jean Jaurès", "phone": "04 91 00 00 02", "version": "1"}
    assert karim.post(f"/annuaire/{shared.pk}/corriger/", sent).status_code == 303
    assert "04 91 00 00 02" in text(karim, f"/personnes/{house.sam.pk}/entourage/")
    late = house.client("sophie").post(f"/annuaire/{shared.pk}/corriger/", {**sent, "phone": "04 91 00 00 03"})
    assert late.status_code == 422 and "Voici les deux versions" in late.content.decode()
    wrong = karim.post(f"/annuaire/{shared.pk}/corriger/", {**sent, "name": "", "version": "2"})
    assert wrong.status_code == 422 and "Écrivez son nom" in wrong.content.decode()
    assert house.client("ines").post(f"/annuaire/{shared.pk}/corriger/", sent).status_code == 404
    assert JournalEntry.objects.filter(kind=Kind.DIRECTORY_CHANGED).count() == 1


def test_one_more_is_added_once(house: House) -> None:
    sent, karim = {"id": str(uuid7()), "name": "Udaf du Nord", "kind": "GUARDIAN"}, house.client("karim")
    for _ in range(2):
        assert karim.post("/annuaire/ajouter/", sent).status_code == 303
    assert Contact.objects.get().kind == "GUARDIAN"
    refused = karim.post("/annuaire/ajouter/", {**sent, "id": str(uuid7()), "kind": "PERSON"})
    assert refused.status_code == 422 and Contact.objects.count() == 1


def test_written_twice_joined_then_parted_line_by_line(house: House) -> None:
    kept, gone = school(house, "École Jean Jaurès"), school(house, "Jean Jaurès", phone="04 91 00 00 01")
    other = house.person("Tom Petit", "mimosa")
    one, two = goes(house, house.sam, kept), goes(house, other, gone)
    karim, page = house.client("karim"), f"/annuaire/{kept.pk}/"
    assert "Est-ce le même, écrit deux fois" in text(karim, page)
    sent = {"id": str(uuid7()), "other": str(gone.pk)}
    for _ in range(2):
        assert karim.post(f"{page}reunir/", sent).status_code == 303
    assert {link.contact_id for link in Relative.objects.filter(pk__in=[one.pk, two.pk])} == {kept.pk}
    assert karim.get(f"/annuaire/{gone.pk}/").status_code == 404
    assert "Tom Petit" in text(karim, page) and str(gone.pk) not in text(karim, "/annuaire/")
    for _ in range(2):
        assert karim.post(f"/annuaire/reunions/{sent['id']}/separer/").status_code == 303
    assert Relative.objects.get(pk=two.pk).contact_id == gone.pk
    assert Relative.objects.get(pk=one.pk).contact_id == kept.pk
    assert karim.get(f"/annuaire/{gone.pk}/").status_code == 200
    kinds = JournalEntry.objects.filter(kind__startswith="directory.").order_by("at").values_list("kind", flat=True)
    assert list(kinds) == [Kind.DIRECTORY_JOINED, Kind.DIRECTORY_PARTED]


def test_joined_in_a_chain_is_parted_from_the_end(house: House) -> None:
    first, second, third = (school(house, f"École Jaurès {n}") for n in "abc")
    karim, joins = house.client("karim"), [str(uuid7()) for _ in range(2)]
    karim.post(f"/annuaire/{second.pk}/reunir/", {"id": joins[0], "other": str(first.pk)})
    karim.post(f"/annuaire/{third.pk}/reunir/", {"id": joins[1], "other": str(second.pk)})
    refused = karim.post(f"/annuaire/reunions/{joins[0]}/separer/", follow=True)
    assert "a été réuni depuis à un autre contact" in refused.content.decode()
    for join in reversed(joins):
        karim.post(f"/annuaire/reunions/{join}/separer/")
    assert not Contact.objects.exclude(joined_to=None).exists()


def test_what_cannot_be_joined_is_said(house: House) -> None:
    kept, doctor = school(house, "École Jean Jaurès"), school(house, "Cabinet Jaurès")
    Contact.objects.filter(pk=doctor.pk).update(kind="DOCTOR")
    somebody = house.relative(house.sam, "Jean Jaurès", "mimosa").contact
    karim, page = house.client("karim"), f"/annuaire/{kept.pk}/reunir/"
    for other, said in ((doctor.pk, "même nature"), (kept.pk, "le même contact"), ("x", "Choisissez dans la liste")):
        answer = karim.post(page, {"id": str(uuid7()), "other": str(other)}, follow=True)
        assert said in answer.content.decode()
    assert karim.post(page, {"id": str(uuid7()), "other": str(somebody.pk)}).status_code == 404
    assert karim.get(f"/annuaire/{somebody.pk}/").status_code == 404
    assert not ContactJoin.objects.exists()


def test_everything_that_points_at_a_contact_passes_with_it() -> None:
    own = {(ContactJoin, "kept"), (ContactJoin, "gone"), (Contact, "joined_to")}
    links = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, ForeignKey) and field.related_model is Contact
    }
    assert links - own == set(POINTS)


def test_the_directory_keeps_its_budget(house: House) -> None:
    for number in range(60):
        goes(house, house.sam, school(house, f"École {number:02}"))
    karim = house.client("karim")
    assert len(asked(karim, "/annuaire/")) <= 4
    link = re.search(r'href="([^"]+)" rel="next"', text(karim, "/annuaire/"))
    assert link
    rest = text(karim, unescape(link[1]))
    assert all((f"École {number:02}<" in rest) == (number >= 50) for number in range(60))
    assert len(asked(karim, f"/annuaire/{Contact.objects.first().pk}/")) <= 7  # type: ignore[union-attr]
