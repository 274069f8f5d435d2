"""One move of an identity, written: the person, her step, and the INS that goes to its history. Nothing else moves a status."""

from typing import Any

from django.utils import timezone

from liane.access.actor import Actor
from liane.kit.ids import uuid7
from liane.people.enums import HOLDS_INS
from liane.people.identity import index_person
from liane.people.ins.models import FormerIns, IdentityEvidence, IdentityStep
from liane.people.ins.moves import Event, Mark, State, move
from liane.people.models import LocalIdentifier, Person


def happen(
    actor: Actor, person: Person, event: Event, *, reason: str = "", evidence: IdentityEvidence | None = None,
    **ins: Any,
) -> State:  # fmt: skip
    """The person is locked by the caller, the door is open. `ins`: the INS columns and traits that the service gave.

    Traits already put on the person by the caller are saved with the move. Refused when the table has no such move.
    """
    before = State.of(person)
    after = move(before, event)
    if before.status in HOLDS_INS and after.status not in HOLDS_INS:
        _retire(actor, person, reason or event)
    for name, value in ins.items():
        setattr(person, name, value)
    person.identity_status = after.status
    person.is_homonym = Mark.HOMONYM in after.marks
    person.is_doubtful = Mark.DOUBTFUL in after.marks
    person.is_fictive = Mark.FICTIVE in after.marks
    person.version += 1
    numbers = LocalIdentifier.objects.filter(person=person).values_list("value", flat=True)
    index_person(person, numbers).save()
    IdentityStep.objects.create(
        id=uuid7(), organization_id=person.organization_id, person_id=person.pk, event=event, before=before.status,
        after=after.status, is_homonym=person.is_homonym, is_doubtful=person.is_doubtful, is_fictive=person.is_fictive,
        reason=reason[:300], evidence=evidence, author_id=actor.practitioner_id or actor.account_id,
        author_name=actor.name, at=timezone.now(),
    )  # fmt: skip
    return after


def _retire(actor: Actor, person: Person, reason: str) -> None:
    """The INS is no longer in force: it goes to the history before it leaves (PostgreSQL asks for that order)."""
    FormerIns.objects.create(
        id=uuid7(), organization_id=person.organization_id, person_id=person.pk, matricule=person.ins_matricule,
        oid=person.ins_oid, source=person.ins_source, since=person.ins_at, until=timezone.now(), reason=reason[:300],
        author_name=actor.name,
    )  # fmt: skip
    person.ins_matricule = person.ins_oid = person.ins_source = ""
    person.ins_at = None
