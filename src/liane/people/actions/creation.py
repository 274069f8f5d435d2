"""Welcome somebody: a person, her record, and the unit that accompanies her, in one gesture."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.ids import uuid7
from liane.kit.once import insert
from liane.kit.slots import Slot, hung
from liane.organizations.models import Facility
from liane.people.doubles.watch import notice
from liane.people.identity import identity_key, index_person
from liane.people.models import LocalIdentifier, Person, Record
from liane.people.traits import Traits


@dataclass(frozen=True, slots=True)
class Arrival:
    """Where she arrives, and when: what `stays` makes a stay of."""

    unit_id: UUID
    starts_on: date
    place: str = ""
    number: str = ""
    facility_id: UUID | None = None


def wait_for_the_same_identity(actor: Actor, traits: Traits) -> None:
    """Two colleagues welcome the same person at once: the second waits for the first, then is shown her («Est-ce elle ?»).

    Held until the end of the transaction; nobody else waits.
    """
    key = identity_key(traits.birth_name, traits.first_names, traits.birth_date)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{actor.organization_id} {key}"])


@transaction.atomic
def create_person(
    actor: Actor, person_id: UUID, traits: Traits, arrival: Arrival, *, opens_stay: bool = True, is_alias: bool = False
) -> UUID:
    """Create a person and open her record in a unit of the actor; gives the record. The same `person_id` twice is once.

    The stay itself is written by the room above, which hangs in `Slot.STAY_OPENED`: a record always has a team. Without
    `opens_stay`, the caller gives her one in the same transaction (`doubles.actions.parting`). `is_alias`: nobody knows or
    tells who she is for the civil status (street, CSAPA); it can be said later, in the same record.
    """
    if not actor.may(Right.RECORD_CREATE, arrival.unit_id) or actor.organization_id is None:
        raise NotVisible(Refusal(right=Right.RECORD_CREATE, why="N’accueille pas dans cette unité"), actor)
    known = Record.objects.filter(person_id=person_id).values_list("pk", flat=True).first()
    if known is not None:
        return known
    person = traits.put_on(Person(id=person_id, organization_id=actor.organization_id))
    person.is_alias = is_alias
    insert(index_person(person, [arrival.number] if arrival.number else []))
    record = Record(id=uuid7(), organization_id=actor.organization_id, person_id=person_id)
    record.save(force_insert=True)
    if arrival.number:
        _give_number(person, arrival)
    trace(actor, Kind.RECORD_CREATED, record_id=record.pk, reason="Accueil", unit=arrival.unit_id)
    notice(person)
    for open_stay in hung(Slot.STAY_OPENED) if opens_stay else ():
        open_stay(actor, record.pk, arrival)
    return record.pk


def _finess(facility_id: UUID | None) -> str:
    """The FINESS of the facility on this day: it stays with the number that it gives (TDDUI identifiers)."""
    return Facility.objects.filter(pk=facility_id).values_list("finess_et", flat=True).first() or ""


def _give_number(person: Person, arrival: Arrival) -> None:
    """The database keeps a number for one person: two colleagues who give it at once are told like one who comes later."""
    try:
        with transaction.atomic():
            LocalIdentifier.objects.create(
                organization_id=person.organization_id, person=person, value=arrival.number,
                facility_id=arrival.facility_id, finess=_finess(arrival.facility_id),
            )  # fmt: skip
    except IntegrityError as problem:
        if "local_identifier_once" not in str(problem):
            raise
        raise Refused("Ce numéro de dossier est déjà celui d’une autre personne. Vérifiez le numéro.") from problem
