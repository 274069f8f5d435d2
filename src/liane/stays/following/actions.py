"""Open what follows an exit, and say it when it is known."""

from dataclasses import astuple, dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import short
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.organizations.models import Facility
from liane.people.actions.holding import alone_on
from liane.people.actions.identity import who_changed
from liane.people.door import open_after_exit
from liane.stays.following.rules import is_followed, months_after, rules_of
from liane.stays.gestures import tell
from liane.stays.models import FollowUp, Stay
from liane.stays.whereabouts import reads_after_exit


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to one point: the day it was made, whether somebody could be reached, and what is known."""

    done_on: date
    reached: bool
    said: str


def follow_after(stay: Stay) -> None:
    """She has left: the dated points that the code asks. An exit that is corrected moves those not yet made."""
    FollowUp.objects.filter(stay=stay, done_on=None).delete()
    if stay.ends_on is None or not is_followed(stay):
        return
    category = Facility.objects.filter(units=stay.unit_id).values_list("category", flat=True).first() or ""
    said = set(FollowUp.objects.filter(stay=stay).values_list("due_on", flat=True))
    FollowUp.objects.bulk_create(
        FollowUp(id=uuid5(stay.pk, f"follow {due}"), organization_id=stay.organization_id, stay=stay, due_on=due, article=article)
        for due, article in _dues(stay.ends_on, category)
        if due not in said
    )  # fmt: skip


def _dues(ends_on: date, category: str) -> list[tuple[date, str]]:
    return [(months_after(ends_on, rule.months), rule.article) for rule in rules_of(category)]


@transaction.atomic
def say_follow_up(
    actor: Actor, record_id: UUID, stay_id: UUID, follow_up_id: UUID, given: Given, *, version: int
) -> None:
    """What she becomes, or that nobody could be reached: an answer too. Sent twice is once; a stale version is given back."""
    alone_on(record_id)
    stay = left_stay(actor, record_id, stay_id)
    facts = open_after_exit(actor, record_id, unit_id=stay.unit_id, kind=Kind.FOLLOW_UP_SAID, object_id=follow_up_id)
    row = FollowUp.objects.select_for_update().filter(pk=follow_up_id, stay_id=stay.pk).first()
    if row is None:
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Pas de suivi à cette adresse"), actor)
    sees = reads_after_exit(actor, stay.unit_id, is_protected=facts.is_protected)
    given = given if sees else replace(given, said=_beside(row.said, given.said))
    if (row.done_on, row.reached, row.said) == astuple(given):
        return
    if row.version != version:
        row.said = row.said if sees else ""
        raise Stale(who_changed(actor, record_id, Kind.FOLLOW_UP_SAID), row)
    if stay.ends_on is not None and given.done_on < stay.ends_on:
        raise Refused(f"Elle est sortie le {short(stay.ends_on)}\u00a0: ce suivi ne peut pas être d’avant.")
    row.done_on, row.reached, row.said = astuple(given)
    row.author_name = actor.name
    row.version += 1
    row.save()
    known = "ce qu’elle devient est noté" if given.reached else "personne n’a pu être joint"
    tell(actor, stay, uuid5(row.pk, "said"), given.done_on, f"Suivi après la sortie\u00a0: {known}")


def _beside(unseen: str, said: str) -> str:
    """Who does not see what was said erases none of it: her words follow."""
    return unseen if not said or unseen.endswith(said) else f"{unseen}\n{said}".strip()


def left_stay(actor: Actor, record_id: UUID, stay_id: UUID) -> Stay:
    """The stay that has ended, of a unit where she has the right."""
    found = Stay.objects.filter(pk=stay_id, record_id=record_id, ends_on__isnull=False).first()
    if found is None or not actor.may(Right.STAY_WRITE, found.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Pas d’accompagnement de cette unité"), actor)
    return found
