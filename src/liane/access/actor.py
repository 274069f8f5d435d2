"""Who acts: a human being, in one organisme, with the posts she holds at this very moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from liane.kit.text import initials

TEMP_ROLE = "interimaire"  # the proposed role of who replaces somebody for a night


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role gives, and in which units."""

    role: str
    label: str
    rights: frozenset[str]
    reads: frozenset[str]
    writes: frozenset[str]
    unit_ids: frozenset[UUID]
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenEmergency:
    """An emergency access that runs now: one record, the units that followed it when it was opened, the reason given."""

    id: UUID
    record_id: UUID
    reason: str
    ends_at: datetime
    grant: Grant


@dataclass(frozen=True, slots=True)
class Look:
    """«Voir comme»: whose rights are looked through, until when."""

    id: UUID
    colleague_id: UUID
    name: str
    profession: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. Every gesture of the domain receives one; nothing is done by «the system» without a name."""

    account_id: UUID | None
    practitioner_id: UUID | None
    organization_id: UUID | None
    name: str
    role_label: str
    grants: tuple[Grant, ...] = ()
    organization_name: str = ""
    place_unit_id: UUID | None = None
    place_label: str = ""
    place_facility: str = ""
    is_instance_admin: bool = False
    origin: str = ""
    unit_ids: frozenset[UUID] = field(default=frozenset())
    emergencies: tuple[OpenEmergency, ...] = ()
    inside: UUID | None = None  # the record of the page, when an emergency access opens it
    emergencies_to_review: int = 0
    look: Look | None = None

    def may(self, right: str, unit_id: UUID | None = None) -> bool:
        """Does one of the posts held now give this right (in this unit, when one is named)?"""
        return any(right in g.rights and (unit_id is None or unit_id in g.unit_ids) for g in self._held)

    def units_with(self, right: str) -> frozenset[UUID]:
        """Units in which a post gives the right: what lists start from. An emergency access is never in a list."""
        return frozenset().union(*(g.unit_ids for g in self.grants if right in g.rights))

    def reads(self, unit_id: UUID, volet: str) -> bool:
        """May she read this volet as this unit wrote it?"""
        return any(unit_id in g.unit_ids and volet in g.reads for g in self._held)

    def writes(self, unit_id: UUID, volet: str) -> bool:
        """May she write in this volet for this unit?"""
        return any(unit_id in g.unit_ids and volet in g.writes for g in self._held)

    def volets_read(self, unit_ids: Iterable[UUID]) -> frozenset[str]:
        """Volets she reads in at least one of these units."""
        units = frozenset(unit_ids)
        return frozenset().union(*(g.reads for g in self._held if g.unit_ids & units))

    def volets_written(self, unit_id: UUID) -> frozenset[str]:
        """Volets in which she may write for this unit."""
        return frozenset().union(*(g.writes for g in self._held if unit_id in g.unit_ids))

    @property
    def initials(self) -> str:
        """«KD»."""
        return initials(self.name)

    @property
    def scopes(self) -> list[tuple[list[UUID], list[str]]]:
        """What she reads, as (units, volets) pairs for the scoped queries: at most one pair per role held."""
        return [(sorted(g.unit_ids), sorted(g.reads)) for g in self._held if g.unit_ids and g.reads]

    @property
    def _held(self) -> tuple[Grant, ...]:
        """The posts; and on the pages of one record, the emergency access that opens it."""
        found = self.emergency_on(self.inside)
        return (*self.grants, found.grant) if found else self.grants

    def emergency_on(self, record_id: UUID | None) -> OpenEmergency | None:
        """The emergency access that runs on this record."""
        return next((e for e in self.emergencies if e.record_id == record_id), None)

    def on_pages_of(self, record_id: UUID | None) -> "Actor":
        """The same somebody on the pages of one record; None: with her posts alone."""
        inside = record_id if self.emergency_on(record_id) else None
        return self if inside == self.inside else replace(self, inside=inside)

    @property
    def is_temp(self) -> bool:
        """Here for a night: every post she holds is one of a replacement, and ends."""
        return bool(self.grants) and all(g.role == TEMP_ROLE and g.until is not None for g in self.grants)
