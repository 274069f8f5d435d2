"""Keep the delays of a stay in step with it; say that one was met, or take that word back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.kinds import Kind
from liane.kit.dates import at_clock, short, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.ids import uuid7
from liane.kit.once import already, insert
from liane.nomenclatures.clocks import Clock, clocks
from liane.people.door import open_record, opens_quietly
from liane.stays.clocks.engine import dues
from liane.stays.clocks.facts import facts_of
from liane.stays.clocks.models import ClockDue, ClockMark
from liane.stays.models import Stay
from liane.timeline.actions import Announcement, announce

_BEFORE = timedelta(days=183)  # a contract may be read and signed long before the day of entry
KIND = "CLOCK"  # the kind of our lines in the fil


@dataclass(frozen=True, slots=True)
class Met:
    """What somebody says: which delay, about what (the stay, or one absence), on which day it was met."""

    code: str
    source_id: UUID
    done_on: date
    note: str = ""


def refresh(stay_ids: Iterable[UUID], on: date | None = None) -> int:
    """Compute again what is still to do for these stays, in the transaction of what changed them; how many lines stand.

    The stays are locked, so that two colleagues who change one at once leave the delays of the last.
    """
    day = on or today()
    begun = Stay.objects.filter(starts_on__lte=day)  # who is only expected, or moves later, waits for nothing yet
    stays = list(begun.select_for_update().filter(pk__in=list(stay_ids)).order_by("pk"))
    if not stays:
        return 0
    facts = facts_of([stay.pk for stay in stays])
    rows = [
        ClockDue(
            id=uuid7(), organization_id=stay.organization_id, stay_id=stay.pk, record_id=stay.record_id,
            unit_id=stay.unit_id, code=due.code, source_id=due.source_id, due_on=due.due_on, why=due.why,
        )
        for stay in stays
        for due in dues(facts[stay.pk], clocks().values(), on=day)
    ]  # fmt: skip
    ClockDue.objects.filter(stay_id__in=[stay.pk for stay in stays]).delete()
    ClockDue.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


@transaction.atomic
def say_met(actor: Actor, record_id: UUID, stay_id: UUID, mark_id: UUID, met: Met) -> None:
    """«C’est fait, le…». The same `mark_id` twice is once; the fil of the record says it."""
    if already(ClockMark, mark_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    facts = open_record(actor, record_id, to=Right.STAY_WRITE, kind=Kind.CLOCK_MET, object_id=mark_id, clock=met.code)
    stay = _stay(actor, record_id, stay_id)
    clock = _clock(stay, met)
    _check_day(stay, met.done_on)
    mark = ClockMark(
        id=mark_id, organization_id=facts.organization_id, stay_id=stay.pk, record_id=record_id, unit_id=stay.unit_id,
        code=met.code, source_id=met.source_id, done_on=met.done_on, note=met.note,
    )  # fmt: skip
    _sign(actor, mark)
    insert(mark)
    refresh([stay.pk])
    noon = min(at_clock(met.done_on, time(12)), mark.written_at)
    announce(actor, Announcement(record_id, stay.unit_id, Volet.ADMIN, KIND, mark_id, noon, clock.label, met.note))


@transaction.atomic
def take_back(actor: Actor, record_id: UUID, stay_id: UUID, mark_id: UUID, withdrawal_id: UUID, reason: str) -> None:
    """It was not done after all: the delay runs again, the mistaken word stays readable with its reason."""
    if already(ClockMark, withdrawal_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    facts = open_record(actor, record_id, to=Right.STAY_WRITE, kind=Kind.CLOCK_TAKEN_BACK, object_id=mark_id)
    stay = _stay(actor, record_id, stay_id)
    mark = ClockMark.objects.filter(pk=mark_id, stay_id=stay.pk, takes_back=None).first()
    if mark is None:
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Rien de tel n’a été noté"), actor)
    if ClockMark.objects.filter(takes_back=mark_id).exists():
        raise Refused("C’est déjà repris. Rechargez la page.")
    withdrawal = ClockMark(
        id=withdrawal_id, organization_id=facts.organization_id, stay_id=stay.pk, record_id=record_id,
        unit_id=stay.unit_id, code=mark.code, source_id=mark.source_id, done_on=mark.done_on, note=reason,
        takes_back=mark_id,
    )  # fmt: skip
    _sign(actor, withdrawal)
    insert(withdrawal)
    refresh([stay.pk])
    label = clocks()[mark.code].label if mark.code in clocks() else mark.code
    title = f"Repris\u00a0: {label} ({short(mark.done_on)})"
    said = Announcement(record_id, stay.unit_id, Volet.ADMIN, KIND, withdrawal_id, withdrawal.written_at, title, reason)
    announce(actor, said)


def _stay(actor: Actor, record_id: UUID, stay_id: UUID) -> Stay:
    found = Stay.objects.select_for_update(of=("self",)).select_related("unit__facility")
    stay = found.filter(pk=stay_id, record_id=record_id).first()
    if stay is None or not actor.may(Right.STAY_WRITE, stay.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Pas d’accompagnement de cette unité"), actor)
    return stay


def _clock(stay: Stay, met: Met) -> Clock:
    """A delay that this stay is really waiting for: one that nobody asks for is not said done."""
    clock = clocks().get(met.code)
    if clock is None or not ClockDue.objects.filter(stay_id=stay.pk, code=met.code, source_id=met.source_id).exists():
        raise Refused("Ce délai n’est plus à tenir. Quelqu’un l’a peut-être déjà noté : rechargez la page.")
    return clock


def _check_day(stay: Stay, done_on: date) -> None:
    if done_on > today():
        raise Refused("Cette date n’est pas encore passée. Écrivez le jour où cela a été fait.")
    if done_on < stay.begins_on - _BEFORE:
        raise Refused(f"L’accompagnement a commencé le {short(stay.begins_on)}. Vérifiez la date.")


def _sign(actor: Actor, mark: ClockMark) -> None:
    mark.author_id = actor.practitioner_id  # type: ignore[assignment]
    mark.author_name = actor.name
    mark.written_at = timezone.now()


def refresh_house(on: date | None = None) -> int:
    """Every stay that runs in the organisation of the transaction, a thousand at a time: a new day, or a new file of delays."""
    running = Stay.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on or today()))
    keys = list(running.order_by("pk").values_list("pk", flat=True))
    ClockDue.objects.exclude(stay_id__in=running.values("pk")).delete()
    return sum(refresh(keys[i : i + 1000], on) for i in range(0, len(keys), 1000))
