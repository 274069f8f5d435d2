"""Which records a unit holds now, and which units held a record."""

from collections.abc import Iterable
from uuid import UUID

from liane.journal.queries import Period
from liane.people.models import RecordUnit

_HELD = """EXISTS (SELECT 1 FROM people_recordunit held WHERE held.record_id = {record} AND held.unit_id = ANY({units})
    AND (held.until IS NULL OR held.until > now()))"""


def held_sql(record: str, units: str = "%s") -> str:
    """The condition of the door, for the pages that gather many records in one trip: held now by one of these units."""
    return _HELD.format(record=record, units=units)


def records_held_by(unit_id: UUID, record_ids: list[UUID]) -> set[UUID]:
    """Those of these records that the unit holds at this moment."""
    held = RecordUnit.objects.open().filter(unit_id=unit_id, record_id__in=record_ids)
    return set(held.values_list("record_id", flat=True))


def periods_of(record_ids: Iterable[UUID]) -> list[Period]:
    """The units that held the record, from when until when: who read their hand-over then read of her (one query)."""
    held = RecordUnit.objects.filter(record_id__in=list(record_ids)).order_by("since", "id")
    return [Period(*row) for row in held.values_list("unit_id", "unit__name", "since", "until")]
