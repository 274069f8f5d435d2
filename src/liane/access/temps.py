"""Somebody for one night: an account of her own, one unit, an end hour that each request checks (UX-29, ux §9).

Opened by who answers for the unit, not only by the management: at eight in the evening the management is at home.
She gives one role only, that of a replacement, and only where she holds this right herself.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import TEMP_ROLE, Actor
from liane.access.enums import Right
from liane.access.houses import Newcomer, bring_in_checked, give_checked
from liane.access.models import Role
from liane.kit.dates import at_clock, local, today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.text import fold
from liane.organizations.models import Shift
from liane.professionals.models import Account, Practitioner, PractitionerRole

LONGEST = timedelta(hours=16)
_USUAL_END = time(7)
_WORTH_IT = timedelta(hours=2)
_ALREADY = timedelta(minutes=1)  # the clock of the database may be a little behind: she must not wait outside
_REMEMBERED = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class TempNight:
    """Who comes, where, until which hour of the clock."""

    first_name: str
    last_name: str
    profession: str
    unit_id: UUID
    until: time


def next_clock(clock: time, *, after: datetime | None = None) -> datetime:
    """The next moment when the clock of the house shows this hour: at 21 h, «7 h» is tomorrow morning."""
    now = after or timezone.now()
    tonight = at_clock(today(), clock)
    return tonight if tonight > now else at_clock(today() + timedelta(days=1), clock)


def usual_end(unit_id: UUID | None) -> time:
    """From noon on, the end of the night of the unit; before, the end of the shift that runs (if two hours of it are left)."""
    shifts = list(Shift.objects.filter(unit_id=unit_id).values_list("starts", "ends")) if unit_id else []
    now = timezone.now()
    nights = [ends for starts, ends in shifts if ends <= starts and next_clock(ends) - now <= LONGEST]
    if nights and local(now).hour >= 12:
        return nights[0]
    coming = sorted((next_clock(ends), ends) for _, ends in shifts)
    within = [ends for at, ends in coming if _WORTH_IT <= at - now <= LONGEST]
    return within[0] if within else _USUAL_END


def _end(actor: Actor, unit_id: UUID, until: time) -> datetime:
    """The end hour, checked: where she holds the right, and one night only."""
    if actor.look or not actor.may(Right.TEMP_OPEN, unit_id):
        raise NotVisible(Refusal(None, Right.TEMP_OPEN, "Ne tient pas l’équipe de cette unité"), actor)
    if not Role.objects.filter(code=TEMP_ROLE, retired_at=None).exists():
        raise Refused("Le rôle « Intérimaire, remplaçant » a été retiré. Demandez à la direction.")
    ends_at = next_clock(until)
    if ends_at - timezone.now() > LONGEST:
        raise Refused("Un accès pour une nuit dure seize heures au plus. Au-delà, la direction donne un poste daté.")
    return ends_at


def _login(first_name: str, last_name: str) -> str:
    """«lea.martin», «lea.martin2»: easy to say on the telephone."""
    parts = ("-".join(fold(part).lower().split())[:60].strip("-") for part in (first_name, last_name))
    name = ".".join(part for part in parts if part) or "remplacant"  # names that our alphabet does not write
    taken = {login.lower() for login in Account.objects.filter(login__istartswith=name).values_list("login", flat=True)}
    return next(login for number in range(1, 10_000) if (login := f"{name}{number if number > 1 else ''}") not in taken)


@transaction.atomic
def open_temp(actor: Actor, practitioner_id: UUID, night: TempNight, password: str) -> tuple[Practitioner, datetime]:
    """An account for somebody who has never come. Sent twice, it is opened once."""
    ends_at = _end(actor, night.unit_id, night.until)
    known = Practitioner.objects.filter(pk=practitioner_id, organization_id=actor.organization_id).first()
    if known is not None:
        return known, ends_at
    newcomer = Newcomer(
        night.first_name, night.last_name, night.profession, _login(night.first_name, night.last_name), TEMP_ROLE,
        unit_id=night.unit_id, starts_at=timezone.now() - _ALREADY, ends_at=ends_at,
    )  # fmt: skip
    return bring_in_checked(actor, practitioner_id, newcomer, password), ends_at


@transaction.atomic
def call_back(actor: Actor, practitioner_id: UUID, post_id: UUID, unit_id: UUID, until: time) -> PractitionerRole:
    """One more night for somebody who has already come: her account, her password, another end hour."""
    ends_at = _end(actor, unit_id, until)
    practitioner = next((p for p in already_came(actor) if p.pk == practitioner_id), None)
    if practitioner is None:
        raise Refused("Cette personne n’est jamais venue ici. Écrivez son nom.")
    newcomer = Newcomer(
        "", "", "", "", TEMP_ROLE, unit_id=unit_id, starts_at=timezone.now() - _ALREADY, ends_at=ends_at
    )
    return give_checked(actor, practitioner, post_id, newcomer)


def already_came(actor: Actor) -> list[Practitioner]:
    """Those who replaced somebody in her units within the year, by name."""
    units = sorted(actor.units_with(Right.TEMP_OPEN))
    lately = timezone.now() - _REMEMBERED
    posts = PractitionerRole.objects.filter(
        organization_id=actor.organization_id, role_code=TEMP_ROLE, unit_id__in=units, ends_at__gt=lately
    )
    people = Practitioner.objects.filter(pk__in=posts.values("practitioner_id"), account__is_active=True)
    return list(people.order_by("last_name", "first_name")[:50])
