"""What an import keeps about somebody whose record is destroyed at its term."""

from uuid import UUID

from liane.stays.importing.models import ImportRow


def rows_of_imports(record_id: UUID) -> dict[str, list[UUID]]:
    """The whole lists in which she was (`Slot.ERASE`): the sheet itself is kept with the batch, her line in it."""
    batches = ImportRow.objects.filter(record_id=record_id).values_list("batch_id", flat=True).distinct()
    return {"stays_importbatch": list(batches)}
