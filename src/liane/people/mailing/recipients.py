"""To whom a letter about somebody goes, and who is left out, with the reason: never an address that this reader may not know."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.dates import today
from liane.people.circle.models import Home, HouseholdMember, Relative
from liane.people.circle.places import homes_told, running
from liane.people.circle.queries import around, links_told
from liane.people.models import Record, RecordUnit
from liane.people.queries.told import told_to, units_of_addresses

MOST = 240
PROTECTED, NO_HOME, NO_LEGAL = (
    "coordonnées protégées",
    "pas d’adresse connue",
    "pas de représentant légal avec une adresse",
)
_LIVED_IN = ("MAIN", "ALTERNATE", "PLACEMENT", "OTHER")  # not where a child is only received


class To(StrEnum):
    """Whose name is written on the envelope."""

    PERSON = "PERSON"
    LEGAL = "LEGAL"
    HOUSEHOLD = "HOUSEHOLD"


@dataclass(frozen=True, slots=True)
class Letter:
    """One envelope: about whom, to whom, where."""

    record_id: UUID
    about: str
    to: str
    lines: list[str]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody to whom nothing is printed, and why."""

    record_id: UUID
    name: str
    why: str


def letters_for(actor: Actor, record_ids: Iterable[UUID], to: str) -> tuple[list[Letter], list[LeftOut]]:
    """In the order of names. A record that this reader may not print is simply not there."""
    printable = RecordUnit.objects.open().filter(unit_id__in=actor.units_with(Right.RECORD_PRINT))
    asked = printable.filter(record_id__in=list(record_ids)[:MOST]).values("record_id")
    records = Record.objects.visible_to(actor).filter(pk__in=asked)
    found = list(records.select_related("person").order_by("person__sort_key", "pk"))
    mine = [record.pk for record in found]
    read_here = set(
        RecordUnit.objects.open()
        .filter(record_id__in=mine, unit_id__in=units_of_addresses(actor))
        .values_list("record_id", flat=True)
    )
    told = [record.pk for record in found if not record.is_protected or record.pk in read_here]
    addressed = _legal(actor, told) if to == To.LEGAL else _homes(actor, told, household=to == To.HOUSEHOLD)
    letters: list[Letter] = []
    left: list[LeftOut] = []
    for record in found:
        name = record.person.full_name
        where = addressed.get(record.pk, [])
        if record.pk not in told:
            left.append(LeftOut(record.pk, name, PROTECTED))
        elif not where:
            left.append(LeftOut(record.pk, name, NO_LEGAL if to == To.LEGAL else NO_HOME))
        for who, address in where:
            letters.append(Letter(record.pk, name, who or name, lines_of(address)))
    return letters, left


def _legal(actor: Actor, records: list[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """Each legal representative who has an address: two parents who live apart are two envelopes."""
    links = Relative.objects.filter(record_id__in=records, is_legal=True, ended_on=None).order_by("call_order", "pk")
    found: dict[UUID, list[tuple[str, str]]] = {}
    for link in links_told(actor, links):
        someone = around(link)
        if someone.address and not someone.died_on:
            found.setdefault(link.record_id, []).append((someone.name, someone.address))
    return found


def _homes(actor: Actor, records: list[UUID], *, household: bool) -> dict[UUID, list[tuple[str, str]]]:
    """Where she lives today: one envelope, or one for each of her two homes when the household is written to."""
    homes = Home.objects.filter(running(today()), record_id__in=records, kind__in=_LIVED_IN)
    found: dict[UUID, list[tuple[str, str]]] = {}
    living = _living(actor, [home.household_id for home in homes]) if household else {}
    ordered = sorted(homes_told(actor, homes), key=lambda h: (_LIVED_IN.index(h.kind), h.household.name))
    for home in ordered:
        if home.household.address:
            where = found.setdefault(home.record_id, [])
            if household or not where:
                where.append((" et ".join(living.get(home.household_id, [])), home.household.address))
    return found


def _living(actor: Actor, households: list[UUID]) -> dict[UUID, list[str]]:
    """Those who live there with her: the envelope is for them."""
    members = told_to(actor, HouseholdMember.objects.filter(running(today()), household_id__in=households))
    found: dict[UUID, list[str]] = {}
    for member in members.select_related("contact").order_by("pk"):
        found.setdefault(member.household_id, []).append(member.contact.name)
    return found


def lines_of(address: str) -> list[str]:
    """An address typed on one line, as the post reads it: one line at each comma."""
    return [part for part in (piece.strip() for piece in address.split(",")) if part]
