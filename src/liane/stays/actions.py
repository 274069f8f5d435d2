"""Open, change and end a stay. Each gesture keeps in step the unit that holds the record, so that the door follows."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.dates import at_clock, short, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.ids import uuid7
from liane.kit.once import already, insert
from liane.people.actions.creation import Arrival
from liane.people.actions.holding import alone_on, follow_stay, hold_record, holds_of, release_record
from liane.people.actions.identity import who_changed
from liane.people.door import open_by_admission, open_closed_record, open_record
from liane.stays.clocks.actions import refresh
from liane.stays.models import Presence, Stay, StayMode
from liane.timeline.actions import Announcement, announce


@dataclass(frozen=True, slots=True)
class Opening:
    """Where, from when, how."""

    unit_id: UUID
    starts_on: date
    place: str = ""
    mode: str = StayMode.FULL


@dataclass(frozen=True, slots=True)
class Changes:
    """What may change while a stay runs."""

    place: str
    mode: str
    presence: str
    starts_on: date


@transaction.atomic
def open_stay(actor: Actor, record_id: UUID, stay_id: UUID, opening: Opening) -> None:
    """One more unit accompanies her: from now on its team opens the record. The same `stay_id` twice is once."""
    if already(Stay, stay_id, record_id=record_id):
        return
    alone_on(record_id)
    facts = open_record(
        actor, record_id, to=Right.STAY_WRITE, kind=Kind.STAY_OPENED, object_id=stay_id, unit=opening.unit_id
    )
    if not actor.may(Right.STAY_WRITE, opening.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "N’ouvre pas d’accompagnement dans cette unité"), actor)
    _not_twice(record_id, opening)
    _write(actor, facts.organization_id, record_id, stay_id, opening)


@transaction.atomic
def open_on_request(actor: Actor, record_id: UUID, stay_id: UUID, opening: Opening) -> None:
    """A facility admits her on a request that names her (`stays.referrals`), whoever follows her until now."""
    if already(Stay, stay_id, record_id=record_id):
        return
    alone_on(record_id)
    facts = open_by_admission(actor, record_id, unit_id=opening.unit_id, kind=Kind.STAY_OPENED, object_id=stay_id)
    _not_twice(record_id, opening)
    _write(actor, facts.organization_id, record_id, stay_id, opening)


def _not_twice(record_id: UUID, opening: Opening) -> None:
    """A unit accompanies somebody once at a time."""
    running = Stay.objects.filter(record_id=record_id, unit_id=opening.unit_id)
    running = running.filter(Q(ends_on=None) | Q(ends_on__gte=opening.starts_on))
    if (same := running.order_by("starts_on").first()) is not None:
        raise Refused(f"Cette unité l’accompagne déjà depuis le {short(same.starts_on)}. Vérifiez la date d’entrée.")


@transaction.atomic
def welcome_back(actor: Actor, record_id: UUID, stay_id: UUID, opening: Opening) -> None:
    """She had left, she is back: her record opens again in one of the units of the actor, with all its past."""
    if already(Stay, stay_id, record_id=record_id):
        return
    alone_on(record_id)
    facts = open_closed_record(actor, record_id, kind=Kind.STAY_OPENED, object_id=stay_id)
    if not actor.may(Right.STAY_WRITE, opening.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "N’ouvre pas d’accompagnement dans cette unité"), actor)
    last = Stay.objects.filter(record_id=record_id, unit_id=opening.unit_id, ends_on__gte=opening.starts_on).first()
    if last is not None:
        raise Refused(f"Elle est partie de cette unité le {short(last.ends_on)}. Vérifiez la date d’entrée.")
    _write(actor, facts.organization_id, record_id, stay_id, opening)


def open_first_stay(actor: Actor, record_id: UUID, arrival: Arrival) -> None:
    """A record has just been created, in the same transaction: its first unit holds it (`Slot.STAY_OPENED`)."""
    if actor.organization_id is None:
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Sans organisme"), actor)
    stay_id = uuid7()
    opening = Opening(arrival.unit_id, arrival.starts_on, arrival.place)
    trace(actor, Kind.STAY_OPENED, record_id=record_id, object_id=stay_id, reason="Accueil", unit=arrival.unit_id)
    _write(actor, actor.organization_id, record_id, stay_id, opening)


def _write(actor: Actor, organization_id: UUID, record_id: UUID, stay_id: UUID, opening: Opening) -> None:
    stay = Stay(
        id=stay_id, organization_id=organization_id, record_id=record_id, unit_id=opening.unit_id,
        place=opening.place, mode=opening.mode, starts_on=opening.starts_on,
    )  # fmt: skip
    insert(stay)
    hold_record(
        stay_id, organization_id, record_id, opening.unit_id,
        since=opening.starts_on, place=opening.place, presence=stay.presence,
    )  # fmt: skip
    refresh([stay_id])
    _tell(actor, stay, stay_id, opening.starts_on, "Début de l’accompagnement")


@transaction.atomic
def change_stay(actor: Actor, record_id: UUID, stay_id: UUID, changes: Changes, *, version: int) -> None:
    """Another room, another mode, away or back. A stale version is given back, never written."""
    open_record(actor, record_id, to=Right.STAY_WRITE, kind=Kind.STAY_CHANGED, object_id=stay_id)
    stay = _stay(actor, record_id, stay_id)
    before = Changes(stay.place, stay.mode, stay.presence, stay.starts_on)
    if stay.version != version:
        if before == changes:  # sent twice
            return
        raise Stale(who_changed(actor, record_id, Kind.STAY_CHANGED, Kind.STAY_ENDED), stay)
    if stay.ends_on is not None and changes.starts_on > stay.ends_on:
        raise Refused(f"L’accompagnement se termine le {short(stay.ends_on)}. Vérifiez la date d’entrée.")
    held = holds_of(stay.pk, record_id, stay.unit_id, stay.starts_on)
    for name in ("place", "mode", "presence", "starts_on"):
        setattr(stay, name, getattr(changes, name))
    stay.version += 1
    stay.save()
    follow_stay(held, since=stay.starts_on, place=stay.place, presence=stay.presence)
    refresh([stay_id])
    if before.presence != changes.presence:
        _tell(actor, stay, uuid7(), today(), _presence_words(before.presence, changes.presence))


@transaction.atomic
def end_stay(actor: Actor, record_id: UUID, stay_id: UUID, ends_on: date, *, version: int) -> None:
    """She leaves this unit: from the day after, its team no longer opens the record."""
    open_record(actor, record_id, to=Right.STAY_WRITE, kind=Kind.STAY_ENDED, object_id=stay_id)
    stay = _stay(actor, record_id, stay_id)
    if stay.ends_on == ends_on:
        return
    if stay.version != version:
        raise Stale(who_changed(actor, record_id, Kind.STAY_CHANGED, Kind.STAY_ENDED), stay)
    if ends_on < stay.starts_on:
        raise Refused(f"Elle est entrée le {short(stay.starts_on)}\u00a0: la sortie ne peut pas être avant.")
    held = holds_of(stay.pk, record_id, stay.unit_id, stay.starts_on)
    stay.ends_on = ends_on
    stay.version += 1
    stay.save()
    release_record(held, last_day=ends_on)
    refresh([stay_id])
    _tell(actor, stay, uuid5(stay.pk, "end"), ends_on, "Fin de l’accompagnement")


def _stay(actor: Actor, record_id: UUID, stay_id: UUID) -> Stay:
    found = Stay.objects.select_for_update().filter(pk=stay_id, record_id=record_id).first()
    if found is None or not actor.may(Right.STAY_WRITE, found.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Pas d’accompagnement de cette unité"), actor)
    return found


def _tell(actor: Actor, stay: Stay, source_id: UUID, on: date, title: str) -> None:
    """The fil of the record says it, on its day."""
    now = timezone.now()
    happened_at = now if on == today() else min(at_clock(on, time(12)), now)
    announce(actor, Announcement(stay.record_id, stay.unit_id, Volet.SUPPORT, "STAY", source_id, happened_at, title))


def _presence_words(before: str, after: str) -> str:
    if after == Presence.PRESENT:
        return {"HOSPITAL": "De retour de l’hôpital", "FAMILY": "De retour de sa famille"}.get(before, "De retour")
    return {"HOSPITAL": "Départ à l’hôpital", "FAMILY": "Départ en famille"}.get(after, "Absence")
