"""Where she lives: her homes, those who live there with her, as this reader may know it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from liane.access.actor import Actor
from liane.kit.dates import today
from liane.people.circle.models import Home, HouseholdMember, Relative
from liane.people.facts import RecordFacts
from liane.people.models import Record
from liane.people.policies import may_read_addresses
from liane.people.queries.told import kept_place_sql, told_to, units_of_addresses

_KEPT = kept_place_sql("people_home.household_id", "%s")


@dataclass(frozen=True, slots=True)
class Living:
    """Somebody who lives there, lived there or will, from, to. `id`: her line, when it is hers alone (no `Home` of her own)."""

    name: str
    since: date | None
    until: date | None
    id: UUID | None = None

    @property
    def is_over(self) -> bool:
        """Has she left?"""
        return self.until is not None and self.until <= today()


@dataclass(frozen=True, slots=True)
class Place:
    """One home, with those who live there and those who did."""

    home: Home
    members: list[Living]


def running(on: date) -> Q:
    """Homes and members of that day."""
    return (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gt=on))


def homes_told(actor: Actor, homes: QuerySet[Home]) -> QuerySet[Home]:
    """Those of these homes that she is told, with their household. A home where a protected person lives too, whose places
    are not told to this reader, is not there: not even its name."""
    kept = RawSQL(_KEPT, [units_of_addresses(actor)], output_field=BooleanField())  # noqa: S611 - no input in the text
    return told_to(actor, homes).select_related("household", "unit__facility", "record").exclude(kept)


def places_of(actor: Actor, facts: RecordFacts) -> list[Place]:
    """Her homes, those of today first; nothing at all of a protected person for who does not read the social part."""
    if not may_read_addresses(actor, facts):
        return []
    homes = list(homes_told(actor, Home.objects.filter(record_id=facts.id)))
    members = _members(actor, facts.id, [home.household_id for home in homes])
    places = [Place(home, members.get(home.household_id, [])) for home in homes]
    return sorted(
        places, key=lambda p: (is_over(p.home), p.home.kind != "MAIN", p.home.since or date.min), reverse=False
    )


def is_over(home: Home) -> bool:
    """Does she no longer live there?"""
    return home.until is not None and home.until <= today()


def _members(actor: Actor, record_id: UUID, households: list[UUID]) -> dict[UUID, list[Living]]:
    """Who lives there with her, and who did: contacts, and those accompanied whose record this reader opens and whose places
    she reads."""
    found: dict[UUID, list[Living]] = {}
    if not households:
        return found
    for member in members_told(actor, households):
        line = Living(member.contact.name, member.since, member.until, member.pk)
        found.setdefault(member.household_id, []).append(line)
    others = Home.objects.filter(household_id__in=households).exclude(record_id=record_id)
    seen = homes_told(actor, others.filter(record__in=Record.objects.visible_to(actor)))
    for home in seen.select_related("record__person").order_by("since", "pk"):
        line = Living(home.record.person.full_name, home.since, home.until)
        found.setdefault(home.household_id, []).append(line)
    return found


def members_told(actor: Actor, households: list[UUID]) -> QuerySet[HouseholdMember]:
    """Contacts who live or lived in these households, as far as this reader is told."""
    members = told_to(actor, HouseholdMember.objects.filter(household_id__in=households))
    return members.select_related("contact").order_by("contact__name", "since", "pk")


def household_proposals(actor: Actor, facts: RecordFacts) -> list[Home]:
    """Households already known that may be hers: those of the persons whom she has in her circle too (a brother), and of
    those whose circle she shares; never one that is kept, nor one that a discreet facility alone knows."""
    mine = told_to(actor, Relative.objects.filter(record_id=facts.id, ended_on=None))
    contacts = list(mine.values_list("contact_id", flat=True))
    near = told_to(actor, Relative.objects.filter(contact_id__in=contacts, ended_on=None).exclude(record_id=facts.id))
    open_here = Record.objects.visible_to(actor).filter(pk__in=list(near.values_list("record_id", flat=True)))
    if not facts.is_protected:
        open_here = open_here.filter(is_protected=False)
    homes = homes_told(actor, Home.objects.filter(running(today()), record__in=open_here))
    shared = homes.filter(Q(unit=None) | Q(unit__facility__is_discreet=False) | Q(is_shared=True))
    hers = set(Home.objects.filter(record_id=facts.id).values_list("household_id", flat=True))
    met = {h.household_id: h for h in shared if h.household_id not in hers}
    return list(met.values())[:6]
