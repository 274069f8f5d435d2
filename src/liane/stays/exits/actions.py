"""Take back an exit: what it closed is open again, when nothing has followed it."""

from datetime import date
from uuid import UUID, uuid5

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import short, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.nomenclatures.stay_lists import MOVE, NEVER_CAME, exit_modes
from liane.people.actions.death import take_back_death
from liane.people.actions.holding import alone_on, hold_again, holds_of, release_record
from liane.people.actions.identity import who_changed
from liane.people.door import open_after_exit, opens_quietly
from liane.people.facts import RecordFacts
from liane.stays.absences.ending import begin_again_with_stay, end_with_stay
from liane.stays.clocks.actions import refresh
from liane.stays.following.actions import follow_after
from liane.stays.gestures import retell, say, tell
from liane.stays.models import FollowUp, RetentionCase, Stay
from liane.stays.places.actions import keep_place, leave_place
from liane.stays.presence import show_presence

WHY = "Sortie notée par erreur"


def open_left(actor: Actor, stay: Stay, *, kind: Kind) -> RecordFacts:
    """The door of a record that an exit may have closed: for the unit that she left, who only reads the name."""
    return open_after_exit(actor, stay.record_id, unit_id=stay.unit_id, kind=kind, object_id=stay.pk, reason=WHY)


@transaction.atomic
def take_back_exit(actor: Actor, record_id: UUID, stay_id: UUID, reason: str, *, version: int) -> None:
    """She had not left. Refused in words when something came after; sent twice is once."""
    alone_on(record_id)
    stay = Stay.objects.select_for_update().filter(pk=stay_id, record_id=record_id).first()
    if stay is None or not actor.may(Right.STAY_WRITE, stay.unit_id):
        raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Pas d’accompagnement de cette unité"), actor)
    if stay.ends_on is None:
        if not opens_quietly(actor, record_id):
            raise NotVisible(Refusal(record_id, Right.STAY_WRITE, "Pas de sortie à reprendre"), actor)
        return
    open_left(actor, stay, kind=Kind.STAY_END_TAKEN_BACK)
    if stay.version != version:
        raise Stale(who_changed(actor, record_id, Kind.STAY_ENDED, Kind.STAY_CHANGED), stay)
    if said := what_followed(stay):
        raise Refused(said)
    left_on, mode = stay.ends_on, exit_modes().get(stay.exit_mode)
    if mode is not None and mode.is_death and not _dies_elsewhere(stay, left_on):
        take_back_death(actor, record_id, left_on)
    done, mistaken = f"Sortie du {short(left_on)} reprise", "Sortie notée par erreur"
    if (after := _after(stay)) is not None:
        done, mistaken = f"Changement d’unité du {short(after.begins_on)} annulé", "Changement d’unité annulé"
        _never_moved(actor, after, reason)
    _open_again(actor, stay, left_on)
    retell(uuid5(stay.pk, "end"), left_on, f"{mistaken}\u00a0: {reason}")
    tell(actor, stay, back_line(stay.pk, stay.version), today(), f"{done}\u00a0: {reason}")
    say("stays.end_taken_back", stay)


def back_line(stay_id: UUID, version: int) -> UUID:
    """Under which identifier the fil says it, once for each exit taken back."""
    return uuid5(stay_id, f"end taken back {version}")


def what_followed(stay: Stay) -> str:
    """Why this exit can no longer be taken back, in a sentence; empty when nothing came after it."""
    if stay.exit_mode == NEVER_CAME and stay.follows_id is not None:
        return "Ce changement d’unité a été annulé avant son jour. Notez-en plutôt un autre."
    after = _after(stay)
    if (stay.exit_mode == MOVE and after is None) or (after is not None and after.begins_on <= today()):
        return "Elle a changé d’unité ce jour-là, et un autre accompagnement a suivi. Changez-la plutôt d’unité de nouveau."
    here = Stay.objects.filter(record_id=stay.record_id, unit_id=stay.unit_id).exclude(pk=stay.pk)
    back = [one for one in here.exclude(exit_mode=NEVER_CAME) if one.begins_on > stay.begins_on]
    if back:
        again = min(one.begins_on for one in back)
        return f"Cette unité l’accompagne de nouveau depuis le {short(again)}. Corrigez plutôt cet accompagnement."
    said = FollowUp.objects.filter(stay=stay, done_on__isnull=False).order_by("done_on").first()
    if said is not None:
        return f"Ce qu’elle devient a été noté le {short(said.done_on)}. Ouvrez plutôt un nouvel accompagnement."
    return ""


def _after(stay: Stay) -> Stay | None:
    """The stay of the next unit, when she changed or is about to."""
    return Stay.objects.filter(follows=stay).exclude(exit_mode=NEVER_CAME).order_by("-pk").first()


def _never_moved(actor: Actor, after: Stay, reason: str) -> None:
    """A change of unit written in advance is given up before its day: the next unit no longer expects her."""
    held = holds_of(after.pk, after.record_id, after.unit_id, after.begins_on)
    after.planned_starts_on, after.starts_on = after.starts_on, None
    after.ends_on, after.exit_mode = today(), NEVER_CAME
    after.version += 1
    after.save()
    end_with_stay(after)
    leave_place(actor, after, last_day=today())
    release_record(held, last_day=today())
    retell(after.pk, today(), f"Changement d’unité annulé\u00a0: {reason}")
    say("stays.ended", after)


def _dies_elsewhere(stay: Stay, died_on: date) -> bool:
    """Another stay says that she died that day: her identity keeps saying it."""
    deaths = [code for code, mode in exit_modes().items() if mode.is_death]
    others = Stay.objects.filter(record_id=stay.record_id, exit_mode__in=deaths, ends_on=died_on)
    return others.exclude(pk=stay.pk).exists()


def _open_again(actor: Actor, stay: Stay, left_on: date) -> None:
    """What `stays.actions.close_stay` closed, in the same order."""
    held = holds_of(stay.pk, stay.record_id, stay.unit_id, stay.begins_on)
    stay.ends_on, stay.exit_mode, stay.destination = None, "", ""
    stay.version += 1
    stay.save()
    begin_again_with_stay(stay, left_on)
    keep_place(actor, stay, left_on)
    hold_again(held)
    follow_after(stay)
    show_presence(stay)
    refresh([stay.pk])
    RetentionCase.objects.filter(record_id=stay.record_id).delete()  # counted anew each night
