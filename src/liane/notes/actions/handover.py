"""One team hands over, the next takes over, and in between the rounds say who was seen."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal
from liane.kit.once import insert
from liane.notes.models import Handover, Reading, RoundCheck, Takeover
from liane.organizations.queries import WorkShift
from liane.people.queries.held import records_held_by


def _in_unit(actor: Actor, unit_id: UUID, right: Right = Right.HANDOVER_TAKE) -> None:
    if not actor.may(right, unit_id):
        raise NotVisible(Refusal(None, right, "N’est pas de cette équipe"), actor)


@transaction.atomic
def take_over(actor: Actor, takeover_id: UUID, unit_id: UUID, *, since: datetime) -> Takeover:
    """«J’ai pris la relève»: allowed with unread items, and it says how many. The next one starts from here."""
    known = Takeover.objects.filter(pk=takeover_id, practitioner_id=actor.practitioner_id).first()
    if known is not None:
        return known
    _in_unit(actor, unit_id)
    unread = Reading.objects.filter(
        practitioner_id=actor.practitioner_id, unit_id=unit_id, read_at=None, is_expected=True
    ).count()
    trace(actor, Kind.HANDOVER_TAKEN, object_id=unit_id, unread=unread)
    takeover = Takeover(
        id=takeover_id, organization_id=actor.organization_id, unit_id=unit_id, since=since, unread=min(unread, 32767),
        practitioner_id=actor.practitioner_id, taken_at=timezone.now(),
    )  # fmt: skip
    insert(takeover)
    return takeover


@transaction.atomic
def give_over(actor: Actor, handover_id: UUID, unit_id: UUID, shift: WorkShift, *, word: str = "") -> Handover:
    """The outgoing team closes its shift, with a word for the next one if it likes."""
    known = Handover.objects.filter(pk=handover_id, author_id=actor.practitioner_id).first()
    if known is not None:
        return known
    _in_unit(actor, unit_id)
    trace(actor, Kind.HANDOVER_GIVEN, object_id=unit_id)
    handover = Handover(
        id=handover_id, organization_id=actor.organization_id, unit_id=unit_id, shift=shift.name,
        starts_at=shift.period.start, ends_at=shift.period.end, word=word.strip(), author_id=actor.practitioner_id,
        author_name=actor.name, given_at=timezone.now(),
    )  # fmt: skip
    insert(handover)
    return handover


@transaction.atomic
def check_round(actor: Actor, check_ids: dict[UUID, UUID], unit_id: UUID, *, remark: str = "") -> int:
    """«Rien à signaler»: those seen on this round. `check_ids` = record → identifier of the check chosen by the form."""
    _in_unit(actor, unit_id)
    if records_held_by(unit_id, list(check_ids)) != set(check_ids):
        raise NotVisible(Refusal(None, Right.HANDOVER_TAKE, "Cette unité ne suit pas cette personne"), actor)
    now = timezone.now()
    checks = [
        RoundCheck(
            id=check_id, organization_id=actor.organization_id, record_id=record_id, unit_id=unit_id, seen_at=now,
            remark=remark, author_id=actor.practitioner_id, author_name=actor.name,
        )
        for record_id, check_id in check_ids.items()
    ]  # fmt: skip
    RoundCheck.objects.bulk_create(checks, ignore_conflicts=True)
    trace(actor, Kind.ROUND_CHECKED, object_id=unit_id, persons=len(checks))
    return len(checks)
