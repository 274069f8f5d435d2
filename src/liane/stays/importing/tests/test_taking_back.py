"""An import is taken back while nobody has written; a list that nobody accepted, and the names of an old one, are forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.door import Refused
from liane.people.models import LocalIdentifier, Person, Record, RecordUnit, Relative
from liane.stays.importing.actions import (
    accept_import,
    cancel_import,
    forget_lists,
    undo_import,
)
from liane.stays.importing.models import ImportBatch, ImportState
from liane.stays.importing.tests.lists import LIST, bring, rows_of
from liane.stays.models import Stay
from liane.timeline.models import Entry


@pytest.fixture
def nicole(house):
    return house.actor("nicole")


def test_undo_takes_everything_back(house, nicole):
    models = (Person, Record, RecordUnit, Relative, LocalIdentifier, Stay, Entry)
    before = [model.objects.count() for model in models]
    sam = Person.objects.values().get(pk=house.sam.person_id)
    text = LIST.replace("BELKACEM;;Samia;12/03/1992;F;", "BELKACEM;ZZ;Samia;12/03/1992;F;").replace(";ZZ;", ";;")
    batch = accept_import(nicole, bring(nicole, text).pk)
    undo_import(nicole, batch.pk)
    assert [model.objects.count() for model in models] == before
    after = Person.objects.values().get(pk=house.sam.person_id)
    assert {k: v for k, v in after.items() if k not in ("version", "changed_at")} == {
        k: v for k, v in sam.items() if k not in ("version", "changed_at", "search", "key", "sound_key", "sort_key")
    } | {k: after[k] for k in ("search", "key", "sound_key", "sort_key")}
    assert undo_import(nicole, batch.pk).state == ImportState.UNDONE
    assert JournalEntry.objects.filter(kind=Kind.IMPORT_UNDONE, record_id=None).count() == 1


def test_undo_stops_when_somebody_has_written(house, nicole):
    batch = accept_import(nicole, bring(nicole).pk)
    record = Record.objects.get(person__birth_name="DIALLO")
    for kind in (Kind.RECORD_OPENED, Kind.NOTE_WRITTEN):
        later = batch.accepted_at + timedelta(hours=1)
        JournalEntry.objects.create(organization_id=nicole.organization_id, at=later, kind=kind, record_id=record.pk)
    with pytest.raises(Refused, match=r"Amadou DIALLO \(ligne 4\)"):
        undo_import(nicole, batch.pk)
    assert Person.objects.filter(birth_name="DIALLO").exists()


def test_an_abandoned_import_is_forgotten(house, nicole):
    batch = bring(nicole)
    cancel_import(nicole, batch.pk)
    assert not batch.rows.exists()
    with pytest.raises(Refused):
        accept_import(nicole, batch.pk)


def test_a_forgotten_preview_is_forgotten(house, nicole):
    old = bring(nicole)
    ImportBatch.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    bring(nicole)
    old.refresh_from_db()
    assert (old.state, bytes(old.table), old.rows.count()) == (ImportState.CANCELLED, b"", 0)


def test_a_list_that_nobody_accepted_is_forgotten_whoever_sends_another_or_nobody(house, nicole):
    left = bring(nicole)
    assert forget_lists() == 0 and left.rows.exists()
    ImportBatch.objects.filter(pk=left.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert forget_lists() == 1
    left.refresh_from_db()
    assert (left.state, bytes(left.table), left.rows.count()) == (ImportState.CANCELLED, b"", 0)


def test_a_year_after_the_names_of_a_list_are_forgotten_and_it_can_still_be_taken_back(house, nicole):
    """Line 5 was refused: that person has no record, nothing else would ever take her name away."""
    batch = accept_import(nicole, bring(nicole).pk)
    year = timezone.now() - timedelta(days=366)
    ImportBatch.objects.filter(pk=batch.pk).update(created_at=year, accepted_at=year)
    assert any("LEFÈVRE" in row.who for row in rows_of(batch).values())
    assert forget_lists() == 9 and forget_lists() == 0
    assert {(row.who, row.where, tuple(row.sentences)) for row in rows_of(batch).values()} == {("", "", ())}
    page = house.client("nicole").get(f"/personnes/importer/{batch.pk}/").content.decode()
    assert "Nom oublié, un an après" in page and "LEFÈVRE" not in page
    ImportBatch.objects.filter(pk=batch.pk).update(accepted_at=timezone.now())
    assert (
        undo_import(nicole, batch.pk).state == ImportState.UNDONE
        and not Person.objects.filter(birth_name="MARTIN").exists()
    )
