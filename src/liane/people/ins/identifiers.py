"""Local numbers: given by a house, found by the search, taken away without touching the others."""

from uuid import UUID

from django.db import IntegrityError, transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already, insert
from liane.organizations.models import Facility
from liane.people.door import open_record
from liane.people.identity import index_person
from liane.people.models import LocalIdentifier, Person

TAKEN = "Ce numéro est déjà celui d’une autre personne. Vérifiez le numéro."
TAKEN_ELSEWHERE = (
    "Ce numéro est déjà celui d’une autre personne. Est-ce elle\u00a0? Si une autre maison l’a donné (une autre MDPH, un autre "
    "département), écrivez le FINESS de cette maison."
)


@transaction.atomic
def add_number(
    actor: Actor, record_id: UUID, number_id: UUID, *, kind: str, value: str, facility_id: UUID | None, finess: str = ""
) -> None:
    """One more number. The facility is one of those of the actor that hold the record, with its FINESS of this day; a number
    given elsewhere keeps the `finess` of who gave it, when it is known.
    """
    facts = open_record(actor, record_id, to=Right.RECORD_EDIT, kind=Kind.NUMBER_CHANGED, object_id=number_id)
    if already(LocalIdentifier, number_id, person_id=facts.person.pk):
        return
    facility = None
    if facility_id is not None:
        mine = {held["facility_id"] for held in facts.held}
        facility = Facility.objects.filter(pk=facility_id).first() if str(facility_id) in mine else None
        if facility is None:
            raise Refused("Cet établissement ne l’accompagne pas. Choisissez dans la liste.")
    person = Person.objects.select_for_update().get(pk=facts.person.pk)
    row = LocalIdentifier(
        id=number_id, organization_id=person.organization_id, person=person, kind=kind, value=value,
        facility=facility, finess=facility.finess_et if facility else finess,
    )  # fmt: skip
    try:
        insert(row)
    except IntegrityError as problem:
        if "local_identifier_once" not in str(problem):
            raise
        raise Refused(TAKEN if facility else TAKEN_ELSEWHERE) from problem
    _index(person)


@transaction.atomic
def remove_number(actor: Actor, record_id: UUID, number_id: UUID) -> None:
    """A number written by mistake. Already gone: nothing happens (the second sending)."""
    facts = open_record(actor, record_id, to=Right.RECORD_EDIT, kind=Kind.NUMBER_CHANGED, object_id=number_id)
    row = LocalIdentifier.objects.filter(pk=number_id).select_related("facility").first()
    if row is None:
        return
    hidden = row.facility is not None and row.facility.is_discreet
    if row.person_id != facts.person.pk or (hidden and not _mine(actor, row)):
        raise NotVisible(Refusal(record_id, Right.RECORD_EDIT, "Pas de numéro de ce nom"), actor)
    person = Person.objects.select_for_update().get(pk=facts.person.pk)
    row.delete()
    _index(person)


def _mine(actor: Actor, row: LocalIdentifier) -> bool:
    return Facility.objects.filter(pk=row.facility_id, units__in=actor.unit_ids).exists()


def _index(person: Person) -> None:
    values = LocalIdentifier.objects.filter(person=person).values_list("value", flat=True)
    index_person(person, values).save(update_fields=["key", "sound_key", "sort_key", "search", "changed_at"])
