"""A journal with a past: traces written at chosen moments, sealed, then looked at."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.journal.sealing.keys import signing_key
from liane.journal.sealing.seal import seal_batch
from liane.kit.dates import at_clock, today
from liane.steering.models import Alert
from liane.steering.watch import watch_house
from liane.testing import House


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> None:
    """The key of the house, away from everything."""
    settings.JOURNAL_FOLDER, settings.JOURNAL_HEADS_FOLDER = tmp_path / "journal", ""


def yesterday(clock: time = time(14, 0)) -> datetime:
    """An hour of yesterday, on the clock of the house."""
    return at_clock(today() - timedelta(days=1), clock)


def traces(
    house: House, slug: str, records: Iterable[UUID | None], *, at: datetime | None = None,
    kind: Kind = Kind.RECORD_OPENED, reason: str = "",
) -> None:  # fmt: skip
    """What somebody did, at a chosen moment."""
    who = house.actor(slug)
    JournalEntry.objects.bulk_create(
        JournalEntry(
            organization_id=who.organization_id, at=at or yesterday(), kind=kind, account_id=who.account_id,
            actor_id=who.practitioner_id, actor_name=who.name, actor_role=who.role_label, record_id=record, reason=reason,
        )
        for record in records
    )  # fmt: skip


@pytest.fixture
def look(house: House) -> Callable[[], list[Alert]]:
    """Seal what was written, look at it; the alerts, newest first."""

    def run() -> list[Alert]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_value FROM journal_number")
            upto = cursor.fetchone()[0]
        while seal_batch(house.deux_rives.pk, upto, signing_key()):
            pass
        watch_house(house.deux_rives.pk, now=timezone.now())
        return list(Alert.objects.order_by("-last_at", "id"))

    return run
