"""Who is around somebody, as this reader may know it: what she may not know is not in what is given back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from liane.access.actor import Actor
from liane.kit.text import fold, of
from liane.people.circle.enums import ContactKind
from liane.people.circle.models import Contact, Relative, phone_key
from liane.people.models import Record
from liane.people.queries.told import PLACES, kept_sql, told_sql, told_to, units_of_addresses, units_of_reader

_MOST_FOUND = 12
_WHOLE_NUMBER = 9  # digits of `phone_key`
# A body that nobody is told to be around anybody is not told either: the only school of a protected person says where she lives.
_UNTOLD = f"""EXISTS (SELECT 1 FROM people_relative any_link WHERE any_link.contact_id = people_contact.id)
    AND NOT EXISTS (SELECT 1 FROM people_relative bound JOIN people_record there ON there.id = bound.record_id
        WHERE bound.contact_id = people_contact.id AND {told_sql("bound", "%s")}
        AND (NOT there.is_protected OR EXISTS (SELECT 1 FROM people_recordunit held WHERE held.record_id = there.id
            AND held.unit_id = ANY(%s::uuid[]) AND (held.until IS NULL OR held.until > now()))))"""  # noqa: S608 - no input in the text
_KEPT_HERE = kept_sql("people_relative.record_id", "people_contact", "%s")


@dataclass(frozen=True, slots=True)
class Around:
    """Somebody around her. `is_kept`: how to reach her is not told to this reader, and is not here."""

    id: UUID
    contact_id: UUID
    kind: str
    name: str
    relation: str
    relation_label: str
    is_kept: bool
    phone: str
    other_phone: str
    email: str
    address: str
    is_emergency_contact: bool
    call_order: int | None
    is_trusted: bool
    is_trusted_care: bool
    is_legal: bool
    is_caregiver: bool
    note: str
    said_by: str
    since: date | None
    ended_on: date | None
    gender: str
    born_on: str
    died_on: str
    person_id: UUID | None
    unit_id: UUID | None

    @property
    def phones(self) -> list[str]:
        """Under which numbers she answers."""
        return [number for number in (self.phone, self.other_phone) if number]

    @property
    def is_called(self) -> bool:
        """Is she among those to call?"""
        return self.ended_on is None and (self.is_emergency_contact or bool(self.call_order))


def links_told(actor: Actor, links: QuerySet[Relative]) -> QuerySet[Relative]:
    """Those of these links that she is told, each with its contact and `is_kept`: may she know how to reach her?"""
    kept = RawSQL(_KEPT_HERE, [units_of_addresses(actor)], output_field=BooleanField())  # noqa: S611 - no input in the text
    return told_to(actor, links).select_related("contact", "unit__facility").annotate(is_kept=kept)


def around(link: Relative) -> Around:
    """One link of `links_told`, as it may be shown."""
    contact, kept = link.contact, bool(link.is_kept)  # type: ignore[attr-defined]
    reach = ("", "", "", "") if kept else (contact.phone, contact.other_phone, contact.email, contact.address)
    return Around(
        link.pk, contact.pk, contact.kind, contact.name, link.relation, link.relation_label, kept, *reach,
        link.is_emergency_contact, link.call_order, link.is_trusted, link.is_trusted_care, link.is_legal,
        link.is_caregiver, "" if kept else link.note, link.said_by, link.since, link.ended_on, contact.gender, contact.born_on,
        contact.died_on, contact.person_id, link.unit_id,
    )  # fmt: skip


def circle_of(actor: Actor, record_id: UUID) -> list[Around]:
    """Those who count, in the order in which they are called; the school or the service of a protected person is not named."""
    found = map(around, links_told(actor, Relative.objects.filter(record_id=record_id)))
    told = [a for a in found if not (a.is_kept and a.kind in PLACES)]
    return sorted(told, key=lambda a: (a.ended_on is not None, not a.is_emergency_contact, a.call_order or 99, a.name))


def records_of(actor: Actor, circle: Iterable[Around]) -> dict[UUID, UUID]:
    """Of those of this circle who are accompanied here too, the record of each whom this reader opens; nothing tells the
    others from somebody who has no record."""
    persons = {someone.person_id for someone in circle if someone.person_id}
    if not persons:
        return {}
    open_here = Record.objects.visible_to(actor).filter(person_id__in=persons)
    return dict(open_here.values_list("person_id", "pk"))


def bodies(actor: Actor) -> QuerySet[Contact]:
    """Those of the shared directory, once each: the one that was joined to another is no longer there; nor is the one that is
    known around protected persons alone, or by a discreet facility alone, for who is told of neither."""
    units = [units_of_reader(actor), units_of_addresses(actor)]
    untold = RawSQL(_UNTOLD, units, output_field=BooleanField())  # noqa: S611 - no input in the text
    found = Contact.objects.filter(organization_id=actor.organization_id, joined_to=None)
    return found.exclude(kind=ContactKind.PERSON).exclude(untold)


@dataclass(frozen=True, slots=True)
class FoundContact:
    """A contact already known, that may be put in one more circle."""

    id: UUID
    kind: str
    name: str
    phone: str
    detail: str


def contacts_known(actor: Actor, words: str, phone: str = "", *, is_protected: bool = False) -> list[FoundContact]:
    """Contacts that answer to these words, or to this number: bodies of the shared directory; and persons, of circles
    that she reads now. Nothing that is kept from her, nothing that a discreet facility alone knows; those around
    a protected person are proposed for another protected person only. None would stay where it is told otherwise.
    """
    asked = _Asked(fold(words), phone_key(phone))
    if not asked:
        return []
    rows = bodies(actor).filter(asked.of("")).order_by("key")[:_MOST_FOUND]
    found = [FoundContact(c.pk, c.kind, c.name, c.phone, c.address) for c in rows]
    links = shareable(actor, is_protected=is_protected).filter(asked.of("contact__"))
    met: dict[UUID, FoundContact] = {}
    for link in links.select_related("record__person").order_by("contact__key", "id")[: _MOST_FOUND * 4]:
        if not link.is_kept:  # type: ignore[attr-defined]
            c, detail = link.contact, f"{link.relation_label} {of(link.record.person.full_name)}"
            met.setdefault(c.pk, FoundContact(c.pk, c.kind, c.name, c.phone, detail))
    return [*found, *met.values()][:_MOST_FOUND]


def known_contact(actor: Actor, contact_id: UUID, *, is_protected: bool) -> FoundContact | None:
    """The same for one contact that was chosen."""
    contact = bodies(actor).filter(pk=contact_id).first()
    if contact is not None:
        return FoundContact(contact.pk, contact.kind, contact.name, contact.phone, contact.address)
    links = list(shareable(actor, is_protected=is_protected).filter(contact_id=contact_id))
    if not links or any(link.is_kept for link in links):  # type: ignore[attr-defined]
        return None
    one = links[0].contact
    return FoundContact(one.pk, one.kind, one.name, one.phone, links[0].relation_label)


def same_contact(actor: Actor, kind: str, name: str, phone: str, *, is_protected: bool = False) -> list[FoundContact]:
    """The same somebody already known: her name and her number, or the name of a body."""
    known = contacts_known(actor, name, phone, is_protected=is_protected)
    key, digits = fold(name), phone_key(phone)
    body = kind != ContactKind.PERSON
    return [
        c for c in known
        if fold(c.name) == key and (c.kind != ContactKind.PERSON) == body
        and ((digits and phone_key(c.phone) == digits) or body)
    ]  # fmt: skip


def shareable(actor: Actor, *, is_protected: bool) -> QuerySet[Relative]:
    """Links to persons that this reader may put in one more circle (`is_protected`: the circle of a protected person)."""
    open_here = Record.objects.visible_to(actor)
    open_here = open_here if is_protected else open_here.filter(is_protected=False)
    links = links_told(actor, Relative.objects.filter(contact__kind=ContactKind.PERSON, record__in=open_here))
    return links.filter(Q(unit=None) | Q(unit__facility__is_discreet=False) | Q(is_shared=True))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Words and number by which a contact is looked for; too few letters find nobody."""

    key: str
    digits: str

    def __bool__(self) -> bool:
        return len(self.key) > 1 or len(self.digits) == _WHOLE_NUMBER

    def of(self, prefix: str) -> Q:
        """The condition, from a contact or from what points at it."""
        asked = Q(**{f"{prefix}key__contains": self.key}) if len(self.key) > 1 else Q(pk=None)
        return asked | Q(**{f"{prefix}phone_key": self.digits}) if len(self.digits) == _WHOLE_NUMBER else asked


def other_circles(actor: Actor, link: Relative) -> list[str]:
    """Who else has this contact, among the records that she opens: what is corrected here is corrected there."""
    others = Relative.objects.filter(contact_id=link.contact_id, ended_on=None).exclude(record_id=link.record_id)
    open_here = Record.objects.visible_to(actor)
    told = told_to(actor, others.filter(record__in=open_here)).select_related("record__person")
    return sorted({link.record.person.full_name for link in told[:20]})
