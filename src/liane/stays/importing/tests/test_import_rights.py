"""A list that also says how she came, how she will leave, until when her rights run, who protects her."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.dates import short, today
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.people.models import Contact, Entitlement, LegalMeasure, Person, Record, Relative
from liane.stays.importing.actions import accept_import, undo_import
from liane.stays.importing.tests.lists import bring, rows_of
from liane.stays.models import Stay
from liane.timeline.models import Entry

SOON = today() + timedelta(days=400)
HEAD = (
    "Nom;Prénom;Date de naissance;Unité;Date d’entrée;Mode d’entrée;Provenance;Sortie prévue;Orientation MDPH jusqu’au;"
    "AAH fin;RQTH;Mesure de protection;Mandataire;Échéance mesure;Début de mesure\n"
)
LIST = HEAD + (
    f"ROUX;Jeanne;12/03/1952;Mimosa;01/09/2020;Hôpital;CH d’Aubagne;{short(SOON)};{short(SOON)};sans limite;oui;"
    f"Curatelle renforcée;UDAF 13;{short(SOON)};01/01/2025\n"
    "DIALLO;Amadou;1961;Mimosa;15/01/2023;autocar;;;voir classeur;non;;Curatelle;;01/01/2030;\n"
)


@pytest.fixture
def sophie(house):
    return house.actor("sophie")


def test_the_path_the_rights_and_the_measure_come_with_the_person(house, sophie):
    batch = accept_import(sophie, bring(sophie, LIST).pk)
    record = Record.objects.get(person__birth_name="ROUX")
    stay = Stay.objects.get(record=record)
    assert (stay.entry_mode, stay.origin, stay.planned_ends_on) == ("HOSPITAL", "CH d’Aubagne", SOON)
    rights = {right.kind: right for right in Entitlement.objects.filter(record=record)}
    assert set(rights) == {"orientation_adulte", "aah", "rqth"}
    assert (rights["orientation_adulte"].expires_on, rights["aah"].is_endless, rights["rqth"].expires_on) == (
        SOON, True, None,
    )  # fmt: skip
    assert rights["aah"].author_name == sophie.name and rights["aah"].unit_id == house.units["mimosa"].pk
    measure = LegalMeasure.objects.get(record=record)
    assert (measure.kind, measure.starts_on, measure.ends_on) == ("curatelle_renforcee", date(2025, 1, 1), SOON)
    assert measure.holder_name == "UDAF 13"
    told = set(Entry.objects.filter(record_id=record.pk).values_list("kind", "title"))
    assert ("MEASURE", f"Mesure\u00a0: Curatelle renforcée, du 01/01/2025 au {short(SOON)}") in told
    assert sum(kind == "RIGHT" for kind, _ in told) == 3
    kinds = set(JournalEntry.objects.filter(record_id=record.pk).values_list("kind", flat=True))
    assert {Kind.RIGHT_ADDED, Kind.PROTECTION_ADDED} <= kinds
    assert batch.counts["CREATE"] == 2


def test_what_is_not_clear_is_left_aside_and_said(house, sophie):
    batch = accept_import(sophie, bring(sophie, LIST).pk)
    said = rows_of(batch)[3].sentences
    assert any("mode d’entrée «\u00a0autocar\u00a0» non reconnu, gardé comme provenance" in s for s in said)
    assert any("orientation de la MDPH, jusqu’au : cette date est illisible" in s for s in said)
    assert any("la mesure n’est pas assez précise" in s for s in said)
    record = Record.objects.get(person__birth_name="DIALLO")
    assert Stay.objects.get(record=record).origin == "autocar"
    assert not Entitlement.objects.filter(record=record).exists()
    assert not LegalMeasure.objects.filter(record=record).exists()


def test_again_nothing_is_doubled(house, sophie):
    accept_import(sophie, bring(sophie, LIST).pk)
    before = [model.objects.count() for model in (Entitlement, LegalMeasure, Entry)]
    batch = bring(sophie, LIST)
    assert any("déjà écrit, laissé tel quel" in s for s in rows_of(batch)[2].sentences)
    accept_import(sophie, batch.pk)
    assert [model.objects.count() for model in (Entitlement, LegalMeasure, Entry)] == before


def test_a_role_that_writes_no_measure_is_told(house):
    nicole = house.actor("nicole")
    batch = accept_import(nicole, bring(nicole, LIST).pk)
    assert any("votre rôle n’écrit pas les mesures" in s for s in rows_of(batch)[2].sentences)
    assert not LegalMeasure.objects.exists()
    assert Relative.objects.filter(contact__name="UDAF 13", is_legal=True).exists()


def test_what_is_written_in_a_record_that_is_closed_to_her_is_not_told(house, sophie):
    """Her team accompanied Luc once; his record is open elsewhere: the list tells nothing of the rights that are there."""
    luc = house.person("Luc Parti", "mimosa", until=timezone.now() - timedelta(days=9))
    house.stay(luc, "savs", since=timezone.now() - timedelta(days=5))
    Entitlement.objects.create(
        organization_id=house.deux_rives.pk, record=luc, thread_id=uuid7(), kind="aah", volet="ADMIN", author_id=uuid7(),
        unit=house.units["savs"], written_at=timezone.now(),
    )  # fmt: skip
    text = f"Nom;Prénom;Date de naissance;Unité;AAH fin\nPARTI;Luc;12/03/1992;Mimosa;{short(SOON)}\n"
    batch = bring(sophie, text)
    assert not any("AAH" in sentence for sentence in rows_of(batch)[2].sentences)
    accept_import(sophie, batch.pk)
    assert Entitlement.objects.filter(record=luc).count() == 1


def test_a_part_that_her_role_does_not_read_is_not_written(house, sophie):
    text = "Nom;Prénom;Unité;ALD\nROUX;Jeanne;Mimosa;oui\n"
    batch = accept_import(sophie, bring(sophie, text).pk)
    assert any("votre rôle n’écrit pas ce droit" in s for s in rows_of(batch)[2].sentences)
    assert not Entitlement.objects.exists()


def test_the_undo_takes_them_too(house, sophie):
    models = (Person, Record, Stay, Entry, Entitlement, LegalMeasure, Relative, Contact)
    before = [model.objects.count() for model in models]
    batch = accept_import(sophie, bring(sophie, LIST).pk)
    assert [model.objects.count() for model in models] != before
    undo_import(sophie, batch.pk)
    assert [model.objects.count() for model in models] == before


def test_a_right_added_to_somebody_known_goes_with_the_undo(house, sophie):
    text = f"Nom;Prénom;Date de naissance;Unité;RQTH échéance\nBELKACEM;Samia;12/03/1992;Mimosa;{short(SOON)}\n"
    batch = accept_import(sophie, bring(sophie, text).pk)
    assert Entitlement.objects.get(record=house.sam).kind == "rqth"
    undo_import(sophie, batch.pk)
    assert not Entitlement.objects.filter(record=house.sam).exists()
    assert Record.objects.filter(pk=house.sam.pk).exists()


def test_a_right_corrected_since_stops_the_undo(house, sophie):
    batch = accept_import(sophie, bring(sophie, LIST).pk)
    right = Entitlement.objects.get(kind="aah")
    JournalEntry.objects.create(
        organization_id=house.deux_rives.pk, at=today_plus(batch), kind=Kind.RIGHT_CORRECTED, record_id=right.record_id
    )
    with pytest.raises(Refused, match="déjà écrit dans ce dossier"):
        undo_import(sophie, batch.pk)
    assert Entitlement.objects.filter(pk=right.pk).exists()


def today_plus(batch):
    return batch.accepted_at + timedelta(minutes=1)


def test_the_function_of_the_undo_erases_nothing_else(house, sophie):
    """Neither a right that no import wrote, nor one of an import that is another organisme’s, nor a corrected one."""
    batch = accept_import(sophie, bring(sophie, LIST).pk)
    mine = {"organization_id": house.deux_rives.pk, "record": house.sam, "volet": "ADMIN", "author_id": uuid7()}
    other = Entitlement.objects.create(thread_id=uuid7(), kind="aah", written_at=batch.accepted_at, **mine)
    corrected = Entitlement.objects.get(kind="rqth")
    Entitlement.objects.create(
        thread_id=corrected.thread_id, version=2, is_current=False, kind="rqth", written_at=batch.accepted_at,
        **{**mine, "record": corrected.record},
    )  # fmt: skip
    with house.inside(house.bel_air), pytest.raises(ProgrammingError, match="no such import"), transaction.atomic():
        _call(batch)
    _call(batch)
    assert set(Entitlement.objects.values_list("pk", flat=True)) >= {other.pk, corrected.pk}
    assert not Entitlement.objects.filter(kind="orientation_adulte").exists()
    with pytest.raises(ProgrammingError), transaction.atomic():
        other.delete()


def _call(batch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT stays_take_back_rights(%s)", [batch.pk])


def test_an_exit_to_come_says_how_and_for_where(house, sophie):
    text = (
        "Nom;Prénom;Date de naissance;Unité;Date d’entrée;Date de sortie;Mode de sortie;Destination\n"
        f"ROUX;Jeanne;12/03/1952;Mimosa;01/09/2020;{short(SOON)};EHPAD;EHPAD Les Pins\n"
        "DIALLO;Amadou;12/03/1961;Mimosa;01/09/2020;;;Les Pins\n"
    )
    batch = accept_import(sophie, bring(sophie, text).pk)
    stay = Stay.objects.get(record__person__birth_name="ROUX")
    assert (stay.ends_on, stay.exit_mode, stay.destination) == (SOON, "EHPAD", "EHPAD Les Pins")
    assert any("sans date de sortie : laissé de côté" in s for s in rows_of(batch)[3].sentences)


def test_an_exit_planned_before_the_entry_is_refused(house, sophie):
    text = "Nom;Prénom;Unité;Date d’entrée;Sortie prévue\nROUX;Jeanne;Mimosa;01/09/2020;01/01/2019\n"
    assert rows_of(bring(sophie, text))[2].sentences == [
        "Ligne 2, sortie prévue le : elle est avant la date d’entrée. Vérifiez les deux."
    ]
