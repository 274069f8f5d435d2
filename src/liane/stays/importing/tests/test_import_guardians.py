"""A list whose guardians stand in a circle is refused in words; what whoever imports may not know is not told by the refusal."""

import pytest

from liane.people.importing.guardians import UNTOLD
from liane.people.models import Contact, Person, Relative
from liane.stays.importing.actions import accept_import
from liane.stays.importing.tests.lists import bring, rows_of

HEAD = "Nom;Prénom;Date de naissance;Unité;Date d’entrée;Mesure de protection;Tuteur\n"
ROUND = "chacune protégerait l’autre"


def line(name: str, first: str, guardian: str = "", unit: str = "Mimosa", born: str = "12/03/1952") -> str:
    return f"{name};{first};{born};{unit};01/09/2020;{'Tutelle' if guardian else ''};{guardian}\n"


@pytest.fixture
def nicole(house):
    return house.actor("nicole")


def guards(house, protected, guardian, unit, **fields) -> Relative:
    """Somebody accompanied here, guardian of somebody accompanied here."""
    contact = Contact(organization_id=house.deux_rives.pk, person=guardian.person).put(name=guardian.person.full_name)
    contact.save(force_insert=True)
    return house.relative(protected, "", unit, contact=contact, relation="TUTEUR", relation_label="Tuteur", **fields)


def test_two_lines_that_protect_each_other_are_both_refused(nicole):
    before = Person.objects.count()
    batch = bring(nicole, HEAD + line("DURAND", "Anne", "Paul Martin") + line("MARTIN", "Paul", "Mme Durand Anne"))
    rows = rows_of(batch)
    assert [row.verdict for row in rows.values()] == ["REFUSED", "REFUSED"]
    assert rows[2].sentences == [
        "Ligne 2, représentant légal, nom : chacune protégerait l’autre, directement ou par d’autres (voir ligne 3). "
        "Vérifiez qui est protégé, et par qui."
    ]
    accept_import(nicole, batch.pk)
    assert Person.objects.count() == before


def test_three_lines_in_a_circle_are_refused_and_the_others_are_taken(nicole):
    text = HEAD + line("DURAND", "Anne", "Paul Martin") + line("MARTIN", "Paul", "Zoé Lefort")
    text += (
        line("LEFORT", "Zoé", "M. Anne DURAND") + line("PETIT", "Luc", "Anne Durand") + line("UDAF", "Jean", "UDAF 13")
    )
    verdicts = [row.verdict for row in rows_of(bring(nicole, text)).values()]
    assert verdicts == ["REFUSED", "REFUSED", "REFUSED", "CREATE", "CREATE"]


def test_nobody_is_her_own_guardian(nicole):
    row = rows_of(bring(nicole, HEAD + line("DURAND", "Anne", "Durand Anne")))[2]
    assert row.verdict == "REFUSED" and "personne ne se protège soi-même" in row.sentences[0]


def test_a_name_that_two_persons_bear_leads_nowhere(nicole):
    text = HEAD + line("DURAND", "Anne", "Paul Martin") + line("MARTIN", "Paul", "Anne Durand")
    text += line("MARTIN", "Paul", born="01/01/1990")
    assert [row.verdict for row in rows_of(bring(nicole, text)).values()] == ["CREATE", "CREATE", "CREATE"]


def test_a_circle_that_closes_on_a_record_that_she_opens_says_so(house, nicole):
    anne, paul = house.person("Anne Durand", "mimosa"), house.person("Paul Martin", "mimosa")
    guards(house, paul, anne, "mimosa")
    row = rows_of(bring(nicole, HEAD + line("DURAND", "Anne", "Paul Martin", born="12/03/1992")))[2]
    assert row.verdict == "REFUSED" and ROUND in row.sentences[0] and "voir les dossiers" in row.sentences[0]


def closed_to(house, actor, name: str, unit: str, **fields):
    """Somebody whom this actor may not open."""
    record = house.person(name, unit, **fields)
    assert house.units[unit].pk not in actor.unit_ids
    return record


def test_a_circle_through_a_record_that_is_closed_to_her_is_refused_without_a_name(house):
    chief = house.actor("sophie")
    anne = house.person("Anne Durand", "mimosa")
    hidden = closed_to(house, chief, "Paul Martin", "mecs")
    guards(house, hidden, anne, "mecs")
    batch = bring(chief, HEAD + line("DURAND", "Anne", "Paul Martin", born="12/03/1992"))
    row = rows_of(batch)[2]
    assert row.verdict == "REFUSED"
    assert row.sentences == [f"Ligne 2, représentant légal, nom : {UNTOLD}"]
    assert not any(word in row.sentences[0] for word in ("Martin", "Belvédère", "dossier", ROUND))


@pytest.mark.parametrize("why", ["protected", "discreet", "ended"])
def test_what_is_never_told_changes_no_answer(house, why):
    chief = house.actor("sophie")
    anne = house.person("Anne Durand", "mimosa")
    unit = "csapa" if why == "discreet" else "mecs"
    hidden = closed_to(house, chief, "Paul Martin", unit, is_protected=why == "protected")
    link = guards(house, hidden, anne, unit)
    if why == "ended":
        Relative.objects.filter(pk=link.pk).update(ended_on="2020-01-01")
    row = rows_of(bring(chief, HEAD + line("DURAND", "Anne", "Paul Martin", born="12/03/1992")))[2]
    assert row.verdict == "MATCH"
