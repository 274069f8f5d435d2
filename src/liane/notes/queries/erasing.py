"""What the notes keep about somebody whose record is destroyed at its term, and that no link of the database leads to."""

from uuid import UUID

from liane.kit.drafts.store import naming
from liane.notes.models import Cancellation, Note


def unlinked(record_id: UUID) -> dict[str, list[UUID]]:
    """The reasons of her struck writings, and what was being written to correct or to cancel one (`Slot.ERASE`)."""
    threads = set(Note.objects.filter(record_id=record_id).values_list("thread_id", flat=True))
    struck = Cancellation.objects.filter(thread_id__in=threads).values_list("pk", flat=True)
    return {"notes_cancellation": list(struck), "kit_saveddraft": naming(threads)}
