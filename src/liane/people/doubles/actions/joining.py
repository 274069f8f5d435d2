"""Two records are one person: joined with both histories, and taken apart again when it was a mistake."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.journal.retention.actions import follow_hold
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.people.door import open_record
from liane.people.doubles.actions.carrying import carry_ins, give_ins_back, refuse_less_sure
from liane.people.doubles.actions.moving import hold_records, move_back, move_everything
from liane.people.doubles.following import plans
from liane.people.doubles.models import Regrouping, RegroupingKind
from liane.people.doubles.pairs import answered_between, carry_answers, settle_pair
from liane.people.facts import RecordFacts
from liane.people.models import Person, Record
from liane.people.policies import writes_for

ALREADY = "Ce dossier vient d’être réuni à un autre. Rien n’a été modifié. Ouvrez la liste des doublons pour voir ce qui reste."
CHANGED = (
    "L’une des deux identités a été modifiée pendant que vous compariez. Rien n’a été réuni : regardez-les de nouveau."
)
TWO_INS = (
    "Chaque dossier a une INS différente\u00a0: pour le service national, ce sont deux personnes. Rien n’a été réuni. "
    "Vérifiez d’abord les deux identités."
)
TWO = "Quelqu’un a répondu que ce sont deux personnes. Rien n’a été réuni."


@dataclass(frozen=True, slots=True)
class Joining:
    """What was decided: which record is kept (its identity is the right one), which one goes into it, and why."""

    kept_id: UUID
    gone_id: UUID
    reason: str
    kept_version: int
    gone_version: int


@transaction.atomic
def join_records(actor: Actor, regrouping_id: UUID, joining: Joining) -> None:
    """Every line of one record passes to the other, which keeps its identity; the same `regrouping_id` twice is once.

    Who may see what does not change: each line keeps its unit and its volet. The more protective of the two records
    wins. The closed record leads to the kept one.
    """
    if already(Regrouping, regrouping_id, source_id=joining.gone_id):
        return
    if joining.kept_id == joining.gone_id:
        raise Refused("C’est le même dossier.")
    held = hold_records([joining.kept_id, joining.gone_id])
    kept = _open(actor, joining.kept_id, regrouping_id)
    gone = _open(actor, joining.gone_id, regrouping_id)
    if len(held) < 2:
        raise Refused(ALREADY)
    if (kept.person.version, gone.person.version) != (joining.kept_version, joining.gone_version):
        raise Stale(CHANGED)
    if answered_between(kept.person.pk, gone.person.pk):
        raise Refused(TWO)
    if _two_ins(kept, gone):
        raise Refused(TWO_INS)
    refuse_less_sure(*_identities(kept, gone))
    regrouping = _written(actor, regrouping_id, kept, gone, joining.reason)
    move_everything(regrouping)
    carry_ins(actor, kept.person.pk, gone.person.pk)
    if regrouping.raised_protection:
        Record.objects.filter(pk=kept.id).update(is_protected=True)
    settle_pair(actor, kept.person.pk, gone.person.pk, joined=True, why=joining.reason)
    carry_answers(gone.person.pk, kept.person.pk)
    follow_hold(actor, gone.id, kept.id)
    tell(actor, kept, regrouping_id, "Dossiers réunis\u00a0: deux dossiers étaient la même personne")


def _open(actor: Actor, record_id: UUID, regrouping_id: UUID) -> RecordFacts:
    return open_record(actor, record_id, to=Right.IDENTITY_MERGE, kind=Kind.RECORDS_JOINED, object_id=regrouping_id)


def _identities(kept: RecordFacts, gone: RecordFacts) -> tuple[Person, Person]:
    people = Person.objects.in_bulk([kept.person.pk, gone.person.pk])
    return people[kept.person.pk], people[gone.person.pk]


def _two_ins(kept: RecordFacts, gone: RecordFacts) -> bool:
    """Two numbers of the national service that are not the same."""
    people = Person.objects.filter(pk__in=[kept.person.pk, gone.person.pk]).exclude(ins_matricule="")
    return people.values("ins_matricule").distinct().count() > 1


def _written(actor: Actor, regrouping_id: UUID, kept: RecordFacts, gone: RecordFacts, reason: str) -> Regrouping:
    regrouping = Regrouping(
        id=regrouping_id, organization_id=kept.organization_id, kind=RegroupingKind.JOIN, source_id=gone.id,
        target_id=kept.id, source_person_id=gone.person.pk, target_person_id=kept.person.pk, reason=reason,
        raised_protection=gone.is_protected and not kept.is_protected, at=timezone.now(),
        author_id=actor.practitioner_id, author_name=actor.name,
    )  # fmt: skip
    insert(regrouping)
    return regrouping


def tell(actor: Actor, facts: RecordFacts, source_id: UUID, words: str) -> None:
    """The fil of the record says it, for the unit through which she decided."""
    unit_id = writes_for(actor, facts, Right.IDENTITY_MERGE).unit_id
    for plan in plans():
        if plan.tell:
            plan.tell(actor, facts.id, unit_id, source_id, words)


@transaction.atomic
def take_apart(actor: Actor, regrouping_id: UUID, reason: str) -> UUID:
    """They were two persons after all: exactly the lines that had moved go back, the closed record opens again.

    What was written since stays in the kept record, and so does the protection that the joining had given it: somebody may have
    counted on it, a request or another record may have confirmed it, and whoever takes it away says so on the page of her
    identity. Gives the record opened again. Twice is once.
    """
    done = find_regrouping(actor, regrouping_id)
    hold_records([done.target_id])
    done = Regrouping.objects.select_for_update().get(pk=done.pk)
    kept = open_record(
        actor, done.target_id, to=Right.IDENTITY_MERGE, kind=Kind.REGROUPING_UNDONE, object_id=done.pk,
        other=done.source_id,
    )  # fmt: skip
    if done.kind != RegroupingKind.JOIN:
        raise Refused("Ce n’est pas une réunion de dossiers.")
    if done.undone_at is not None:
        return done.source_id
    move_back(done)
    give_ins_back(actor, done)
    done.undone_at, done.undone_by, done.undone_reason = timezone.now(), actor.name, reason
    done.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    open_record(actor, done.source_id, to=Right.IDENTITY_MERGE, kind=Kind.REGROUPING_UNDONE, object_id=done.pk)
    settle_pair(actor, done.source_person_id, done.target_person_id, joined=False, why=reason)
    tell(actor, kept, uuid5(done.pk, "undone"), "Réunion annulée\u00a0: ce sont deux personnes")
    return done.source_id


def find_regrouping(actor: Actor, regrouping_id: UUID) -> Regrouping:
    """Told to who may join or part the record that received the lines; to nobody else."""
    found = Regrouping.objects.filter(pk=regrouping_id, organization_id=actor.organization_id).first()
    if found is None:
        raise NotVisible(Refusal(right=Right.IDENTITY_MERGE, why="Réunion inconnue dans son organisme"), actor)
    return found
