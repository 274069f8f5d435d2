"""A house leaves, enters an instance that knows nothing of it, leaves again: the same tables, byte for byte."""

import io
import zipfile
from uuid import UUID, uuid4

import pytest
from django.contrib.postgres.search import SearchQuery

from liane.access.models import Role
from liane.access.queries import actor_of
from liane.config.moving import house as moving
from liane.config.moving.tests.furnished import (
    NOW,
    NUMBER,
    altered,
    elsewhere,
    furnish,
    leave,
    out_of,
    rewritten,
    tables,
    told,
)
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.moving.archive import READ_ME
from liane.kit.moving.nouns import nouns
from liane.kit.moving.reading import Fate
from liane.kit.tables.csv_writer import read_back
from liane.kit.tenancy import acting_for
from liane.organizations.models import Organization
from liane.people.doubles.actions.joining import Joining, join_records
from liane.people.ins.matricule import NIR
from liane.people.ins.policies import releasable
from liane.people.models import (
    Contact,
    Entitlement,
    Person,
    Record,
    RecordUnit,
)
from liane.professionals.models import Practitioner
from liane.stays.models import Occupation, Stay
from liane.steering.tests.conftest import folder, look  # noqa: F401 - the fixtures of a sealed journal


def test_every_kind_of_row_goes_and_comes_back_the_same(house, standing_house):
    record = furnish(house)
    data = leave(house)
    for noun in nouns():
        assert len(read_back(tables(data)[noun.file])) > 1, noun.name
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        assert arrived.entry.faults == []
        assert arrived.is_founded
        again = out_of(arrived.house)
        with acting_for(arrived.house.id):
            sam = Person.objects.get(pk=record.person_id)
            assert (sam.identity_status, sam.ins_matricule, sam.ins_at) == ("QUALIFIEE", NUMBER, NOW)
            assert Person.objects.filter(search=SearchQuery("130042", config="simple")).get() == sam
            held = RecordUnit.objects.get(record_id=record.pk)
            assert (held.unit_id, held.until, held.presence) == (house.units["mimosa"].pk, None, "HOSPITAL")
            assert Role.objects.filter(code="directeur").exists()
            entered = JournalEntry.objects.get(kind=Kind.HOUSE_ENTERED)
            assert entered.actor_name == "essai (compte de la machine)"
            made = JournalEntry.objects.filter(kind=Kind.RECORD_CREATED).count()
            assert made == Record.objects.count() == 4
    assert tables(again) == tables(data)


def test_an_ins_that_may_not_be_transmitted_moves_with_its_status_and_still_may_not(house, standing_house):
    """Decision 0026: the machine changes, not the organisme. The archive says that it holds such numbers."""
    record = house.person("Ada Bel", "mimosa", birth_first_name="Ada", sex="F", birth_place_code="13055")
    held = {"ins_matricule": NUMBER, "ins_oid": NIR, "ins_source": "INSI", "ins_at": NOW}
    Person.objects.filter(pk=record.person_id).update(identity_status="RECUPEREE", **held)
    data = leave(house)
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert "INS des identités qui ne sont pas qualifiées" in opened.read(READ_ME).decode("utf-8-sig")
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        with acting_for(arrived.house.id):
            person = Person.objects.get(pk=record.person_id)
            assert (person.ins_matricule, person.identity_status) == (NUMBER, "RECUPEREE")
            assert releasable(person) is None


def test_it_leaves_a_trace_on_each_record(house):
    leave(house)
    assert JournalEntry.objects.filter(kind=Kind.EXPORTED, record_id=house.sam.pk).count() == 1
    assert JournalEntry.objects.filter(kind=Kind.EXPORTED, record_id=None, reason=moving.REASON).count() == 1


def test_no_column_is_forgotten():
    described = {noun.model for noun in nouns()}
    assert len(described) == len(nouns())
    for noun in nouns():
        fields = {field.name for field in noun.model._meta.concrete_fields} - {"id", "organization"}
        assert fields == set(noun.titles) | set(noun.left), noun.name
        assert len(set(noun.headers)) == len(noun.headers), noun.name


def test_the_same_archive_again_does_nothing(house):
    furnish(house)
    data = leave(house)
    counts = [noun.model._default_manager.count() for noun in nouns()]
    written = JournalEntry.objects.count()
    arrived = moving.import_house("essai", data)
    assert arrived.entry.faults == []
    assert arrived.entry.count(Fate.NEW) == arrived.entry.count(Fate.DIFFERENT) == 0
    assert [noun.model._default_manager.count() for noun in nouns()] == counts
    assert JournalEntry.objects.count() == written


def test_what_a_human_being_changed_is_left_as_it_is(house):
    record = furnish(house)
    data = leave(house)
    Contact.objects.filter(phone="06 12 34 56 78").update(phone="07 00 00 00 00")
    right = Entitlement.objects.get(record=record, is_current=True)
    Entitlement.objects.filter(pk=right.pk).update(is_current=False)
    right.pk, right.version, right.reason, right._state.adding = uuid7(), 3, "corrigé", True
    right.save()
    Occupation.objects.all().delete()
    arrived = moving.import_house("essai", data)
    assert arrived.entry.faults == []
    fates = {
        name: [line.fate for line in lines if line.fate is not Fate.SAME] for name, lines in arrived.entry.lines.items()
    }
    assert fates["contacts"] == [Fate.DIFFERENT]
    assert fates["droits"] == [Fate.DIFFERENT]
    assert fates["places_occupees"] == [Fate.APART]
    assert Contact.objects.filter(phone="07 00 00 00 00").exists()
    assert not Occupation.objects.exists()


def test_a_trial_writes_nothing(house, standing_house):
    furnish(house)
    data = leave(house)
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data, is_trial=True)
        assert arrived.entry.faults == []
        assert arrived.entry.count(Fate.NEW) > 20
        assert moving.import_house("essai", data, is_trial=True).is_founded


def test_it_may_enter_an_organisme_already_opened(house, standing_house):
    record = furnish(house)
    data = leave(house)
    with elsewhere(standing_house):
        other = uuid4()
        with acting_for(other):
            Organization.objects.create(id=other, name="Les Deux Rives, ailleurs")
        arrived = moving.import_house("essai", data, into=moving.House(other, "Les Deux Rives, ailleurs"))
        assert (arrived.entry.faults, arrived.is_founded) == ([], False)
        with acting_for(other):
            assert Record.objects.get(pk=record.pk).organization_id == other
            assert Organization.objects.get().name == "Les Deux Rives, ailleurs"


def test_its_direction_is_named_once_and_enters(house, standing_house):
    data = leave(house)
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data, direction="marie.dupont")
        assert arrived.entry.faults == []
        assert arrived.invitation.startswith("/")
        with acting_for(arrived.house.id):
            director = Practitioner.objects.get(account__isnull=False)
            assert (str(director), director.account.login) == ("Marie Dupont", "marie.dupont")
            assert actor_of(director).may("house.manage")
        with pytest.raises(Refused, match="travaille déjà"):
            moving.import_house("essai", data, direction="paul.durand")


def test_joined_records_leave_as_one(house, standing_house):
    record = furnish(house)
    other = house.person("Samya Belkacem", "mimosa")
    sophie = house.actor("sophie")
    people = {p.pk: p.version for p in Person.objects.all()}
    join_records(
        sophie, uuid7(),
        Joining(record.pk, other.pk, "même personne", people[record.person_id], people[other.person_id]),
    )  # fmt: skip
    data = leave(house)
    assert str(other.person_id) not in tables(data)["personnes.csv"].decode()
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        assert arrived.entry.faults == []
        assert tables(out_of(arrived.house)) == tables(data)


def test_a_house_is_not_copied_beside_itself(house):
    data = leave(house)
    arrived = moving.import_house("essai", data, into=moving.House(house.bel_air.pk, "Bel Air"))
    assert "déjà pris dans cette instance" in arrived.entry.faults[0]
    with house.inside(house.bel_air):
        assert not Record.objects.filter(pk=house.sam.pk).exists()


def bomb(data: bytes) -> bytes:
    return altered(data, personnes__csv=b"0" * 60_000_000)


BAD = {
    "not a zip": (lambda d: b"Nom;Prenom\n", "abîmé ou incomplet"),
    "cut": (lambda d: d[: len(d) // 2], "abîmé ou incomplet"),
    "a bomb": (bomb, "énorme"),
    "no manifest": (lambda d: altered(d, manifeste__json=None), "ce n’est pas une maison"),
    "manifest of nothing": (lambda d: altered(d, manifeste__json=b"[1]"), "illisible"),
    "manifest without end": (lambda d: altered(d, manifeste__json=b"[" * 100_000), "illisible"),
    "newer": (lambda d: told(d, lambda m: m.update(edition=3)), "version plus récente"),
    "older": (lambda d: told(d, lambda m: m.update(edition=1)), "version plus ancienne"),
    "missing": (lambda d: altered(d, sejours__csv=None), "Il manque dans cette archive\u00a0: sejours.csv"),
    "one more": (lambda d: altered(d, secrets__csv=b"x"), "table inconnue\u00a0: secrets.csv"),
    "altered": (lambda d: altered(d, places__csv=b"\xef\xbb\xbfa;b\r\n"), "places.csv a changé"),
    "fewer": (lambda d: told(d, lambda m: m["tables"]["unites.csv"].update(lines=1)), "nombre de lignes"),
    "no such column": (lambda d: rewritten(d, "dossiers.csv", lambda r: r[0].append("mot")), "inconnue\u00a0: mot"),
    "a column less": (
        lambda d: rewritten(d, "dossiers.csv", lambda r: [line.pop(1) for line in r]), "la colonne personne"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), BAD.values(), ids=BAD)
def test_what_is_not_a_whole_archive_is_refused_in_words(house, standing_house, spoil, said):
    data = spoil(leave(house))
    with elsewhere(standing_house):
        with pytest.raises(Refused, match=said) as caught:
            moving.import_house("essai", data)
        assert "Rien n’a été enregistré" in str(caught.value)


def setting(table: str, title: str, value: str, line: int = 1):
    """Change one cell."""

    def change(rows):
        rows[line][rows[0].index(title)] = value

    return lambda data: rewritten(data, f"{table}.csv", change)


WRONG = {
    "dangling": (setting("sejours", "dossier", str(UUID(int=9))), "sejours.csv, ligne 2, colonne dossier"),
    "twice": (lambda d: rewritten(d, "unites.csv", lambda r: r.append(r[1])), "déjà plus haut"),
    "date": (setting("mesures", "effet_le", "31/02/2024"), "«\u00a031/02/2024\u00a0» n’est pas lisible"),
    "empty": (setting("mesures", "effet_le", ""), "la case est vide"),
    "choice": (setting("personnes", "sexe", "X"), "n’est pas dans la liste"),
    "long": (setting("etablissements", "categorie_finess", "12345"), "4 signes au plus"),
    "ins key": (setting("personnes", "matricule_ins", NUMBER[:13] + "00", 1), "La clé"),
    "cog": (setting("personnes", "code_insee_naissance", "75200", 1), "Aucune commune"),
    "exit first": (setting("sejours", "date_de_sortie", "01/01/1999"), "la sortie est avant l’entrée"),
    "before birth": (setting("sejours", "date_entree", "01/01/1900"), "avant sa naissance"),
    "mode": (setting("sejours", "mode_entree", "TELEPORT"), "«\u00a0TELEPORT\u00a0» n’est pas dans la liste"),
    "measure ends first": (setting("mesures", "jusqu_au", "01/01/2001"), "cela finit avant de commencer"),
    "hearing of nothing": (setting("audiences", "mesure", str(UUID(int=9))), "n’est pas dans l’archive"),
    "finess": (setting("etablissements", "finess_geographique", "130000001"), "n’est pas juste"),
    "cells": (lambda d: rewritten(d, "unites.csv", lambda r: r[1].append("x")), "cases et non"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), WRONG.values(), ids=WRONG)
def test_one_wrong_line_is_told_and_nothing_is_written(house, standing_house, spoil, said):
    Stay.objects.exclude(record=furnish(house)).delete()
    Person.objects.exclude(pk=house.sam.person_id).filter(record__held_by__isnull=False).update(birth_first_name="")
    data = spoil(leave(house))
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        assert any(said in fault for fault in arrived.entry.faults), arrived.entry.faults
        with acting_for(arrived.house.id):
            assert not Organization.objects.exists()


def test_two_persons_in_one_place_are_told(house, standing_house):
    record = furnish(house)
    other = house.person("Ana Morel", "mimosa")
    data = leave(house)
    stay = str(Stay.objects.get(record=other).pk)

    def both(rows):
        rows.append([str(uuid7()), stay, *rows[1][2:]])

    data = rewritten(data, "places_occupees.csv", both)
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        assert len(arrived.entry.faults) == 1
        assert "quelqu’un d’autre occupe déjà cette place" in arrived.entry.faults[0]
        with acting_for(arrived.house.id):
            assert not Record.objects.filter(pk=record.pk).exists()
