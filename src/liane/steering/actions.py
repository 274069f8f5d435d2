"""Treat a signalled access: look and say, or ask the professional; she answers. Every word stays."""

from uuid import UUID

from django.utils import timezone

from liane.access.actor import Actor
from liane.access.queries import unsaid_to
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already, insert
from liane.steering.enums import CLOSING, Outcome
from liane.steering.models import Alert, AlertReview
from liane.steering.queries import alerts_of, asked_of


def find_alert(actor: Actor, alert_id: UUID) -> Alert:
    """One that she may look at, or NotVisible."""
    alert = alerts_of(actor, unsaid_to(actor)).filter(pk=alert_id).first()
    if alert is None:
        raise NotVisible(Refusal(why="Accès signalé inconnu ou d’une autre équipe"), actor)
    return alert


def treat_alert(actor: Actor, alert_id: UUID, outcome: Outcome, word: str, *, review_id: UUID) -> Alert:
    """Say that it is fine, explained or abnormal, or ask the professional. Nobody judges her own access."""
    alert = find_alert(actor, alert_id)
    if already(AlertReview, review_id, alert=alert):
        return alert
    if alert.actor_id == actor.practitioner_id:
        raise Refused("Cet accès est le vôtre\u00a0: quelqu’un d’autre doit le traiter.")
    if outcome in (Outcome.EXPLAINED, Outcome.ABNORMAL, Outcome.ASKED) and not word:
        raise Refused("Écrivez un mot\u00a0: il restera avec cet accès.")
    _say(actor, alert, outcome, word, review_id)
    alert.is_open, alert.is_asked = outcome not in CLOSING, outcome == Outcome.ASKED
    alert.save(update_fields=["is_open", "is_asked"])
    kind = Kind.ACCESS_ASKED if outcome == Outcome.ASKED else Kind.ACCESS_EXPLAINED
    trace(actor, kind, object_id=alert.pk, reason=outcome.label)
    return alert


def find_question(actor: Actor, alert_id: UUID) -> Alert:
    """An access that she is asked to explain."""
    alert = asked_of(actor).filter(pk=alert_id).first()
    if alert is None:
        raise NotVisible(Refusal(why="Aucune question ne lui est posée ici"), actor)
    return alert


def answer(actor: Actor, alert_id: UUID, word: str, *, review_id: UUID) -> None:
    """The professional says why she opened it; who asked finds her words beside the access."""
    if already(AlertReview, review_id, author_id=actor.practitioner_id):
        return
    alert = find_question(actor, alert_id)
    _say(actor, alert, Outcome.ANSWERED, word, review_id)
    alert.is_asked = False
    alert.save(update_fields=["is_asked"])
    trace(actor, Kind.ACCESS_ANSWERED, object_id=alert.pk)


def _say(actor: Actor, alert: Alert, outcome: Outcome, word: str, review_id: UUID) -> None:
    insert(
        AlertReview(
            id=review_id, organization_id=actor.organization_id, alert=alert, outcome=outcome, word=word,
            author_id=actor.practitioner_id, author_name=actor.name, at=timezone.now(),
        )
    )  # fmt: skip
