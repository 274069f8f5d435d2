"""Break the glass: open, for a reason and for a few hours, the record of somebody one does not follow who is in danger."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.emergencies import count_search, open_emergency
from liane.access.enums import Right
from liane.access.models import Emergency
from liane.access.policies import decide, may_open_emergency
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.text import fold
from liane.people.door import ask_the_team
from liane.people.facts import RecordFacts, record_facts
from liane.people.models import Person, Record
from liane.people.queries.told import units_of_reader

NOBODY = (
    "Aucun dossier que l’accès d’urgence puisse ouvrir ne porte exactement ce nom, ce prénom et cette date de naissance. "
    "Vérifiez-les. Si quelqu’un est en danger, appelez le 15 et le cadre d’astreinte."
)


def emergency_facts(actor: Actor, record_id: UUID) -> RecordFacts:
    """The record that an emergency access may open for her, or the answer that the door would give."""
    facts = record_facts(record_id, actor.organization_id, units_of_reader(actor)) if actor.organization_id else None
    if facts is None or not may_open_emergency(actor, facts.units(), is_protected=facts.is_protected):
        raise NotVisible(ask_the_team(actor, record_id, facts, Right.EMERGENCY_OPEN), actor)
    return facts


@transaction.atomic
def open_in_emergency(actor: Actor, record_id: UUID, emergency_id: UUID, *, reason: str, lasts: timedelta) -> Emergency:
    """From the refusal of the door: the record is known, the reason is asked."""
    if running := actor.emergency_on(record_id):
        return Emergency.objects.get(pk=running.id)
    facts = emergency_facts(actor, record_id)
    return _open(actor, facts, emergency_id, reason=reason, lasts=lasts)


def find_in_emergency(
    actor: Actor,
    emergency_id: UUID,
    *,
    birth_name: str,
    first_names: str,
    birth_date: date,
    reason: str,
    lasts: timedelta,
) -> tuple[UUID, bool]:
    """By the separate door: the exact identity, as one reads it on a card. Absent, protected, discreet, elsewhere: one answer.

    A refusal keeps the trace of the search (no block of its own: it would be undone). Gives the record and whether the glass was broken: not when she already opens it.
    """
    if actor.look or not actor.may(Right.EMERGENCY_OPEN) or actor.organization_id is None:
        raise NotVisible(Refusal(None, Right.EMERGENCY_OPEN, "Son rôle ne donne pas ce droit"), actor)
    count_search(actor)
    found: list[RecordFacts] = []
    for record_id in _records_named(actor.organization_id, birth_name, first_names, birth_date):
        facts = record_facts(record_id, actor.organization_id, units_of_reader(actor))
        if facts is None:
            continue
        mine = decide(actor, Right.RECORD_READ, facts.units(), is_protected=facts.is_protected, record_id=record_id)
        if mine.allowed:
            return record_id, False
        if may_open_emergency(actor, facts.units(), is_protected=facts.is_protected):
            found.append(facts)
    if len(found) != 1:
        raise Refused(NOBODY)
    return _open(actor, found[0], emergency_id, reason=reason, lasts=lasts).record_id, True


def _records_named(organization_id: UUID, birth_name: str, first_names: str, birth_date: date) -> Iterator[UUID]:
    """Born that day, with exactly this name (of birth or used) and this first name (of birth, the first, or preferred)."""
    born = Person.objects.filter(organization_id=organization_id, birth_date=birth_date)
    name, first = fold(birth_name), fold(first_names)
    people = [
        person.pk
        for person in born
        if name in {fold(person.birth_name), fold(person.used_name)}
        and first in {fold(person.first_names), fold(person.first_names).split(" ")[0], fold(person.preferred_name)}
    ]
    yield from Record.objects.filter(person_id__in=people).values_list("pk", flat=True)


def _open(actor: Actor, facts: RecordFacts, emergency_id: UUID, *, reason: str, lasts: timedelta) -> Emergency:
    told = [held.unit_id for held in facts.units() if not held.is_discreet]
    return open_emergency(actor, emergency_id, record_id=facts.id, unit_ids=told, reason=reason, lasts=lasts)
