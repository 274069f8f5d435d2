"""«Ce sont deux personnes»: answered once, never asked again. And two records that a colleague finds alike."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.door import Refused
from liane.people.door import open_record
from liane.people.doubles.comparing import find_double
from liane.people.doubles.models import Double, DoubleState
from liane.people.doubles.pairs import between, settle_pair
from liane.people.doubles.scoring import face, score
from liane.people.doubles.words import reasons
from liane.people.ins.actions import mark_identity
from liane.people.ins.moves import Event
from liane.people.models import Record
from liane.people.traits import Traits


@transaction.atomic
def say_two_persons(actor: Actor, double_id: UUID, why: str, *, homonym: bool = False) -> None:
    """Kept with its author and reason; the night does not ask it again. Said twice is said once.

    `homonym`: both identities bear the attribute of the RNIV, so that whoever opens one is warned of the other.
    """
    double = find_double(actor, double_id)
    _open_both(actor, double, Kind.DOUBLE_ANSWERED)
    double = Double.objects.select_for_update().get(pk=double_id)
    if double.state == DoubleState.JOINED:
        raise Refused("Ces deux dossiers viennent d’être réunis. Annulez la réunion si c’était une erreur.")
    if double.state == DoubleState.OPEN:
        settle_pair(actor, double.first_id, double.second_id, joined=False, why=why)
    for record_id in records_of(actor, double) if homonym else ():
        mark_identity(actor, record_id, Event.HOMONYM_MARKED, why or "Deux personnes aux identités proches")


@transaction.atomic
def ask_again(actor: Actor, double_id: UUID) -> None:
    """The answer was a mistake: the pair comes back in the queue."""
    double = find_double(actor, double_id)
    _open_both(actor, double, Kind.DOUBLE_COMPARED)
    Double.objects.filter(pk=double_id, state=DoubleState.APART).update(
        state=DoubleState.OPEN, answered_at=None, author_id=None, author_name="", answer=""
    )


@transaction.atomic
def bring_together(actor: Actor, record_id: UUID, other_id: UUID) -> UUID:
    """A colleague thinks that these two records are one person: the pair waits in the queue. Gives the pair."""
    if record_id == other_id:
        raise Refused("C’est le même dossier. Choisissez l’autre.")
    one = open_record(actor, record_id, to=Right.IDENTITY_MERGE, kind=Kind.DOUBLE_COMPARED)
    other = open_record(actor, other_id, to=Right.IDENTITY_MERGE, kind=Kind.DOUBLE_COMPARED)
    known = between(one.person.pk, other.person.pk).first()
    if known is not None:
        return known.pk
    found = score(face(Traits.of(one.person)), face(Traits.of(other.person)))
    first, second = sorted((one.person.pk, other.person.pk))
    return Double.objects.create(
        organization_id=one.organization_id, first_id=first, second_id=second, points=found.points,
        reasons=[*reasons(found), "asked"], found_at=timezone.now(),
    ).pk  # fmt: skip


def _open_both(actor: Actor, double: Double, kind: Kind) -> None:
    """Whoever may not join both is told nothing; of two persons without a record, nobody is."""
    for record_id in records_of(actor, double) or [double.pk]:
        open_record(actor, record_id, to=Right.IDENTITY_MERGE, kind=kind, object_id=double.pk)


def records_of(actor: Actor, double: Double) -> list[UUID]:
    """The records of the two persons, those that are still open, in the order of the pair."""
    found = dict(
        Record.objects.filter(person_id__in=[double.first_id, double.second_id]).values_list("person_id", "pk")
    )
    return [found[person] for person in (double.first_id, double.second_id) if person in found]
