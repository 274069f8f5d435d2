"""The page «Identité», read: papers seen, what happened, former INS. Who works only in a discreet place is not named."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from liane.access.actor import Actor
from liane.access.queries import unsaid_to
from liane.people.ins.models import FormerIns, IdentityEvidence, IdentityStep
from liane.people.models import Regrouping, RegroupingKind

MOST_STEPS = 30
OTHER_TEAM = "une autre équipe"


@dataclass(frozen=True, slots=True)
class Story:
    """What is known of how an identity was checked."""

    person_id: UUID
    evidence: list[IdentityEvidence]
    steps: list[IdentityStep]
    former: list[FormerIns]


def story_of(actor: Actor, person_id: UUID) -> Story:
    """Papers, steps and former INS, newest first; with the papers seen for a record that was joined to hers."""
    unsaid = set(unsaid_to(actor).practitioner_ids)
    joined = Regrouping.objects.filter(kind=RegroupingKind.JOIN, undone_at=None, target_person_id=person_id)
    hers = Q(person_id=person_id) | Q(person_id__in=joined.values("source_person_id"))
    evidence = list(IdentityEvidence.objects.filter(hers).order_by("-written_at")[:MOST_STEPS])
    steps = list(IdentityStep.objects.filter(person_id=person_id).order_by("-at", "-id")[:MOST_STEPS])
    evidence = [paper for paper in evidence if paper.person_id == person_id or paper.author_id not in unsaid]
    for paper in evidence:
        paper.author_name = OTHER_TEAM if paper.author_id in unsaid else paper.author_name
    for step in steps:
        step.author_name = OTHER_TEAM if step.author_id in unsaid else step.author_name
    return Story(
        person_id, evidence, steps, list(FormerIns.objects.filter(person_id=person_id).order_by("-until")[:10])
    )


def latest_evidence(story: Story) -> IdentityEvidence | None:
    """The paper on which the status stands."""
    return next(
        (
            row
            for row in story.evidence
            if row.is_high and row.cancelled_at is None and row.person_id == story.person_id
        ),
        None,
    )
