"""What the gestures on a stay receive: where, when, how, and what is known beside."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from liane.stays.enums import StayMode
from liane.stays.models import Stay


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a stay beside its unit and its days; the codes are those of `nomenclatures.stay_lists`."""

    admitted_on: date | None = None
    planned_ends_on: date | None = None
    is_sequential: bool = False
    asked_by: str = ""
    entry_mode: str = ""
    origin: str = ""
    origin_entered_on: date | None = None
    origin_number: str = ""
    contract_kind: str = ""
    contract_given_on: date | None = None
    contract_signed_on: date | None = None
    comment: str = ""


DETAILS = tuple(one.name for one in fields(Details))


@dataclass(frozen=True, slots=True)
class Opening:
    """Where, from when, how. A day to come makes a stay that is expected: her arrival is noted when she is there."""

    unit_id: UUID
    starts_on: date
    place: str = ""
    mode: str = StayMode.FULL
    details: Details = Details()


@dataclass(frozen=True, slots=True)
class Changes:
    """What may change while a stay runs. `place_since`, `mode_since`: from when it is so, today when nothing is said."""

    place: str
    mode: str
    starts_on: date
    details: Details = Details()
    place_since: date | None = None
    mode_since: date | None = None


@dataclass(frozen=True, slots=True)
class Exit:
    """The last day, how she leaves and for where."""

    ends_on: date
    exit_mode: str = ""
    destination: str = ""


def plain(details: Details | Stay) -> dict[str, Any]:
    """The columns of the stay, by name."""
    return {name: getattr(details, name) for name in DETAILS}


def details_of(stay: Stay) -> Details:
    """What a stay holds of them."""
    return Details(**plain(stay))  # type: ignore[arg-type]
