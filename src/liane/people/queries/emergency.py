"""The emergency accesses of a record, of a reader, of a service: with the names that this reader may know."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liane.access.actor import Actor
from liane.access.emergencies import to_review_by
from liane.access.models import Emergency
from liane.organizations.queries import unit_names
from liane.people.models import Record


@dataclass(frozen=True, slots=True)
class EmergencyLine:
    """One emergency access, as a list tells it. `person` is empty for who opens no record (DPO)."""

    id: UUID
    record_id: UUID
    who: str
    profession: str
    reason: str
    starts_at: datetime
    ends_at: datetime
    units: str
    person: str
    told_count: int
    verdict: str
    remark: str
    reviewed_at: datetime | None
    reviewer: str

    @property
    def waits(self) -> bool:
        """Nobody has looked at it yet."""
        return self.reviewed_at is None


def emergencies_of(record_ids: Collection[UUID], *, limit: int = 20) -> list[Emergency]:
    """On top of «Qui a vu», newest first; `record_ids`: those of a record and of the ones it has taken in."""
    found = Emergency.objects.filter(record_id__in=record_ids).select_related("practitioner")
    return list(found.order_by("-starts_at", "-id")[:limit])


def service_emergencies(actor: Actor, *, limit: int = 50) -> list[EmergencyLine]:
    """Those of her units: what waits first, then the latest. Three queries."""
    rows = list(to_review_by(actor)[:limit])
    return sorted(_lines(actor, rows), key=lambda line: not line.waits)


def own_emergencies(actor: Actor) -> list[EmergencyLine]:
    """Those that run, to come back to the record or to close it."""
    rows = Emergency.objects.filter(pk__in=[e.id for e in actor.emergencies]).select_related("practitioner")
    return _lines(actor, list(rows.order_by("ends_at")), own=True)


def _lines(actor: Actor, rows: list[Emergency], *, own: bool = False) -> list[EmergencyLine]:
    opened = Record.objects.filter(organization_id=actor.organization_id, is_protected=False)
    records = opened if own else Record.objects.visible_to(actor)
    keys = {row.record_id for row in rows}
    names = {r.pk: r.person.full_name for r in records.filter(pk__in=keys).select_related("person")} if keys else {}
    told = frozenset(unit for row in rows for unit in row.unit_ids)
    units = {unit.id: unit.label for unit in unit_names(told)} if told else {}
    return [
        EmergencyLine(
            row.pk, row.record_id, str(row.practitioner), row.practitioner.profession, row.reason, row.starts_at,
            row.ends_at, ", ".join(units[unit] for unit in row.unit_ids if unit in units), names.get(row.record_id, ""),
            row.told_count, row.get_verdict_display(), row.remark, row.reviewed_at, row.reviewer_name,
        )
        for row in rows
    ]  # fmt: skip
