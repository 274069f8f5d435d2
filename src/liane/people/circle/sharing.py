"""When a contact is one for several circles, and when a correction stays apart.

What the organisme knows openly flows to every circle where she is. What is known around a protected person, or by a discreet
facility alone, flows nowhere: the first correction made there gives that circle a contact of its own.
"""

from uuid import UUID

from liane.people.circle.data import values_of
from liane.people.circle.models import Contact, Home, Relative

Side = tuple[bool, UUID | None]
OPEN: Side = (False, None)


def side_of(link: Relative | Home) -> Side:
    """From where this link is known: a protected person, a discreet facility that has not shared it, or openly."""
    unit = link.unit
    apart = unit is not None and unit.facility.is_discreet and not link.is_shared
    return link.record.is_protected, unit.facility_id if unit is not None and apart else None


def others_of(link: Relative) -> list[Relative]:
    """The other links of the same contact."""
    others = Relative.objects.filter(contact_id=link.contact_id).exclude(pk=link.pk)
    return list(others.select_related("record", "unit__facility"))


def stays_apart(link: Relative, others: list[Relative]) -> bool:
    """Must a correction made here stay in this circle?"""
    side = side_of(link)
    return not link.contact.is_body and side != OPEN and any(side_of(other) != side for other in others)


def copy_of(contact: Contact) -> Contact:
    """The same somebody, known apart from now on; the version goes on, so that a stale page is still recognised."""
    own = Contact(organization_id=contact.organization_id, person_id=contact.person_id, version=contact.version)
    return own.put(**values_of(contact))


def keep_apart(record_id: UUID) -> None:
    """She has just become a protected person: those whom she shares with open circles are hers alone from now on."""
    links = Relative.objects.filter(record_id=record_id).select_related("contact", "record", "unit__facility")
    for link in links:
        if stays_apart(link, others_of(link)):
            link.contact = copy_of(link.contact)
            link.contact.save(force_insert=True)
            link.save(update_fields=["contact"])
