"""What is done to an identity: a paper seen, a doubt, a mark, the answer of the national service. Each leaves its step."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already, insert
from liane.nomenclatures.identity import identity_documents
from liane.people.door import open_record
from liane.people.ins.models import IdentityEvidence
from liane.people.ins.moves import Event, Mark, State
from liane.people.ins.policies import missing_to_validate
from liane.people.ins.writing import happen
from liane.people.models import Person

CHANGED_MEANWHILE = "Cette identité a été corrigée entre-temps. Relisez-la avec la pièce, puis vérifiez de nouveau."
_MARKS = {
    Event.DOUBT_RAISED: (Mark.DOUBTFUL, True), Event.DOUBT_LIFTED: (Mark.DOUBTFUL, False),
    Event.FICTION_MARKED: (Mark.FICTIVE, True), Event.FICTION_LIFTED: (Mark.FICTIVE, False),
    Event.HOMONYM_MARKED: (Mark.HOMONYM, True), Event.HOMONYM_LIFTED: (Mark.HOMONYM, False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seen:
    """A paper held in hand: no copy, no number."""

    kind: str
    seen_on: date
    valid_until: date | None = None
    note: str = ""


def locked_person(actor: Actor, record_id: UUID, kind: Kind, object_id: UUID | None = None) -> Person:
    """The person of a record whose identity is about to move: the door is open, and nobody else moves it meanwhile."""
    facts = open_record(actor, record_id, to=Right.IDENTITY_VERIFY, kind=kind, object_id=object_id)
    return Person.objects.select_for_update().get(pk=facts.person.pk)


@transaction.atomic
def see_evidence(actor: Actor, record_id: UUID, evidence_id: UUID, seen: Seen, *, version: int) -> None:
    """A paper was seen: one of high confidence validates (or qualifies), and lifts the doubt that stood.

    `version` is that of the traits that were compared with the paper: other traits were not checked.
    """
    person = locked_person(actor, record_id, Kind.IDENTITY_CHECKED, evidence_id)
    if already(IdentityEvidence, evidence_id, person_id=person.pk):
        return
    paper = identity_documents().get(seen.kind)
    if paper is None:
        raise Refused("Cette pièce n’est pas dans la liste. Choisissez dans la liste.")
    if person.version != version:
        raise Refused(CHANGED_MEANWHILE)
    if seen.valid_until and seen.valid_until < seen.seen_on and paper.is_high:
        raise Refused("Cette pièce n’était plus valable ce jour-là. Demandez une pièce en cours de validité.")
    if paper.is_high and (missing := missing_to_validate(person)):
        raise Refused(f"Il manque {' et '.join(missing)}. Complétez l’identité avec la pièce, puis vérifiez.")
    evidence = IdentityEvidence(
        id=evidence_id, organization_id=person.organization_id, person_id=person.pk, kind=paper.code,
        label=paper.label, is_high=paper.is_high, seen_on=seen.seen_on, valid_until=seen.valid_until, note=seen.note,
        author_id=actor.practitioner_id, author_name=actor.name, written_at=timezone.now(),
    )  # fmt: skip
    insert(evidence)
    if not paper.is_high:
        return
    if Mark.DOUBTFUL in State.of(person).marks:
        happen(actor, person, Event.DOUBT_LIFTED, reason=f"Pièce vue : {paper.label}", evidence=evidence)
    happen(actor, person, Event.EVIDENCE_SEEN, evidence=evidence)


@transaction.atomic
def cancel_evidence(actor: Actor, record_id: UUID, evidence_id: UUID, reason: str) -> None:
    """The paper was not hers, or was false. It stays written, struck; the status follows when no other paper stands."""
    person = locked_person(actor, record_id, Kind.EVIDENCE_CANCELLED, evidence_id)
    evidence = IdentityEvidence.objects.select_for_update().filter(pk=evidence_id, person_id=person.pk).first()
    if evidence is None:
        raise NotVisible(Refusal(record_id, Right.IDENTITY_VERIFY, "Pas de pièce de ce nom"), actor)
    if evidence.cancelled_at is not None:
        return
    evidence.cancelled_at, evidence.cancelled_by, evidence.cancelled_reason = timezone.now(), actor.name, reason
    evidence.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason"])
    others = IdentityEvidence.objects.filter(person_id=person.pk, is_high=True, cancelled_at=None)
    if evidence.is_high and not others.exists():
        happen(actor, person, Event.EVIDENCE_CANCELLED, reason=reason, evidence=evidence)


@transaction.atomic
def mark_identity(actor: Actor, record_id: UUID, event: Event, reason: str = "") -> None:
    """Raise or lift a doubt, say that somebody bears the same name, mark a fictive identity (training, trial)."""
    if event not in _MARKS:
        raise Refused("Ce geste n’existe pas pour une identité.")
    person = locked_person(actor, record_id, Kind.IDENTITY_MARKED)
    mark, there = _MARKS[event]
    if (mark in State.of(person).marks) == there:  # sent twice
        return
    happen(actor, person, event, reason=reason)
