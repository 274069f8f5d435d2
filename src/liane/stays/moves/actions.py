"""Somebody, or a whole group, changes unit on a date: one gesture, all or nothing, traced for each.

The stay of the first unit ends the evening before, another begins that day and follows it: the record opens to the new
team by the same rule as always, and closes to the old one. An absence that runs goes on in the new unit.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import at_clock, short, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.once import already
from liane.kit.text import of
from liane.nomenclatures.stay_lists import MOVE
from liane.organizations.models import Unit
from liane.people.actions.holding import alone_on
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.stays.absences.ending import carried_on
from liane.stays.actions import close_stay, overlapping, write_stay
from liane.stays.clocks.actions import refresh
from liane.stays.following.actions import follow_after
from liane.stays.gestures import my_stay, say
from liane.stays.given import Details, Exit, Opening
from liane.stays.models import Absence, Stay
from liane.stays.modes import carry_modes
from liane.stays.presence import show_presence


@dataclass(frozen=True, slots=True)
class Mover:
    """One person of a move: her stay, and the place she takes over there."""

    record_id: UUID
    stay_id: UUID
    place: str = ""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where they go, and from which day they are there."""

    unit_id: UUID
    on: date


@transaction.atomic
def move_people(actor: Actor, move_id: UUID, movers: Sequence[Mover], to: Destination) -> int:
    """Move them all, or nobody: the first thing that cannot be is said with the name of the person. Gives how many moved.

    Everybody leaves before anybody arrives, so that two persons may exchange their places. The same `move_id` twice is once.
    """
    unit = Unit.objects.filter(pk=to.unit_id, is_open=True).select_related("facility").first()
    if unit is None or not actor.may(Right.STAY_WRITE, to.unit_id):
        raise NotVisible(Refusal(None, Right.STAY_WRITE, "N’ouvre pas d’accompagnement dans cette unité"), actor)
    if not movers:
        raise Refused("Cochez au moins une personne.")
    todo = [one for one in movers if not already(Stay, _next_id(move_id, one), record_id=one.record_id)]
    left = [_leave(actor, one, unit, to.on) for one in sorted(todo, key=lambda one: one.record_id)]
    for one, facts, stay, away in left:
        _arrive(actor, _next_id(move_id, one), one, facts, stay, away, unit, to.on)
    return len(left)


def moved_before(move_id: UUID, ticked: Iterable[str]) -> bool:
    """Was this very gesture received before? Those who moved are no longer in the list of their old unit."""
    new = [uuid5(move_id, stay_id) for stay_id in ticked]
    return bool(new) and Stay.objects.filter(pk__in=new).count() == len(new)


def _next_id(move_id: UUID, one: Mover) -> UUID:
    return uuid5(move_id, str(one.stay_id))


Left = tuple[Mover, RecordFacts, Stay, list[Absence]]


def _leave(actor: Actor, one: Mover, unit: Unit, on: date) -> Left:
    """The door, what cannot be, and the end of the first stay."""
    alone_on(one.record_id)
    facts = open_record(
        actor, one.record_id, to=Right.STAY_WRITE, kind=Kind.STAY_MOVED, object_id=one.stay_id, unit=unit.pk
    )
    stay = my_stay(actor, one.record_id, one.stay_id)
    who = facts.person.full_name
    if stay.unit_id == unit.pk:
        raise Refused(f"{who} est déjà dans cette unité.")
    if stay.starts_on is None or stay.starts_on >= on:
        raise Refused(f"{who} n’est pas encore là ce jour-là (entrée le {short(stay.begins_on)}). Vérifiez la date.")
    if stay.ends_on is not None and stay.ends_on < on:
        raise Refused(f"{who} est parti(e) le {short(stay.ends_on)}. Vérifiez la date.")
    if (same := overlapping(one.record_id, unit.pk, on)) is not None:
        raise Refused(f"{who} est déjà accompagné(e) par cette unité depuis le {short(same.begins_on)}.")
    away = list(Absence.objects.filter(stay=stay, ends_at=None, cancelled_at=None))
    leaving = Exit(on - timedelta(days=1), MOVE, "" if unit.facility.is_discreet else unit.name)
    words = _told(on, "" if unit.facility.is_discreet else f"départ vers {unit.name}")
    _say_who(who, lambda: close_stay(actor, stay, leaving, told=words))
    return one, facts, stay, away


def _arrive(
    actor: Actor, stay_id: UUID, one: Mover, facts: RecordFacts, before: Stay, away: list[Absence], unit: Unit, on: date
) -> None:
    """The stay that follows, with what goes on: the contract inside one facility, the absence that runs."""
    old = Unit.objects.select_related("facility").get(pk=before.unit_id)
    same_house = old.facility_id == unit.facility_id
    details = Details(
        entry_mode=MOVE, origin="" if old.facility.is_discreet else old.name,
        admitted_on=before.admitted_on if same_house else None,
        planned_ends_on=before.planned_ends_on if before.planned_ends_on and before.planned_ends_on >= on else None,
        is_sequential=before.is_sequential, contract_kind=before.contract_kind if same_house else "",
        contract_given_on=before.contract_given_on if same_house else None,
        contract_signed_on=before.contract_signed_on if same_house else None,
    )  # fmt: skip
    words = _told(on, "" if old.facility.is_discreet else f"arrivée {of(old.name)}")
    opening = Opening(unit.pk, on, one.place, before.mode, details)
    _say_who(
        facts.person.full_name,
        lambda: write_stay(actor, facts, one.record_id, stay_id, opening, follows=before, told=words),
    )
    stay = Stay.objects.get(pk=stay_id)
    carry_modes(before, stay)
    for absence in away:
        _goes_on(absence, stay, on)
    follow_after(before)
    refresh([stay.pk])
    show_presence(stay)
    say("stays.moved", stay, from_stay_id=before.pk)


def _told(on: date, where: str) -> str:
    """«Changement d’unité : départ vers Acacia», «Changement d’unité prévu le 05/12/2026 : …» as long as the day is to come."""
    what = f"Changement d’unité prévu le {short(on)}" if on > today() else "Changement d’unité"
    return f"{what}\u00a0: {where}" if where else what


def _goes_on(absence: Absence, stay: Stay, on: date) -> None:
    begins = max(absence.starts_at, at_clock(on, time()))
    Absence.objects.create(
        id=carried_on(stay.pk, absence.pk), organization_id=stay.organization_id, stay=stay, motive=absence.motive,
        starts_at=begins, expected_at=absence.expected_at, place=absence.place, phone=absence.phone,
        kitchen=absence.kitchen, note=absence.note, author_id=absence.author_id, author_name=absence.author_name,
    )  # fmt: skip


def _say_who(who: str, gesture: Callable[[], object]) -> None:
    """A refusal about one person of a group names her."""
    try:
        gesture()
    except Refused as problem:
        raise Refused(f"{who}\u00a0: {problem}") from problem
