"""The papers follow a record joined to another one; when a file is parted, a paper goes with the line that shows it."""

from uuid import UUID

from liane.documents.models import Document
from liane.people.doubles.following import WITH, Chosen, Follow, Plan


def plan() -> Plan:
    """Hung in `Slot.MERGE`."""
    follows = (
        Follow("documents_document", WITH),
        Follow("documents_upload", "a file sent and not filed yet waits a day for its sender, where she sent it"),
    )
    return Plan("documents", follows, rows=_rows)


def _rows(record_id: UUID, chosen: Chosen) -> dict[str, list[UUID]]:
    found: list[UUID] = []
    for kind, ids in chosen.items():
        papers = Document.objects.filter(record_id=record_id, line_kind=kind, line_id__in=ids)
        found += papers.values_list("pk", flat=True)
    return {"documents_document": found}
