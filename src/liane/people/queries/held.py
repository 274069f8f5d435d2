"""Which records a unit holds now."""

from uuid import UUID

from liane.people.models import RecordUnit


def records_held_by(unit_id: UUID, record_ids: list[UUID]) -> set[UUID]:
    """Those of these records that the unit holds at this moment."""
    held = RecordUnit.objects.open().filter(unit_id=unit_id, record_id__in=record_ids)
    return set(held.values_list("record_id", flat=True))
