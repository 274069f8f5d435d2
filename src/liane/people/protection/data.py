"""A measure, the authority of a parent, a hearing, as they travel from a form or an import to the actions."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from liane.kit.door import Refused


class Wrong(Refused):
    """Several answers are wrong; `faults` holds the sentence of each, under its question."""

    def __init__(self, found: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(sentence for _, sentence in found))
        self.faults = found


@dataclass(frozen=True, slots=True)
class Step:
    """One more version: its identifier (chosen by the form), the version that was read, and why."""

    id: UUID
    version: int
    reason: str = ""


class Draft:
    """What was written, to be put on a row."""

    __slots__ = ()

    def values(self) -> dict[str, Any]:
        """By name of column."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name != "is_sure"}  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class MeasureDraft(Draft):
    """One measure. `is_sure`: longer than the law seems to allow, and it is what the decision says."""

    kind: str
    starts_on: date
    ends_on: date | None = None
    covers_goods: bool = True
    covers_person: bool = True
    authority_name: str = ""
    reference: str = ""
    decided_on: date | None = None
    report_due_on: date | None = None
    seized_on: date | None = None
    holder_name: str = ""
    holder_id: UUID | None = None
    second_name: str = ""
    second_role: str = ""
    note: str = ""
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class AuthorityDraft(Draft):
    """How one parent stands."""

    name: str
    status: str
    contact_id: UUID | None = None
    relation_label: str = ""
    remains: str = ""
    visits: str = ""
    visits_note: str = ""
    limit: str = ""
    authority_name: str = ""
    decided_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class HearingDraft(Draft):
    """One hearing."""

    held_at: datetime
    place: str = ""
    called: str = ""
