"""What the notes keep about somebody whose record is destroyed at its term, and that no link of the database leads to."""

from uuid import UUID

from liane.notes.models import Cancellation, Note


def cancellations_of(record_id: UUID) -> dict[str, list[UUID]]:
    """The reasons of her struck writings (`Slot.ERASE`)."""
    threads = Note.objects.filter(record_id=record_id).values("thread_id")
    return {"notes_cancellation": list(Cancellation.objects.filter(thread_id__in=threads).values_list("pk", flat=True))}
