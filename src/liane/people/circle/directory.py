"""L’annuaire: schools, tutors’ offices, courts, doctors, written once for the whole organisme; who uses each, and what is there twice.

A body is no secret inside the organisme, unless all that it is known by is kept from the reader (`queries.bodies`). Who is in its
care is: only the records that she opens are counted, and never one whose school or tutor is kept from her.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import BooleanField, Count, Q, QuerySet
from django.db.models.expressions import RawSQL

from liane.access.actor import Actor
from liane.kit.text import fold
from liane.people.circle.enums import ContactKind
from liane.people.circle.models import Contact, ContactJoin, Relative, phone_key
from liane.people.circle.queries import bodies
from liane.people.models import Record
from liane.people.queries.told import kept_sql, told_to, units_of_addresses

PAGE = 50
MOST_USES = 60
BODIES = tuple(kind for kind in ContactKind if kind != ContactKind.PERSON)
_KEPT = kept_sql("people_relative.record_id", "people_contact", "%s")


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody in whose circle it is, of those whose record this reader opens."""

    record_id: UUID
    name: str
    label: str


def directory(actor: Actor, words: str = "", kind: str = "", after: str = "") -> list[Contact]:
    """By name, a page and one more. `words`: a name, or a whole number."""
    found = bodies(actor).filter(kind=kind) if kind else bodies(actor)
    key, digits = fold(words), phone_key(words)
    if key:
        found = found.filter(Q(key__contains=key) | Q(phone_key=digits) if len(digits) == 9 else Q(key__contains=key))
    if after:
        name, _, last = after.rpartition("~")
        found = found.filter(Q(key__gt=name) | Q(key=name, pk__gt=last))
    return list(found.order_by("key", "pk")[: PAGE + 1])


def body(actor: Actor, contact_id: UUID) -> Contact | None:
    """One of them."""
    return bodies(actor).filter(pk=contact_id).first()


def _links(actor: Actor, contacts: Collection[UUID]) -> QuerySet[Relative]:
    kept = RawSQL(_KEPT, [units_of_addresses(actor)], output_field=BooleanField())  # noqa: S611 - no input in the text
    links = Relative.objects.filter(contact_id__in=contacts, ended_on=None, record__in=Record.objects.visible_to(actor))
    return told_to(actor, links.filter(contact__kind__in=BODIES)).exclude(
        kept
    )  # the rule speaks of the contact: joined


def uses_counted(actor: Actor, contacts: Collection[UUID]) -> dict[UUID, int]:
    """In how many circles that she opens each of these is."""
    told = _links(actor, contacts).order_by().values("contact_id").annotate(n=Count("record_id", distinct=True))
    return {line["contact_id"]: line["n"] for line in told}


def uses(actor: Actor, contact_id: UUID) -> list[Use]:
    """In whose circle it is, by name, as far as she opens them."""
    links = _links(actor, [contact_id]).select_related("record__person").order_by("record__person__birth_name", "pk")
    told = [Use(link.record_id, link.record.person.full_name, link.relation_label) for link in links[:MOST_USES]]
    return list({use.record_id: use for use in told}.values())


def look_alikes(actor: Actor, contact: Contact) -> list[Contact]:
    """Of the same kind, with its number, its name, or a name that holds the other: «École Jean Jaurès», «Jean Jaurès»."""
    same = Q(key=contact.key) | Q(key__contains=contact.key)
    if len(contact.phone_key) == 9:
        same |= Q(phone_key=contact.phone_key)
    held = RawSQL("position(people_contact.key in %s) > 0 AND length(people_contact.key) > 5", [contact.key], output_field=BooleanField())  # fmt: skip
    others = bodies(actor).filter(kind=contact.kind).exclude(pk=contact.pk)
    return list(others.filter(same | Q(held)).order_by("key", "pk")[:12])


def joins_of(contact_id: UUID) -> list[ContactJoin]:
    """Those that were joined to it, and may be given back."""
    found = ContactJoin.objects.filter(kept_id=contact_id, undone_at=None)
    return list(found.select_related("gone").order_by("-at")[:20])
