"""One record held two persons: line by line, what is the other one’s goes to her own record. It can be put back."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.once import already, insert
from liane.people.actions.creation import Arrival, create_person
from liane.people.door import open_record
from liane.people.doubles.actions.joining import Joining, find_regrouping, join_records, tell
from liane.people.doubles.actions.moving import move_parts
from liane.people.doubles.comparing import sureness
from liane.people.doubles.following import parts_of
from liane.people.doubles.models import Double, DoubleState, Regrouping, RegroupingKind
from liane.people.doubles.pairs import between, settle_pair
from liane.people.facts import RecordFacts
from liane.people.models import Person, Record, RecordUnit
from liane.people.traits import Traits

NONE_CHOSEN = "Cochez au moins une ligne qui est à l’autre personne."
OLD_LINES = "Une ligne que vous aviez cochée n’est plus dans ce dossier. Rien n’a été séparé\u00a0: vérifiez les lignes, puis recommencez."
NOBODY_LEFT = (
    "Laissez un accompagnement en cours à cette personne\u00a0: sans lui, plus personne n’ouvrirait son dossier."
)


@dataclass(frozen=True, slots=True)
class Parting:
    """Who the other person is, where she is followed when no stay goes with her, which lines are hers, and why."""

    traits: Traits
    arrival: Arrival
    lines: tuple[str, ...]
    reason: str


@transaction.atomic
def part_record(actor: Actor, record_id: UUID, regrouping_id: UUID, parting: Parting) -> UUID:
    """Open a record for the other person and give her the lines chosen; gives that record. Twice is once.

    Only lines that the actor reads can be chosen; what she does not read stays where it is, and its own team parts it.
    """
    if already(Regrouping, regrouping_id, source_id=record_id):
        return Regrouping.objects.get(pk=regrouping_id).target_id
    Record.objects.select_for_update().filter(pk=record_id).first()
    facts = open_record(actor, record_id, to=Right.IDENTITY_MERGE, kind=Kind.RECORD_PARTED, object_id=regrouping_id)
    chosen = _chosen(actor, facts, parting.lines)
    other_id = _other_record(actor, facts, regrouping_id, parting, has_stay="STAY" in chosen)
    regrouping = _written(actor, regrouping_id, facts, other_id, parting.reason)
    move_parts(regrouping, chosen)
    for held in (record_id, other_id):
        if not RecordUnit.objects.open().filter(record_id=held).exists():
            raise Refused(NOBODY_LEFT)
    settle_pair(actor, regrouping.source_person_id, regrouping.target_person_id, joined=False, why=parting.reason)
    other = open_record(actor, other_id, to=Right.IDENTITY_MERGE, kind=Kind.RECORD_PARTED, object_id=regrouping_id)
    tell(actor, facts, regrouping_id, "Dossier séparé\u00a0: deux personnes y étaient mêlées")
    tell(
        actor,
        other,
        other_id,
        "Dossier ouvert à partir d’un autre, où deux personnes étaient mêlées",
    )
    return other_id


def _chosen(actor: Actor, facts: RecordFacts, lines: tuple[str, ...]) -> dict[str, list[UUID]]:
    known = {part.key: part for part in parts_of(actor, facts)}
    if not lines:
        raise Refused(NONE_CHOSEN)
    if any(key not in known for key in lines):
        raise Refused(OLD_LINES)
    chosen: dict[str, list[UUID]] = {}
    for key in dict.fromkeys(lines):
        chosen.setdefault(known[key].kind, []).append(known[key].id)
    return chosen


def _other_record(actor: Actor, facts: RecordFacts, regrouping_id: UUID, parting: Parting, *, has_stay: bool) -> UUID:
    """Her record: held by the stays that go with her, else by the unit that was said. As protected as the first one."""
    other_id = create_person(actor, regrouping_id, parting.traits, parting.arrival, opens_stay=not has_stay)
    if facts.is_protected:
        Record.objects.filter(pk=other_id).update(is_protected=True)
    return other_id


def _written(actor: Actor, regrouping_id: UUID, facts: RecordFacts, other_id: UUID, reason: str) -> Regrouping:
    regrouping = Regrouping(
        id=regrouping_id, organization_id=facts.organization_id, kind=RegroupingKind.PART, source_id=facts.id,
        target_id=other_id, source_person_id=facts.person.pk, target_person_id=regrouping_id, reason=reason,
        at=timezone.now(), author_id=actor.practitioner_id, author_name=actor.name,
    )  # fmt: skip
    insert(regrouping)
    return regrouping


@transaction.atomic
def put_back(actor: Actor, regrouping_id: UUID, reason: str) -> UUID:
    """It was one person after all: both records are joined again, with what was written since. Gives the record kept."""
    done = find_regrouping(actor, regrouping_id)
    open_record(actor, done.source_id, to=Right.IDENTITY_MERGE, kind=Kind.REGROUPING_UNDONE, object_id=done.pk)
    if done.kind != RegroupingKind.PART:
        raise Refused("Ce n’est pas une séparation.")
    if done.undone_at is not None:
        return done.source_id
    pair: list[Double] = list(between(done.source_person_id, done.target_person_id))
    Double.objects.filter(pk__in=[double.pk for double in pair]).update(state=DoubleState.OPEN)
    people = Person.objects.in_bulk([done.source_person_id, done.target_person_id])
    source, target = people[done.source_person_id], people[done.target_person_id]
    kept, gone, held, left = done.source_id, done.target_id, source, target
    if sureness(target) > sureness(source):  # verified since: the surer identity is the one that stays
        kept, gone, held, left = gone, kept, left, held
    join_records(actor, uuid7(), Joining(kept, gone, reason, held.version, left.version))
    done.undone_at, done.undone_by, done.undone_reason = timezone.now(), actor.name, reason
    done.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    return kept
