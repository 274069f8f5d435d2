"""Who acts: a human being, in one organisme, with the posts she holds at this very moment."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from liane.kit.text import initials


@dataclass(frozen=True, slots=True)
class Grant:
    """What one role gives, and in which units."""

    role: str
    label: str
    rights: frozenset[str]
    reads: frozenset[str]
    writes: frozenset[str]
    unit_ids: frozenset[UUID]


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

    def may(self, right: str, unit_id: UUID | None = None) -> bool:
        """Does one of the posts held now give this right (in this unit, when one is named)?"""
        return any(right in g.rights and (unit_id is None or unit_id in g.unit_ids) for g in self.grants)

    def units_with(self, right: str) -> frozenset[UUID]:
        """Units in which the right is held."""
        return frozenset().union(*(g.unit_ids for g in self.grants if right in g.rights))

    def reads(self, unit_id: UUID, volet: str) -> bool:
        """May she read this volet as this unit wrote it?"""
        return any(unit_id in g.unit_ids and volet in g.reads for g in self.grants)

    def writes(self, unit_id: UUID, volet: str) -> bool:
        """May she write in this volet for this unit?"""
        return any(unit_id in g.unit_ids and volet in g.writes for g in self.grants)

    def volets_read(self, unit_ids: Iterable[UUID]) -> frozenset[str]:
        """Volets she reads in at least one of these units."""
        units = frozenset(unit_ids)
        return frozenset().union(*(g.reads for g in self.grants if g.unit_ids & units))

    def volets_written(self, unit_id: UUID) -> frozenset[str]:
        """Volets in which she may write for this unit."""
        return frozenset().union(*(g.writes for g in self.grants if unit_id in g.unit_ids))

    @property
    def initials(self) -> str:
        """«KD»."""
        return initials(self.name)

    @property
    def scopes(self) -> list[tuple[list[UUID], list[str]]]:
        """What she reads, as (units, volets) pairs for the scoped queries: at most one pair per role held."""
        return [(sorted(g.unit_ids), sorted(g.reads)) for g in self.grants if g.unit_ids and g.reads]
