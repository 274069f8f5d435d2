"""The day on which she died, said once: by her identity, or by the end of the stay during which she died."""

from datetime import date
from uuid import UUID

from liane.access.actor import Actor
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.dates import short, today
from liane.kit.door import Refused
from liane.people.models import Person


def left_alive(record_id: UUID, ends_on: date) -> None:
    """Nobody leaves after her death for somewhere else: the two dates cannot both be true."""
    died = Person.objects.filter(record__pk=record_id).values_list("death_date", flat=True).first()
    if died is not None and died < ends_on:
        raise Refused(
            f"Sa fiche dit un décès le {short(died)}, avant cette sortie. Vérifiez la date et la façon de partir."
        )


def note_death(actor: Actor, record_id: UUID, died_on: date) -> None:
    """She died on that day, which her identity says from now on; another day already written is shown, never replaced.

    The record is locked and its door open: the gesture that ends her stay calls this in its own transaction.
    """
    if died_on > today():
        raise Refused("Un décès ne s’écrit pas à l’avance. Vérifiez la date.")
    person = Person.objects.select_for_update().get(record__pk=record_id)
    if person.death_date == died_on:
        return
    if person.death_date is not None:
        raise Refused(
            f"Sa fiche d’identité dit un décès le {short(person.death_date)}. Vérifiez la date, ou corrigez d’abord sa fiche."
        )
    person.death_date = died_on
    person.version += 1
    person.save(update_fields=["death_date", "version", "changed_at"])
    trace(
        actor,
        Kind.RECORD_CHANGED,
        record_id=record_id,
        object_id=person.pk,
        reason="Décès, dit à la fin de l’accompagnement",
    )


def take_back_death(actor: Actor, record_id: UUID, died_on: date) -> None:
    """The exit that said it was a mistake: her identity no longer says that she died that day. Another day is left alone."""
    person = Person.objects.select_for_update().get(record__pk=record_id)
    if person.death_date != died_on:
        return
    person.death_date = None
    person.version += 1
    person.save(update_fields=["death_date", "version", "changed_at"])
    why = "Décès repris avec la sortie notée par erreur"
    trace(actor, Kind.RECORD_CHANGED, record_id=record_id, object_id=person.pk, reason=why)
