"""Leave many traces at once: an import opens hundreds of records, each keeps its own line of the journal."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils import timezone

from liane.journal.actions import Who
from liane.journal.kinds import Kind
from liane.journal.models import JournalEntry
from liane.kit.ids import uuid7

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Trace:
    """One line to come: identifiers and counts only, as for `trace`."""

    kind: Kind
    record_id: UUID | None = None
    object_id: UUID | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def trace_many(actor: Who, traces: Iterable[Trace], *, reason: str = "") -> None:
    """The same act on many records, in the current transaction: one line each, one statement for a thousand."""
    now = timezone.now()
    entries = [
        JournalEntry(
            id=uuid7(),
            organization_id=actor.organization_id,
            at=now,
            kind=one.kind.value,
            account_id=actor.account_id,
            actor_id=actor.practitioner_id,
            actor_name=actor.name,
            actor_role=actor.role_label,
            record_id=one.record_id,
            object_id=one.object_id,
            reason=reason[:300],
            origin=actor.origin,
            detail={key: value if isinstance(value, int) else str(value) for key, value in one.detail.items()},
        )
        for one in traces
    ]
    JournalEntry.objects.bulk_create(entries, batch_size=BATCH)


def touched_since(record_ids: Iterable[UUID], since: Any, *, but: Iterable[Kind]) -> set[UUID]:
    """Records on which something else than these kinds was done after a moment: what an undo must respect."""
    entries = JournalEntry.objects.filter(record_id__in=list(record_ids), at__gt=since)
    touched = entries.exclude(kind__in=[kind.value for kind in but])
    return {key for key in touched.values_list("record_id", flat=True).distinct() if key is not None}
