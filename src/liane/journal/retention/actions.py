"""Choose how long traces are kept; place a hold, lift it. Each gesture keeps its reason and its author."""

from uuid import UUID, uuid5

from django.utils import timezone

from liane.journal.actions import Who, trace
from liane.journal.kinds import Kind
from liane.journal.models import LegalHold, RetentionRule
from liane.journal.retention.purge import count_next
from liane.journal.retention.rules import ACCESS_CHOICES, SECURITY_CHOICES
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already, insert


def choose_rule(actor: Who, access_months: int | None, security_months: int, reason: str, *, rule_id: UUID) -> None:
    """A new rule, applied from the next erasing. Between six months and the life of the record (security.md §1)."""
    if access_months not in ACCESS_CHOICES or security_months not in SECURITY_CHOICES:
        raise Refused("Choisissez une durée de la liste.")
    if already(RetentionRule, rule_id, organization_id=actor.organization_id):
        return
    insert(
        RetentionRule(
            id=rule_id, organization_id=actor.organization_id, access_months=access_months,
            security_months=security_months, reason=reason, chosen_at=timezone.now(), author_id=actor.practitioner_id,
            author_name=actor.name,
        )
    )  # fmt: skip
    trace(
        actor,
        Kind.RETENTION_CHOSEN,
        object_id=rule_id,
        reason=reason,
        access=access_months or 0,
        security=security_months,
    )
    _count(actor)


def place_hold(actor: Who, record_id: UUID | None, reason: str, *, hold_id: UUID) -> None:
    """From now on nothing is erased about this record (None: about the whole organisme)."""
    if already(LegalHold, hold_id, organization_id=actor.organization_id):
        return
    standing = LegalHold.objects.filter(organization_id=actor.organization_id, record_id=record_id, lifted_at=None)
    if standing.exists():
        raise Refused("Un gel est déjà posé ici. Levez-le d’abord si sa raison a changé.")
    insert(
        LegalHold(
            id=hold_id, organization_id=actor.organization_id, record_id=record_id, reason=reason,
            placed_at=timezone.now(), author_id=actor.practitioner_id, author_name=actor.name,
        )
    )  # fmt: skip
    trace(actor, Kind.HOLD_PLACED, record_id=record_id, object_id=hold_id, reason=reason)
    _count(actor)


def follow_hold(actor: Who, gone_id: UUID, kept_id: UUID) -> None:
    """Two records are one: what a procedure holds of one is held of both. The first hold stays, on the lines of before."""
    standing = LegalHold.objects.filter(organization_id=actor.organization_id, lifted_at=None)
    hold = standing.filter(record_id=gone_id).first()
    if hold is not None and not standing.filter(record_id=kept_id).exists():
        place_hold(actor, kept_id, hold.reason, hold_id=uuid5(hold.pk, str(kept_id)))


def lift_hold(actor: Who, hold_id: UUID, reason: str) -> None:
    """The procedure is over: the rule applies again. Twice is once."""
    hold = LegalHold.objects.select_for_update().filter(organization_id=actor.organization_id, pk=hold_id).first()
    if hold is None:
        raise NotVisible(Refusal(why="Gel inconnu"), actor)
    if hold.lifted_at:
        return
    hold.lifted_at, hold.lifted_by, hold.lifted_reason = timezone.now(), actor.name, reason
    hold.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    trace(actor, Kind.HOLD_LIFTED, record_id=hold.record_id, object_id=hold_id, reason=reason)
    _count(actor)


def _count(actor: Who) -> None:
    if actor.organization_id:
        count_next(actor.organization_id)
