"""What the accesses keep about somebody whose record is destroyed at its term, and that no link of the database leads to."""

from uuid import UUID

from liane.access.models import Emergency


def emergencies_of(record_id: UUID) -> dict[str, list[UUID]]:
    """Why her record was opened in an emergency, and what was thought of it (`Slot.ERASE`); the journal has its own term."""
    return {"access_emergency": list(Emergency.objects.filter(record_id=record_id).values_list("pk", flat=True))}
