"""Take a place, change it, leave it: the lines of `Occupation` follow the stay, and the database refuses two in one bed."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from liane.access.actor import Actor
from liane.kit.dates import short
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.organizations.models import Place
from liane.people.models import Record
from liane.stays.models import Occupation, Stay


def take_place(actor: Actor, stay: Stay, place: Place | None, *, since: date) -> None:
    """From that day the stay holds this place, and no longer the one before. The same place again changes nothing."""
    held = Occupation.objects.filter(stay=stay).order_by("-starts_on").first()
    if held is not None and held.place_id == getattr(place, "pk", None) and held.ends_on == stay.ends_on:
        return
    if held is not None and (held.ends_on is None or held.ends_on >= since):
        if held.starts_on >= since:
            held.delete()
        else:
            held.ends_on = since - timedelta(days=1)
            held.save()
    if place is not None:
        _hold(actor, place, Occupation(
            id=uuid7(), organization_id=stay.organization_id, stay=stay, place=place, starts_on=since, ends_on=stay.ends_on,
        ))  # fmt: skip


def begin_earlier_or_later(actor: Actor, stay: Stay, *, before: date) -> None:
    """The first day of the stay was corrected: the first place is held from the new one."""
    first = Occupation.objects.filter(stay=stay).select_related("place").order_by("starts_on").first()
    if first is None or first.starts_on != before:
        return
    if first.ends_on is not None and first.ends_on < stay.begins_on:
        raise Refused(
            f"La place {first.place.name} a été quittée le {short(first.ends_on)}. Vérifiez la date d’entrée."
        )
    first.starts_on = stay.begins_on
    _hold(actor, first.place, first)


def leave_place(actor: Actor, stay: Stay, *, last_day: date) -> None:
    """She leaves: nothing is held after that day; a place that she would have taken later is free again."""
    Occupation.objects.filter(stay=stay, starts_on__gt=last_day).delete()
    for held in Occupation.objects.filter(stay=stay).select_related("place").order_by("-starts_on")[:1]:
        held.ends_on = last_day
        _hold(actor, held.place, held)


def keep_place(actor: Actor, stay: Stay, left_on: date) -> None:
    """She had not left: the place that her exit freed is hers, unless somebody has taken it since."""
    held = Occupation.objects.filter(stay=stay, ends_on=left_on).select_related("place").order_by("-starts_on").first()
    if held is not None:
        held.ends_on = None
        _hold(actor, held.place, held, "Libérez d’abord cette place.")


def _hold(actor: Actor, place: Place, line: Occupation, advice: str = "Choisissez une autre place.") -> None:
    """Write the line; the refusal of the database becomes a sentence, which names only whom the actor may know."""
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as problem:
        if "place_taken" not in str(problem):
            raise
        raise Refused(f"{_taken(actor, place, line)} {advice}") from problem


def _taken(actor: Actor, place: Place, line: Occupation) -> str:
    there = Occupation.objects.filter(place=place).exclude(pk=line.pk).exclude(ends_on__lt=line.starts_on)
    if line.ends_on is not None:
        there = there.filter(starts_on__lte=line.ends_on)
    other = there.select_related("stay").order_by("starts_on").first()
    if other is None:
        return f"{place.name} n’est pas libre à ces dates."
    until = f"jusqu’au {short(other.ends_on)}" if other.ends_on else f"depuis le {short(other.starts_on)}"
    return f"{place.name} est occupée par {_named(actor, other.stay.record_id)} {until}."


def _named(actor: Actor, record_id: UUID) -> str:
    known = Record.objects.visible_to(actor).filter(pk=record_id).select_related("person").first()
    return known.person.full_name if known is not None else "quelqu’un d’autre"
