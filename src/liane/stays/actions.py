"""Open, change and end a stay. Each gesture keeps in step the unit that holds the record, so that the door follows."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.dates import at_clock, short, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.ids import uuid7
from liane.kit.once import already, insert
from liane.nomenclatures.stay_lists import exit_modes
from liane.organizations.models import Facility
from liane.people.actions.creation import Arrival
from liane.people.actions.death import left_alive, note_death
from liane.people.actions.holding import alone_on, hold_record, holds_of, release_record
from liane.people.actions.identity import who_changed
from liane.people.door import open_by_admission, open_closed_record, open_record, opens_quietly
from liane.people.facts import RecordFacts
from liane.stays.absences.ending import end_with_stay
from liane.stays.clocks.actions import refresh
from liane.stays.enums import Presence, StayState
from liane.stays.following.actions import follow_after
from liane.stays.gestures import check_days, my_stay, retell, say, tell
from liane.stays.given import Changes, Details, Exit, Opening, details_of, plain
from liane.stays.models import Absence, RetentionCase, Stay, stay_identifier
from liane.stays.modes import change_mode, is_so_since
from liane.stays.places.actions import begin_earlier_or_later, leave_place, take_place
from liane.stays.places.queries import place_named, same_place
from liane.stays.presence import show_presence
from liane.stays.whereabouts import leave_out, unseen_details, unseen_exit

__all__ = [
    "Changes",
    "Details",
    "Exit",
    "Opening",
    "change_stay",
    "end_stay",
    "note_arrival",
    "open_on_request",
    "open_stay",
    "welcome_back",
]


@transaction.atomic
def open_stay(actor: Actor, record_id: UUID, stay_id: UUID, opening: Opening) -> None:
    """One more unit accompanies her: from now on its team opens the record. The same `stay_id` twice is once."""
    if already(Stay, stay_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    alone_on(record_id)
    facts = open_record(
        actor, record_id, to=Right.STAY_WRITE, kind=Kind.STAY_OPENED, object_id=stay_id, unit=opening.unit_id
    )
    if not actor.may(Right.STAY_WRITE, opening.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "N’ouvre pas d’accompagnement dans cette unité"), actor)
    _not_twice(record_id, opening)
    write_stay(actor, facts, record_id, stay_id, opening)


@transaction.atomic
def open_on_request(actor: Actor, record_id: UUID, stay_id: UUID, opening: Opening) -> None:
    """A facility admits her on a request that names her (`stays.referrals`), whoever follows her until now."""
    if already(Stay, stay_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    alone_on(record_id)
    facts = open_by_admission(actor, record_id, unit_id=opening.unit_id, kind=Kind.STAY_OPENED, object_id=stay_id)
    _not_twice(record_id, opening)
    write_stay(actor, facts, record_id, stay_id, opening)


def _not_twice(record_id: UUID, opening: Opening) -> None:
    """A unit accompanies somebody once at a time."""
    if (same := overlapping(record_id, opening.unit_id, opening.starts_on)) is not None:
        said = "l’attend déjà pour" if same.state(today()) is StayState.EXPECTED else "l’accompagne déjà depuis"
        raise Refused(f"Cette unité {said} le {short(same.begins_on)}. Vérifiez la date d’entrée.")


@transaction.atomic
def welcome_back(actor: Actor, record_id: UUID, stay_id: UUID, opening: Opening) -> None:
    """She had left, she is back: her record opens again in one of the units of the actor, with all its past."""
    if already(Stay, stay_id, record_id=record_id) and opens_quietly(actor, record_id):
        return
    alone_on(record_id)
    facts = open_closed_record(actor, record_id, kind=Kind.STAY_OPENED, object_id=stay_id)
    if not actor.may(Right.STAY_WRITE, opening.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "N’ouvre pas d’accompagnement dans cette unité"), actor)
    last = Stay.objects.filter(record_id=record_id, unit_id=opening.unit_id, ends_on__gte=opening.starts_on).first()
    if last is not None:
        raise Refused(f"Elle est partie de cette unité le {short(last.ends_on)}. Vérifiez la date d’entrée.")
    write_stay(actor, facts, record_id, stay_id, opening)


def open_first_stay(actor: Actor, record_id: UUID, arrival: Arrival) -> None:
    """A record has just been created, in the same transaction: its first unit holds it (`Slot.STAY_OPENED`)."""
    if actor.organization_id is None:
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Sans organisme"), actor)
    stay_id = uuid7()
    opening = Opening(arrival.unit_id, arrival.starts_on, arrival.place)
    trace(actor, Kind.STAY_OPENED, record_id=record_id, object_id=stay_id, reason="Accueil", unit=arrival.unit_id)
    write_stay(actor, None, record_id, stay_id, opening)


def overlapping(record_id: UUID, unit_id: UUID, starts_on: date, *, but: UUID | None = None) -> Stay | None:
    """A stay of this unit that would run at the same time as one that begins that day."""
    there = Stay.objects.filter(record_id=record_id, unit_id=unit_id).exclude(pk=but)
    there = there.exclude(starts_on=None, ends_on__isnull=False).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))
    return there.annotate(first=Coalesce("starts_on", "planned_starts_on")).order_by("first").first()


def write_stay(
    actor: Actor, facts: RecordFacts | None, record_id: UUID, stay_id: UUID, opening: Opening,
    *, follows: Stay | None = None, told: str = "",
) -> Stay:  # fmt: skip
    """Write a stay whose door is open and whose dates were looked at: the unit holds the record, the place is taken."""
    check_days(actor, record_id, facts, opening.starts_on, opening.details)
    if actor.organization_id is None:
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Sans organisme"), actor)
    expected = opening.starts_on > today() and follows is None
    finess = Facility.objects.filter(units=opening.unit_id).values_list("finess_et", flat=True).first() or ""
    place = place_named(opening.unit_id, opening.place)
    stay = Stay(
        id=stay_id, organization_id=actor.organization_id, record_id=record_id, unit_id=opening.unit_id, mode=opening.mode,
        identifier=stay_identifier(finess, record_id, stay_id), place=same_place(place, opening.place), follows=follows,
        starts_on=None if expected else opening.starts_on, planned_starts_on=opening.starts_on if expected else None,
        **plain(opening.details),
    )  # fmt: skip
    insert(stay)
    hold_record(
        stay_id, stay.organization_id, record_id, stay.unit_id, since=stay.begins_on, place=stay.place,
        presence=Presence.EXPECTED if stay.begins_on > today() else Presence.PRESENT,
    )  # fmt: skip
    take_place(actor, stay, place, since=stay.begins_on)
    if expected:
        tell(actor, stay, stay_id, today(), f"Entrée prévue le {short(opening.starts_on)}")
    else:
        tell(actor, stay, stay_id, opening.starts_on, told or "Début de l’accompagnement")
    refresh([stay_id])
    RetentionCase.objects.filter(record_id=record_id).delete()  # somebody follows her again: no term runs
    say("stays.opened", stay)
    return stay


@transaction.atomic
def note_arrival(actor: Actor, record_id: UUID, stay_id: UUID, arrived_on: date, *, version: int) -> None:
    """Who was expected is there: the stay begins on the day she really came."""
    alone_on(record_id)
    facts = open_record(actor, record_id, to=Right.STAY_WRITE, kind=Kind.STAY_ARRIVED, object_id=stay_id)
    stay = my_stay(actor, record_id, stay_id)
    if stay.starts_on == arrived_on:
        return
    if stay.version != version or stay.state(today()) is not StayState.EXPECTED:
        raise Stale(who_changed(actor, record_id, Kind.STAY_CHANGED, Kind.STAY_ARRIVED, Kind.STAY_ENDED), stay)
    if stay.follows_id is not None:
        raise Refused(
            f"Elle change d’unité le {short(stay.begins_on)}. Pour un autre jour, annulez ce changement et refaites-le."
        )
    if arrived_on > today():
        raise Refused("Elle n’est pas encore là : notez l’arrivée le jour même, ou changez la date prévue.")
    check_days(actor, record_id, facts, arrived_on, Details())
    before = stay.begins_on
    stay.starts_on = arrived_on
    stay.version += 1
    stay.save()
    begin_earlier_or_later(actor, stay, before=before)
    show_presence(stay, since=before)
    tell(actor, stay, uuid5(stay.pk, "arrival"), arrived_on, "Début de l’accompagnement")
    refresh([stay_id])
    say("stays.arrived", stay)


@transaction.atomic
def change_stay(actor: Actor, record_id: UUID, stay_id: UUID, changes: Changes, *, version: int) -> None:
    """Another room, another mode, a date corrected. A stale version is given back, never written."""
    alone_on(record_id)
    facts = open_record(actor, record_id, to=Right.STAY_WRITE, kind=Kind.STAY_CHANGED, object_id=stay_id)
    stay = my_stay(actor, record_id, stay_id)
    changes = replace(changes, details=unseen_details(actor, facts, stay, changes.details))
    place = place_named(stay.unit_id, changes.place)
    text = same_place(place, changes.place)
    if stay.version != version:
        same = (stay.place, stay.mode, stay.begins_on, details_of(stay))
        if same == (text, changes.mode, changes.starts_on, changes.details) and is_so_since(stay, changes.mode_since):
            return  # sent twice
        raise Stale(who_changed(actor, record_id, Kind.STAY_CHANGED, Kind.STAY_ENDED), leave_out(actor, facts, stay))
    if stay.ends_on is not None and changes.starts_on > stay.ends_on:
        raise Refused(f"L’accompagnement se termine le {short(stay.ends_on)}. Vérifiez la date d’entrée.")
    check_days(actor, record_id, facts, changes.starts_on, changes.details)
    before, old_place = stay.begins_on, stay.place
    _move_the_start(stay, changes.starts_on)
    change_mode(stay, changes.mode, changes.mode_since)
    for name, value in {"place": text, **plain(changes.details)}.items():
        setattr(stay, name, value)
    stay.version += 1
    stay.save()
    begin_earlier_or_later(actor, stay, before=before)
    if text != old_place:
        take_place(actor, stay, place, since=max(changes.place_since or today(), stay.begins_on))
    show_presence(stay, since=before)
    refresh([stay_id])


def _move_the_start(stay: Stay, starts_on: date) -> None:
    """A date of entry corrected; who is expected stays expected, on another day."""
    if starts_on == stay.begins_on:
        return
    gone = Absence.objects.filter(stay=stay, cancelled_at=None, starts_at__lt=at_clock(starts_on, time())).first()
    if gone is not None:
        raise Refused(f"Une absence est notée le {short(gone.starts_at)}, avant cette date. Vérifiez la date d’entrée.")
    if (same := overlapping(stay.record_id, stay.unit_id, starts_on, but=stay.pk)) and same.begins_on <= stay.begins_on:
        raise Refused(f"Cette unité l’accompagnait déjà du {short(same.begins_on)} au {short(same.ends_on)}.")
    if stay.starts_on is None:
        stay.planned_starts_on = starts_on
    elif starts_on > today():
        raise Refused("La date d’entrée est dans le futur alors que l’accompagnement a commencé. Vérifiez la date.")
    else:
        stay.starts_on = starts_on


@transaction.atomic
def end_stay(actor: Actor, record_id: UUID, stay_id: UUID, leaving: Exit, *, version: int) -> None:
    """She leaves this unit: from the day after, its team no longer opens the record."""
    alone_on(record_id)
    facts = open_record(actor, record_id, to=Right.STAY_WRITE, kind=Kind.STAY_ENDED, object_id=stay_id)
    stay = my_stay(actor, record_id, stay_id)
    leaving = unseen_exit(actor, facts, stay, leaving)
    if (stay.ends_on, stay.exit_mode, stay.destination) == (leaving.ends_on, leaving.exit_mode, leaving.destination):
        return
    if stay.version != version:
        raise Stale(who_changed(actor, record_id, Kind.STAY_CHANGED, Kind.STAY_ENDED), leave_out(actor, facts, stay))
    close_stay(actor, stay, leaving)
    mode = exit_modes().get(leaving.exit_mode)
    if mode is not None and mode.is_death:
        note_death(actor, record_id, leaving.ends_on)
    elif stay.starts_on is not None:
        left_alive(record_id, leaving.ends_on)


def close_stay(actor: Actor, stay: Stay, leaving: Exit, *, told: str = "Fin de l’accompagnement") -> None:
    """The writing of an exit, for one person or for a group that moves."""
    if stay.starts_on is not None and leaving.ends_on < stay.starts_on:
        raise Refused(f"Elle est entrée le {short(stay.starts_on)}\u00a0: la sortie ne peut pas être avant.")
    held = holds_of(stay.pk, stay.record_id, stay.unit_id, stay.begins_on)
    stay.ends_on, stay.exit_mode, stay.destination = leaving.ends_on, leaving.exit_mode, leaving.destination
    stay.version += 1
    stay.save()
    end_with_stay(stay)
    leave_place(actor, stay, last_day=leaving.ends_on)
    release_record(held, last_day=leaving.ends_on)
    follow_after(stay)
    refresh([stay.pk])
    tell(actor, stay, uuid5(stay.pk, "end"), leaving.ends_on, told)
    retell(uuid5(stay.pk, "end"), leaving.ends_on, told)  # an exit corrected, or written again after one taken back
    say("stays.ended", stay)
