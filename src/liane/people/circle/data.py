"""Somebody of the circle, as she travels from a form or an import to the actions."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from liane.people.circle.models import Contact, Relative

OTHER = "AUTRE"
REACH = ("phone", "other_phone", "email", "address")  # how one reaches her: what is kept around a protected person
KEPT = (*REACH, "note")  # and the words beside it: when to call her, where she is to be found
OF_CONTACT = ("kind", "name", *REACH, "gender", "born_on", "died_on")


@dataclass(frozen=True, slots=True)
class RelativeData:
    """Who she is, what she is to the person, how to reach her, in which order."""

    name: str
    relation: str
    relation_label: str
    kind: str = "PERSON"
    phone: str = ""
    other_phone: str = ""
    email: str = ""
    address: str = ""
    gender: str = ""
    born_on: str = ""
    died_on: str = ""
    is_emergency_contact: bool = False
    call_order: int | None = None
    is_trusted: bool = False
    is_trusted_care: bool = False
    is_legal: bool = False
    is_caregiver: bool = False
    note: str = ""
    said_by: str = ""
    since: date | None = None
    ended_on: date | None = None

    def of_contact(self) -> dict[str, Any]:
        """What belongs to the contact, whoever she is linked to."""
        return {name: getattr(self, name) for name in OF_CONTACT}

    def of_link(self) -> dict[str, Any]:
        """What she is to this person."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in OF_CONTACT}

    @classmethod
    def of(cls, link: Relative) -> "RelativeData":
        """Those of somebody already known."""
        return cls(**{f.name: value_of(link, f.name) for f in fields(cls)})


def value_of(link: Relative, name: str) -> Any:
    """One field of the sheet, on the link or on the contact."""
    return getattr(link.contact if name in OF_CONTACT else link, name)


def values_of(contact: Contact) -> dict[str, Any]:
    """Everything that a contact says of herself."""
    return {name: getattr(contact, name) for name in OF_CONTACT}
