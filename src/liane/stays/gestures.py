"""What every gesture on a stay shares: find it, refuse days that cannot be, tell the fil and the rooms above."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right, Volet
from liane.kit.dates import at_clock, short, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.events import emit
from liane.people.facts import RecordFacts
from liane.people.queries.subjects import born_on
from liane.stays.given import Details
from liane.stays.models import Stay
from liane.timeline.actions import Announcement, amend, announce


def my_stay(actor: Actor, record_id: UUID, stay_id: UUID, right: str = Right.STAY_WRITE) -> Stay:
    """A stay of this record in one of the units where she has the right; the door must have been opened."""
    found = Stay.objects.select_for_update().filter(pk=stay_id, record_id=record_id).first()
    if found is None or not actor.may(right, found.unit_id):
        raise NotVisible(Refusal(record_id, right, "Pas d’accompagnement de cette unité"), actor)
    return found


def check_days(actor: Actor, record_id: UUID, facts: RecordFacts | None, starts_on: date, details: Details) -> None:
    """Days that cannot be: a clear sentence, and nothing is written."""
    born = facts.person.birth_date if facts else born_on(record_id)
    if born is not None and starts_on < born:
        raise Refused(f"Cette date est avant sa naissance, le {short(born)}. Vérifiez la date d’entrée.")
    if details.planned_ends_on is not None and details.planned_ends_on < starts_on:
        raise Refused("La sortie prévue est avant l’entrée. Vérifiez les dates.")
    if (
        details.contract_signed_on
        and details.contract_given_on
        and details.contract_signed_on < details.contract_given_on
    ):
        raise Refused("Le contrat est signé avant d’avoir été remis. Vérifiez les dates.")


def tell(actor: Actor, stay: Stay, source_id: UUID, on: date, title: str, *, kind: str = "STAY") -> None:
    """The fil of the record says it, on its day."""
    announce(actor, Announcement(stay.record_id, stay.unit_id, Volet.SUPPORT, kind, source_id, _moment(on), title))


def retell(source_id: UUID, on: date, title: str) -> None:
    """The line that was told says what is true now, on its day."""
    amend("STAY", source_id, title=title, body="", level=0, happened_at=_moment(on))


def _moment(on: date) -> datetime:
    now = timezone.now()
    return now if on == today() else min(at_clock(on, time(12)), now)


def say(name: str, stay: Stay, **more: Any) -> None:
    """The rooms above hear it: identifiers only."""
    emit(name, organization_id=stay.organization_id, stay_id=stay.pk, record_id=stay.record_id, **more)
