"""A house leaves, enters an instance that knows nothing of it, leaves again: the same tables, byte for byte."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import transaction

from liane.access.models import Role
from liane.config.moving import house as moving
from liane.config.testing.grounds import BARE, BUILT
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import today
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.moving.archive import MANIFEST, READ_ME
from liane.kit.moving.nouns import nouns
from liane.kit.moving.reading import Fate
from liane.kit.tables.csv_writer import read_back, write_csv
from liane.kit.tenancy import acting_for, set_organization
from liane.organizations.models import Organization, Place
from liane.people.identity import index_person
from liane.people.ins.matricule import NIR, key_of
from liane.people.models import (
    Claim,
    Contact,
    Entitlement,
    FamilyTie,
    FormerIns,
    Hearing,
    Home,
    Household,
    HouseholdMember,
    IdentityEvidence,
    IdentityStep,
    LegalMeasure,
    LocalIdentifier,
    ParentalAuthority,
    Person,
    Record,
    RecordUnit,
    Relative,
)
from liane.stays.models import Absence, ClockMark, FollowUp, Occupation, Stay
from liane.timeline.models import Entry

AWKWARD = (
    '=HYPERLINK("x")',
    "-1",
    " '=x",
    "''@",
    'L’été; «"a"»\nb\r\nc',
    "e\u0301tat",
    "Da --Silva",
    "שרה",
    "Jean--Luc",
)
BODY = "2920313055042"
NUMBER = BODY + key_of(BODY)
NOW = datetime(2026, 3, 12, 14, 5, 33, 123456, tzinfo=UTC)
ME = UUID(int=7)


@contextmanager
def elsewhere(grounds) -> Iterator[None]:
    """An instance that has just been migrated, where nobody is; nothing that is written there stays."""
    grounds.want(BARE)
    try:
        with transaction.atomic():
            set_organization(None)
            yield
            transaction.set_rollback(True)
    finally:
        grounds.want(BUILT)


def furnish(house) -> Record:
    """A row of every kind at least, with what is hard to carry."""
    house_id, record, unit = house.deux_rives.pk, house.sam, house.units["mimosa"]
    mine = {"organization_id": house_id}
    by = {"author_id": ME, "author_name": "Karim; =Duval", "written_at": NOW}
    place = Place.objects.create(unit=unit, name="12 bis", **mine)
    stay = Stay.objects.get(record=record)
    stay.comment, stay.entry_mode, stay.identifier = AWKWARD[0], "HOME", "3130000000/x-SEJOUR-1"
    stay.planned_ends_on = today() + timedelta(days=300)
    stay.save()
    Occupation.objects.create(stay=stay, place=place, starts_on=stay.starts_on, **mine)
    Absence.objects.create(
        stay=stay,
        motive="HOSPITAL",
        starts_at=NOW,
        note=AWKWARD[4],
        author_id=ME,
        author_name="Inès",
        written_at=NOW,
        **mine,
    )
    FollowUp.objects.create(stay=stay, due_on=date(2027, 1, 1), article="D312-37", said=AWKWARD[5], **mine)
    ClockMark.objects.create(
        stay=stay, record=record, unit=unit, code="contrat", source_id=stay.pk, done_on=date(2026, 1, 2), **by, **mine
    )
    person = record.person
    _identity(person, mine, by)
    mother = Contact(**mine).put(name=AWKWARD[6], phone="06 12 34 56 78", born_on="1960", address=AWKWARD[4])
    mother.save()
    gone = Contact(joined_to=mother, kind="SCHOOL", **mine).put(name=AWKWARD[1])
    gone.save()
    links = [
        Relative.objects.create(
            record=record, unit=unit, contact=contact, relation="MTH", relation_label=label, note=AWKWARD[2], call_order=1,
            since=date(2020, 1, 1), **mine,
        )
        for contact, label in ((mother, "Mère"), (gone, "École"))
    ]  # fmt: skip
    FamilyTie.objects.create(
        record=record, one=links[0], other=links[1], kind="PARENT", since="2001", unit=unit, **mine
    )
    home = Household.objects.create(name=AWKWARD[7], unit=unit, address=AWKWARD[3], **mine)
    HouseholdMember.objects.create(household=home, contact=mother, since=date(2020, 1, 1), **mine)
    Home.objects.create(record=record, household=home, kind="ALTERNATE", rhythm="1 semaine / 2", **mine)
    _rights(record, unit, mine, by)
    house.person("Nadia Bel", "mimosa", "savs", is_protected=True, birth=None)
    house.person("Luc Parti", "acacia", until=datetime.now(UTC) - timedelta(days=9))
    return record


def _identity(person, mine, by) -> None:
    """Qualified, with an INS, papers seen, a former INS."""
    paper = IdentityEvidence.objects.create(
        person=person,
        kind="CNI",
        label="Carte d’identité",
        is_high=True,
        seen_on=date(2026, 1, 2),
        note=AWKWARD[3],
        **by,
        **mine,
    )
    IdentityStep.objects.create(
        person=person, event="EVIDENCE_SEEN", before="PROVISOIRE", after="VALIDEE", evidence=paper, author_id=ME,
        author_name="Karim", at=NOW, **mine,
    )  # fmt: skip
    FormerIns.objects.create(
        person=person, matricule="2920313055041" + key_of("2920313055041"), oid=NIR, source="INSHISTO", until=NOW,
        reason=AWKWARD[1], author_name="Karim", **mine,
    )  # fmt: skip
    LocalIdentifier.objects.create(person=person, kind="MDPH", value="-13 0042", **mine)
    person.birth_first_name, person.birth_place_code, person.nss = "Samia", "13055", NUMBER
    person.nationalities, person.identity_comment = AWKWARD[8], AWKWARD[4]
    person.identity_status, person.ins_matricule, person.ins_oid = "QUALIFIEE", NUMBER, NIR
    person.ins_source, person.ins_at = "INSI", NOW
    index_person(person, ["-13 0042"]).save()


def _rights(record, unit, mine, by) -> None:
    """Two versions of a right, a request, a measure and its hearing, a parent."""
    first = uuid7()
    here = {"record": record, "unit": unit, **by, **mine}
    more = {"kind": "aah", "volet": "ADMIN", "thread_id": first}
    Entitlement.objects.create(id=first, is_current=False, note=AWKWARD[0], **more, **here)
    Entitlement.objects.create(
        version=2, expires_on=date(2027, 5, 6), answers={"é": [1, None], "a": "b;c"}, reason=AWKWARD[1], **more, **here
    )
    Claim.objects.create(kind="aah", volet="ADMIN", thread_id=uuid7(), state="ASKED", on=date(2026, 2, 3), **here)
    thread = uuid7()
    holder = Contact.objects.filter(joined_to=None).first()
    LegalMeasure.objects.create(
        id=thread, thread_id=thread, kind="curatelle_renforcee", volet="ADMIN", starts_on=date(2024, 1, 1),
        ends_on=date(2029, 1, 1), holder=holder, holder_name="UDAF; \"13\"", **here,
    )  # fmt: skip
    Hearing.objects.create(thread_id=uuid7(), measure_thread_id=thread, held_at=NOW, volet="ADMIN", **here)
    ParentalAuthority.objects.create(
        thread_id=uuid7(), name=AWKWARD[6], status="shared", volet="JUDICIAL", visits="FREE", is_struck=True, **here
    )


def leave(house) -> bytes:
    return moving.export_house("essai", moving.House(house.deux_rives.pk, house.deux_rives.name))[0]


def tables(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name not in (MANIFEST, READ_ME)}


def altered(data: bytes, **files) -> bytes:
    """The same archive with other members; a table that is changed is told by the manifest, as a forger would."""
    content = tables(data)
    with zipfile.ZipFile(BytesIO(data)) as opened:
        content |= {name: opened.read(name) for name in (MANIFEST, READ_ME)}
    content |= {name.replace("__", "."): value for name, value in files.items()}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, value in content.items():
            if value is not None:
                made.writestr(name, value)
    return buffer.getvalue()


def told(data: bytes, change) -> bytes:
    """The archive with a manifest changed by `change`."""
    with zipfile.ZipFile(BytesIO(data)) as opened:
        manifest = json.loads(opened.read(MANIFEST))
    change(manifest)
    return altered(data, **{MANIFEST.replace(".", "__"): json.dumps(manifest).encode()})


def rewritten(data: bytes, name: str, change) -> bytes:
    """The archive with a table whose lines were changed by `change`, and the manifest that goes with it."""
    rows = read_back(tables(data)[name])
    change(rows)
    made = write_csv(rows)

    def mark(manifest):
        manifest["tables"][name] = {"lines": len(rows) - 1, "sha256": sha256(made).hexdigest()}

    return told(altered(data, **{name.replace(".", "__"): made}), mark)


def test_every_kind_of_row_goes_and_comes_back_the_same(house, standing_house):
    record = furnish(house)
    data = leave(house)
    for noun in nouns():
        assert len(read_back(tables(data)[noun.file])) > 1, noun.name
    with elsewhere(standing_house):
        arrived = moving.import_house("essai", data)
        assert arrived.entry.faults == []
        assert arrived.is_founded
        again = moving.export_house("essai", arrived.house)[0]
        with acting_for(arrived.house.id):
            sam = Person.objects.get(pk=record.person_id)
            assert (sam.identity_status, sam.ins_matricule, sam.ins_at) == ("QUALIFIEE", NUMBER, NOW)
            assert Person.objects.filter(search=SearchQuery("130042", config="simple")).get() == sam
            held = RecordUnit.objects.get(record_id=record.pk)
            assert (held.unit_id, held.until, held.presence) == (house.units["mimosa"].pk, None, "HOSPITAL")
            assert Role.objects.filter(code="directeur").exists()
            assert Entry.objects.filter(record_id=record.pk, kind="STAY").count() == 1
            entered = JournalEntry.objects.get(kind=Kind.HOUSE_ENTERED)
            assert entered.actor_name == "essai (compte de la machine)"
            made = JournalEntry.objects.filter(kind=Kind.RECORD_CREATED).count()
            assert made == Record.objects.count() == 3
    assert tables(again) == tables(data)


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
    "newer": (lambda d: told(d, lambda m: m.update(edition=2)), "version plus récente"),
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
