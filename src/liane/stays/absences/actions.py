"""Note that somebody leaves for the hospital or the week-end, correct it, note that she is back.

Each gesture shows her presence where the teams read it, is a line of the fil, and is said to the rooms above: meals,
medication, transport, billing will stop and start again by hearing it (F-026), without being typed.
"""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.journal.kinds import Kind
from liane.kit.dates import local, short, when
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.nomenclatures.stay_lists import AbsenceMotive, absence_motives
from liane.people.actions.holding import alone_on
from liane.people.actions.identity import who_changed
from liane.people.door import open_record, opens_quietly
from liane.people.policies import may_read_addresses
from liane.stays.absences.ending import back_before_moving
from liane.stays.clocks.actions import refresh
from liane.stays.gestures import my_stay, say
from liane.stays.models import Absence, Stay
from liane.stays.presence import show_presence
from liane.stays.whereabouts import OF_ABSENCE, leave_out
from liane.timeline.actions import Announcement, amend, announce

FIL = "ABSENCE"
_CHANGES = (Kind.ABSENCE_CHANGED, Kind.ABSENCE_ENDED, Kind.ABSENCE_CANCELLED)


@dataclass(frozen=True, slots=True)
class Leave:
    """From when, why, where, expected back when, and what others must be told."""

    motive: str
    starts_at: datetime
    expected_at: datetime | None = None
    ends_at: datetime | None = None
    place: str = ""
    phone: str = ""
    kitchen: str = ""
    note: str = ""


_LEAVE = tuple(one.name for one in fields(Leave))


@transaction.atomic
def note_absence(actor: Actor, record_id: UUID, stay_id: UUID, absence_id: UUID, leave: Leave) -> None:
    """She is away, or will be. The same `absence_id` twice is once."""
    if already(Absence, absence_id, stay__record_id=record_id) and opens_quietly(actor, record_id):
        return
    alone_on(record_id)
    open_record(actor, record_id, to=Right.ABSENCE_WRITE, kind=Kind.ABSENCE_NOTED, object_id=absence_id)
    stay = my_stay(actor, record_id, stay_id, Right.ABSENCE_WRITE)
    _check(stay, leave)
    insert(
        Absence(
            id=absence_id, organization_id=stay.organization_id, stay=stay, author_id=actor.practitioner_id,
            author_name=actor.name, **_columns(leave),
        )
    )  # fmt: skip
    show_presence(stay)
    refresh([stay.pk])
    _tell(actor, stay, absence_id, leave.starts_at, motive_of(leave.motive).leaving)
    say("stays.absence_begun", stay, absence_id=absence_id)
    if leave.ends_at is not None:
        _back(actor, stay, absence_id, leave)


@transaction.atomic
def change_absence(actor: Actor, record_id: UUID, absence_id: UUID, leave: Leave, *, version: int) -> None:
    """Another hour, another motive, the expected return: what was noted is corrected, the trace says by whom."""
    alone_on(record_id)
    facts = open_record(actor, record_id, to=Right.ABSENCE_WRITE, kind=Kind.ABSENCE_CHANGED, object_id=absence_id)
    absence, stay = _absence(actor, record_id, absence_id)
    if not may_read_addresses(actor, facts):  # what she does not see, she does not erase
        leave = replace(leave, **{name: getattr(absence, name) for name in OF_ABSENCE})
    if absence.version != version:
        if _leave(absence) == leave:  # sent twice
            return
        raise Stale(who_changed(actor, record_id, *_CHANGES), leave_out(actor, facts, absence))
    _check(stay, leave, but=absence_id)
    was_back = absence.ends_at is not None
    _write(absence, leave)
    show_presence(stay)
    refresh([stay.pk])
    title = motive_of(leave.motive).leaving
    amend(FIL, absence_id, title=title, body="", level=0, happened_at=min(leave.starts_at, timezone.now()))
    say("stays.absence_changed", stay, absence_id=absence_id)
    if leave.ends_at is not None and not was_back:
        back_before_moving(absence)
        _back(actor, stay, absence_id, leave)


@transaction.atomic
def note_return(actor: Actor, record_id: UUID, absence_id: UUID, ends_at: datetime, *, version: int) -> None:
    """She is back. After the hospital or a fugue, a note is asked (`stays.absence_ended`)."""
    alone_on(record_id)
    open_record(actor, record_id, to=Right.ABSENCE_WRITE, kind=Kind.ABSENCE_ENDED, object_id=absence_id)
    absence, stay = _absence(actor, record_id, absence_id)
    if absence.ends_at == ends_at:
        return
    if absence.version != version or absence.ends_at is not None:
        raise Stale(who_changed(actor, record_id, *_CHANGES), absence)
    leave = replace(_leave(absence), ends_at=ends_at)
    _check(stay, leave, but=absence_id)
    _write(absence, leave)
    back_before_moving(absence)
    show_presence(stay)
    refresh([stay.pk])
    _back(actor, stay, absence_id, leave)


@transaction.atomic
def cancel_absence(actor: Actor, record_id: UUID, absence_id: UUID, reason: str, *, version: int) -> None:
    """Noted by mistake: the line stays, struck, with its reason; nobody was ever away."""
    alone_on(record_id)
    facts = open_record(actor, record_id, to=Right.ABSENCE_WRITE, kind=Kind.ABSENCE_CANCELLED, object_id=absence_id)
    absence, stay = _absence(actor, record_id, absence_id, even_cancelled=True)
    if absence.cancelled_at is not None:
        return
    if absence.version != version:
        raise Stale(who_changed(actor, record_id, *_CHANGES), absence)
    absence.cancelled_at, absence.cancel_reason = timezone.now(), reason
    absence.version += 1
    absence.save()
    show_presence(stay)
    refresh([stay.pk])
    why = "" if facts.is_protected else f", {reason}"  # it may say where she is
    title = f"{motive_of(absence.motive).leaving}\u00a0: annulé{why}"
    amend(FIL, absence_id, title=title, body="", level=0, happened_at=min(absence.starts_at, timezone.now()))
    say("stays.absence_cancelled", stay, absence_id=absence_id)


def motive_of(code: str) -> AbsenceMotive:
    """The motive of the list; the plainest one for a code that the list no longer has."""
    return absence_motives().get(code) or absence_motives()["OTHER"]


def _absence(actor: Actor, record_id: UUID, absence_id: UUID, *, even_cancelled: bool = False) -> tuple[Absence, Stay]:
    found = Absence.objects.select_for_update().filter(pk=absence_id, stay__record_id=record_id).first()
    if found is None or (found.cancelled_at is not None and not even_cancelled):
        raise NotVisible(Refusal(record_id, Right.ABSENCE_WRITE, "Pas d’absence à cette adresse"), actor)
    return found, my_stay(actor, record_id, found.stay_id, Right.ABSENCE_WRITE)


def _check(stay: Stay, leave: Leave, but: UUID | None = None) -> None:
    """Hours that cannot be: a clear sentence, and nothing is written."""
    day = local(leave.starts_at).date()
    if stay.starts_on is None or day < stay.starts_on:
        raise Refused(
            f"Ce jour-là, elle n’était pas encore entrée (le {short(stay.begins_on)}). Vérifiez la date de départ."
        )
    if stay.ends_on is not None and day > stay.ends_on:
        raise Refused(f"L’accompagnement se termine le {short(stay.ends_on)}. Vérifiez la date de départ.")
    for moment, word in ((leave.ends_at, "Le retour"), (leave.expected_at, "Le retour attendu")):
        if moment is not None and moment < leave.starts_at:
            raise Refused(f"{word} est avant le départ. Vérifiez les dates et les heures.")
    if leave.ends_at is not None and leave.ends_at > timezone.now() + timedelta(minutes=5):
        raise Refused("Ce retour est à venir. Écrivez-le comme «\u00a0retour attendu\u00a0».")
    for other in Absence.objects.filter(stay=stay, cancelled_at=None).exclude(pk=but):
        begins_before = leave.ends_at is None or other.starts_at < leave.ends_at
        if begins_before and (other.ends_at is None or other.ends_at > leave.starts_at):
            raise Refused(
                f"Une absence est déjà notée depuis {when(other.starts_at)}. Notez d’abord le retour, ou corrigez-la."
            )


def _write(absence: Absence, leave: Leave) -> None:
    for name, value in _columns(leave).items():
        setattr(absence, name, value)
    absence.version += 1
    absence.save()


def _columns(leave: Leave) -> dict[str, Any]:
    return {name: getattr(leave, name) for name in _LEAVE}


def _leave(absence: Absence) -> Leave:
    return Leave(**{name: getattr(absence, name) for name in _LEAVE})


def _back(actor: Actor, stay: Stay, absence_id: UUID, leave: Leave) -> None:
    motive = motive_of(leave.motive)
    ends_at = leave.ends_at or timezone.now()
    _tell(actor, stay, uuid5(absence_id, "back"), ends_at, motive.back)
    say(
        "stays.absence_ended", stay, absence_id=absence_id, unit_id=stay.unit_id, motive=motive.code,
        asks_note="oui" if motive.asks_note else "", author_id=actor.practitioner_id,
    )  # fmt: skip


def _tell(actor: Actor, stay: Stay, source_id: UUID, moment: datetime, title: str) -> None:
    happened_at = min(moment, timezone.now())
    announce(actor, Announcement(stay.record_id, stay.unit_id, Volet.SUPPORT, FIL, source_id, happened_at, title))
