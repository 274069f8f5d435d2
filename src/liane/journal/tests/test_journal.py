"""What the journal keeps and how it is told."""

import json
import string
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from liane.journal.actions import trace
from liane.journal.kinds import SENTENCES, Kind
from liane.journal.models import JournalEntry
from liane.journal.queries import lines_of_record, records_last_opened, sentence
from liane.testing import House


def test_every_kind_of_trace_has_its_plain_sentence() -> None:
    assert set(SENTENCES) == set(Kind)
    for text in SENTENCES.values():
        assert text.endswith(".") and text[0] in string.ascii_uppercase + "{É"
        assert not any(word in text.lower() for word in ("log", "audit", "utilisateur", "patient"))


@given(st.text(max_size=30))
def test_a_kind_that_this_version_does_not_know_is_still_told(kind: str) -> None:
    assert sentence(JournalEntry(kind=f"old.{kind}", actor_name="Maud Lefort")) == "Maud Lefort a agi sur le dossier."


def test_a_name_with_braces_breaks_no_sentence() -> None:
    assert sentence(JournalEntry(kind=Kind.RECORD_OPENED, actor_name="{x} {0}")) == "{x} {0} a ouvert le dossier."


def test_the_lines_of_a_record_come_newest_first_and_go_on_by_date(house: House) -> None:
    karim = house.actor("karim")
    for kind in (Kind.RECORD_OPENED, Kind.NOTE_WRITTEN, Kind.RECORD_PRINTED):
        trace(karim, kind, record_id=house.sam.pk, reason="Fait partie de l’équipe")
    lines = lines_of_record(house.sam.pk, limit=2)
    assert [line.kind for line in lines] == [Kind.RECORD_PRINTED, Kind.NOTE_WRITTEN]
    assert lines[0].sentence == "Karim Duval a imprimé la fiche de liaison."
    assert [line.kind for line in lines_of_record(house.sam.pk, before=(lines[-1].at, lines[-1].id))] == [
        Kind.RECORD_OPENED
    ]


def test_a_trace_says_who_what_when_why_and_from_where(house: House) -> None:
    before = timezone.now() - timedelta(seconds=5)
    trace(house.actor("maud"), Kind.RECORD_OPENED, record_id=house.sam.pk, reason="x" * 1000, count=3)
    entry = JournalEntry.objects.get(record_id=house.sam.pk)
    assert (entry.actor_name, entry.actor_role) == ("Maud Lefort", "infirmière coordinatrice")
    assert entry.organization_id == house.deux_rives.pk and entry.account_id == house.accounts["maud"].pk
    assert entry.at > before and len(entry.reason) == 300 and entry.detail == {"count": 3}


def test_two_traces_of_one_transaction_keep_their_order(house: House) -> None:
    karim = house.actor("karim")
    for number in range(20):
        trace(karim, Kind.RECORD_OPENED, record_id=house.sam.pk, number=number)
    kept = JournalEntry.objects.filter(record_id=house.sam.pk).order_by("at").values_list("detail", flat=True)
    assert [row["number"] for row in kept] == list(range(20))


def test_the_journal_outlives_what_it_speaks_of(house: House) -> None:
    """No foreign key: a trace about what no longer exists stays."""
    trace(house.actor("karim"), Kind.RECORD_OPENED, record_id=UUID(int=1))
    assert lines_of_record(UUID(int=1))
    assert not [f for f in JournalEntry._meta.fields if f.is_relation]


def test_the_journal_of_one_organisation_is_not_read_by_the_other(house: House) -> None:
    trace(house.actor("karim"), Kind.RECORD_OPENED, record_id=house.sam.pk)
    farid = house.actor("farid")
    with house.inside(house.bel_air):
        assert lines_of_record(house.sam.pk) == []
        assert records_last_opened(house.deux_rives.pk, house.actor("karim").practitioner_id) == []
        assert records_last_opened(farid.organization_id, farid.practitioner_id) == []


@pytest.mark.parametrize("text", ["\x00", "🦊", "‮", "'; DROP TABLE journal_journalentry; --"])
def test_a_strange_reason_is_kept_as_text(house: House, text: str) -> None:
    trace(house.actor("karim"), Kind.RECORD_OPENED, record_id=house.sam.pk, reason=text, words=text)
    entry = JournalEntry.objects.get(record_id=house.sam.pk)
    assert entry.reason in (text, "") and json.dumps(entry.detail)
