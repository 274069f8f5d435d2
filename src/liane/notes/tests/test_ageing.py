"""The words of a team about nobody in particular have their term: announced, erased on the first of the month, told; a hold keeps them."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry, RetentionPreview
from liane.journal.retention.actions import place_hold
from liane.journal.retention.purge import count_next
from liane.kit.ids import uuid7
from liane.kit.tenancy import acting_for
from liane.notes.actions.ageing import erase_old
from liane.notes.models import Handover, Takeover, Task
from liane.notes.tasks import erase_old_words
from liane.testing import House

FIRST = date(2026, 12, 1)
PAGE = "/conformite/conservation/"


def said(house: House, at: datetime, word: str) -> None:
    """A hand-over with its word, somebody who takes it, a task of the unit done, one that waits: written at that moment."""
    same = {"organization": house.deux_rives, "unit": house.units["mimosa"]}
    who = house.actor("karim").practitioner_id
    Handover.objects.create(
        shift="Nuit", starts_at=at, ends_at=at, word=word, author_id=who, author_name="Karim", given_at=at, **same
    )
    Takeover.objects.create(practitioner_id=who, taken_at=at, since=at, **same)
    for done_at in (at, None):
        Task.objects.create(
            volet="SUPPORT", label=word, author_id=who, author_name="Karim", created_at=at, done_at=done_at, **same
        )


def left() -> tuple[int, int, int]:
    return Handover.objects.count(), Takeover.objects.count(), Task.objects.count()


def test_what_is_past_its_term_goes_and_what_waits_stays(house: House) -> None:
    said(house, datetime(2024, 11, 30, 12, tzinfo=UTC), "Sam a mal dormi")
    said(house, datetime(2024, 12, 1, 12, tzinfo=UTC), "Rien à signaler")
    Task.objects.create(
        organization=house.deux_rives, unit=house.units["mimosa"], record=house.sam, volet="CARE", label="Rendez-vous",
        author_id=uuid7(), author_name="Karim", created_at=timezone.now(), done_at=datetime(2020, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    assert erase_old(house.deux_rives.pk, FIRST) == 3
    assert left() == (1, 1, 4)  # a task that waits is never old, and that of a record goes with the record
    assert Handover.objects.get().word == "Rien à signaler"
    line = JournalEntry.objects.get(kind=Kind.TEAM_WORDS_ERASED)
    assert line.detail == {"handovers": 1, "takeovers": 1, "tasks": 1} and "2023-095" in line.reason
    assert erase_old(house.deux_rives.pk, FIRST) == 0
    assert JournalEntry.objects.filter(kind=Kind.TEAM_WORDS_ERASED).count() == 1


@pytest.mark.parametrize("whose", ["of a record", "of the house"])
def test_a_hold_keeps_every_word_since_it_may_speak_of_anybody(house: House, whose: str) -> None:
    said(house, datetime(2020, 1, 1, tzinfo=UTC), "Sam a mal dormi")
    place_hold(house.actor("amine"), house.sam.pk if whose == "of a record" else None, "Plainte", hold_id=uuid7())
    assert erase_old(house.deux_rives.pk, FIRST) == 0 and left() == (1, 1, 2)


def test_what_nobody_could_see_coming_waits_for_the_month_after(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liane.notes.tasks.sealed_chains", lambda: [None, house.deux_rives.pk])
    said(house, datetime(2020, 1, 1, tzinfo=UTC), "Sam a mal dormi")
    with time_machine.travel(datetime(2026, 12, 1, 4, 30, tzinfo=UTC), tick=False):
        assert _job(house) == 0 and left() == (1, 1, 2)
    with time_machine.travel(datetime(2026, 11, 30, 5, 20, tzinfo=UTC), tick=False), acting_for(house.deux_rives.pk):
        count_next(house.deux_rives.pk)
    assert RetentionPreview.objects.get(organization_id=house.deux_rives.pk).on == FIRST
    with time_machine.travel(datetime(2026, 12, 1, 4, 30, tzinfo=UTC), tick=False):
        assert _job(house) == 3
    assert left() == (0, 0, 1)


def _job(house: House) -> int:
    with house.outside():
        return erase_old_words(0)


def test_it_is_seen_a_month_before_in_conservation(house: House) -> None:
    page = house.client("amine").get(PAGE).content.decode()
    assert "Rien ne sera effacé le" in page
    said(house, timezone.now() - timedelta(days=800), "Sam a mal dormi")
    page = house.client("amine").get(PAGE).content.decode()
    assert "2\u00a0relèves transmises ou prises et 1\u00a0tâche faite" in page and "mal dormi" not in page
    assert "gardés 2\u00a0ans" in page
    place_hold(house.actor("amine"), house.sam.pk, "Plainte", hold_id=uuid7())
    assert "Un gel est posé, tout reste" in house.client("amine").get(PAGE).content.decode()
