"""Which unit holds a record: written by the stays, read by the door. Nothing else writes it."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from liane.kit.dates import at_clock
from liane.people.models import Record, RecordUnit, RecordUnitQuerySet


def alone_on(record_id: UUID) -> None:
    """Whoever else completes this record waits for the end of the transaction, then sees what the first hand wrote.

    Asked before anything is read. Readers do not wait, nor do the writings of the fil.
    """
    Record.objects.select_for_update(no_key=True).filter(pk=record_id).values_list("pk", flat=True).first()


def hold_record(
    hold_id: UUID, organization_id: UUID, record_id: UUID, unit_id: UUID, *, since: date, place: str, presence: str
) -> None:
    """From that day (midnight, on the clock of the house) the team of the unit opens the record."""
    RecordUnit.objects.create(
        id=hold_id, organization_id=organization_id, record_id=record_id, unit_id=unit_id,
        since=at_clock(since, time()), place=place, presence=presence,
    )  # fmt: skip


def holds_of(hold_id: UUID, record_id: UUID, unit_id: UUID, since: date) -> RecordUnitQuerySet:
    """The line of a stay: same identifier or, for a line written by an import, same unit and same first day (or nearly)."""
    start = at_clock(since, time())
    same = Q(unit_id=unit_id, since__gte=start - timedelta(days=1), since__lt=start + timedelta(days=2))
    return RecordUnit.objects.filter(Q(pk=hold_id) | same, record_id=record_id)


def follow_stay(holds: RecordUnitQuerySet, *, since: date, place: str, presence: str) -> None:
    """The stay has changed: the room, the presence, the first day."""
    holds.update(place=place, presence=presence, since=at_clock(since, time()))


def release_record(holds: RecordUnitQuerySet, *, last_day: date) -> None:
    """From the day after the last one, the team no longer opens the record."""
    holds.update(until=at_clock(last_day + timedelta(days=1), time()))


def hold_again(holds: RecordUnitQuerySet) -> None:
    """She had not left: the team of the unit opens the record as before."""
    holds.update(until=None)


def archive_record(record_id: UUID, at: datetime | None) -> None:
    """Her team no longer opens it, even to welcome her back, until the direction takes it out of the archive (None)."""
    Record.objects.filter(pk=record_id).update(archived_at=at)
