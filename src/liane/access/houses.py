"""Gestures on the house itself: found it, open its facilities and units, bring in its team. Checked, traced, dated."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Greatest

from liane.access.actor import Actor
from liane.access.decisions import decided
from liane.access.enums import Right
from liane.access.models import PostDecision, Role
from liane.access.queries import managed_by
from liane.access.roles import default_roles
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.dates import at_clock, today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.ids import uuid7
from liane.kit.once import insert
from liane.kit.tenancy import acting_for
from liane.kit.text import fold
from liane.organizations import actions as places
from liane.organizations.models import Facility, Organization, Unit
from liane.professionals import actions as team
from liane.professionals.models import Account, Practitioner, PractitionerRole
from liane.professionals.sessions import end_all


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes to work: her name, her trade, her login, and her first post. `known_id`: she came with the house, without her
    account; what she wrote, and whom she follows, is hers again."""

    first_name: str
    last_name: str
    profession: str
    login: str
    role_code: str
    facility_id: UUID | None = None
    unit_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    known_id: UUID | None = None


def _may_manage(actor: Actor, *, facility_id: UUID | None = None, unit_id: UUID | None = None) -> None:
    """In this place (the whole organisme when none is named): who keeps one facility gives no key of another."""
    if not actor.may(Right.HOUSE_MANAGE) or not managed_by(actor).covers(facility_id, unit_id):
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Ne tient pas les lieux et l’équipe"), actor)


@transaction.atomic
def found_house(
    actor: Actor, organization_id: UUID, *, name: str, finess_ej: str, director: Newcomer, password: str
) -> Organization:
    """A new organisme with its proposed roles and its first director. Only whoever administers the instance, who then
    sees nothing of it: he founds, he does not enter (CNIL 2023-095, séparation des pouvoirs)."""
    if not actor.is_instance_admin:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "N’administre pas l’instance"), actor)
    with acting_for(organization_id):
        known = Organization.objects.filter(pk=organization_id).first()
        if known is not None:
            return known
        house = places.found_organization(organization_id, name=name, finess_ej=finess_ej)
        propose_roles(house.pk)
        _bring_in(house.pk, organization_id, director, password)
        decided(actor, organization_id, house.pk, PostDecision.Kind.GIVEN)
        trace(replace(actor, organization_id=house.pk), Kind.HOUSE_FOUNDED, object_id=house.pk)
    return house


def propose_roles(organization_id: UUID) -> None:
    """An organisme that has just been opened has the proposed roles; its direction changes them."""
    Role.objects.bulk_create(
        Role(
            organization_id=organization_id, code=role.code, label=role.label, short=role.short, family=role.family,
            rights=list(role.rights), reads=list(role.reads), writes=list(role.writes),
        )
        for role in default_roles()
    )  # fmt: skip


@transaction.atomic
def open_facility(
    actor: Actor, facility_id: UUID, *, name: str, pack: str, finess_et: str, category: str, is_discreet: bool
) -> Facility:
    """An établissement or service of the actor's organisme."""
    _may_manage(actor)
    organization_id = _organization(actor)
    facility = places.open_facility(
        organization_id, facility_id, name=name, pack=pack, finess_et=finess_et, category=category,
        is_discreet=is_discreet,
    )  # fmt: skip
    trace(actor, Kind.FACILITY_OPENED, object_id=facility.pk)
    return facility


@transaction.atomic
def open_unit(actor: Actor, facility_id: UUID, unit_id: UUID, *, name: str, places_count: int) -> Unit:
    """A unit, with the shifts and places usual in its sector."""
    _may_manage(actor, facility_id=facility_id)
    facility = Facility.objects.filter(pk=facility_id).first()
    if facility is None:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Cet établissement n’existe pas dans son organisme"), actor)
    unit = places.open_unit(facility, unit_id, name=name, places=places_count)
    trace(actor, Kind.UNIT_OPENED, object_id=unit.pk)
    return unit


@transaction.atomic
def set_shifts(actor: Actor, unit_id: UUID, shifts: list[tuple[str, time, time]], *, seen: str) -> Unit:
    """When the teams of a unit hand over. Hours that a colleague wrote meanwhile are shown, never overwritten."""
    _may_manage(actor, unit_id=unit_id)
    unit = Unit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Cette unité n’existe pas dans son organisme"), actor)
    now = places.shifts_now(unit)
    if places.shifts_version(now) not in (seen, places.shifts_version(shifts)):
        raise Stale("Un collègue a modifié ces horaires entre-temps. Voici les deux versions\u00a0: choisissez.", now)
    places.set_shifts(unit, shifts)
    trace(actor, Kind.SHIFTS_CHANGED, object_id=unit.pk)
    return unit


@transaction.atomic
def bring_in(actor: Actor, practitioner_id: UUID, newcomer: Newcomer, password: str) -> Practitioner:
    """Somebody new in the team: an account, a professional, a first dated post."""
    _may_manage(actor, facility_id=newcomer.facility_id, unit_id=newcomer.unit_id)
    if newcomer.known_id is not None:
        _may_manage(actor)  # her writings are of every unit: only who keeps the whole organisme gives them back
    return bring_in_checked(actor, newcomer.known_id or practitioner_id, newcomer, password)


def bring_in_checked(actor: Actor, practitioner_id: UUID, newcomer: Newcomer, password: str) -> Practitioner:
    """The same for a caller that has checked its own right (`temps`). Sent twice, she comes once."""
    known = Practitioner.objects.filter(pk=practitioner_id).first()
    if known is not None and (newcomer.known_id is None or _login_of(known) == newcomer.login):
        return known
    practitioner = _bring_in(_organization(actor), practitioner_id, newcomer, password)
    decided(actor, practitioner_id, practitioner.organization_id, PostDecision.Kind.GIVEN)
    trace(actor, Kind.ACCOUNT_OPENED, object_id=practitioner.pk)
    return practitioner


def _login_of(practitioner: Practitioner) -> str:
    return practitioner.account.login if practitioner.account else ""


def _bring_in(organization_id: UUID, practitioner_id: UUID, newcomer: Newcomer, password: str) -> Practitioner:
    account = team.open_account(newcomer.login, password)
    practitioner = Practitioner(
        id=practitioner_id, organization_id=organization_id, account=account, first_name=newcomer.first_name,
        last_name=newcomer.last_name, profession=newcomer.profession,
    )  # fmt: skip
    if newcomer.known_id is None:
        insert(practitioner)
    else:
        practitioner = _given_back(newcomer.known_id, account)
    _give(practitioner, practitioner_id, newcomer)
    return practitioner


def _given_back(practitioner_id: UUID, account: Account) -> Practitioner:
    """Somebody who came with the house, under the name that her writings bear."""
    practitioner = Practitioner.objects.select_for_update().filter(pk=practitioner_id, account=None).first()
    if practitioner is None:
        raise Refused("Cette personne n’est plus dans la liste : quelqu’un vient de lui donner un compte.")
    practitioner.account = account
    practitioner.save(update_fields=["account"])
    return practitioner


def _give(practitioner: Practitioner, post_id: UUID, newcomer: Newcomer) -> PractitionerRole:
    if not Role.objects.filter(code=newcomer.role_code, retired_at=None).exists():
        raise Refused("Ce rôle n’existe pas. Choisissez dans la liste.")
    unit = Unit.objects.filter(pk=newcomer.unit_id).first() if newcomer.unit_id else None
    facility = Facility.objects.filter(pk=newcomer.facility_id).first() if newcomer.facility_id else None
    if (newcomer.unit_id and unit is None) or (newcomer.facility_id and facility is None):
        raise Refused("Ce lieu n’existe pas. Choisissez dans la liste.")
    return team.give_post(
        practitioner, post_id, role_code=newcomer.role_code, facility_id=facility.pk if facility else None,
        unit_id=unit.pk if unit else None, starts_at=newcomer.starts_at or at_clock(today(), time()), ends_at=newcomer.ends_at,
    )  # fmt: skip


def name_direction(actor: Actor, organization_id: UUID, newcomer: Newcomer, password: str) -> Practitioner:
    """The first director of an organisme that came from elsewhere, named by who owns the machine: nobody works there yet. Who came
    with the house under that name, alone of it, is she."""
    if PractitionerRole.objects.filter(organization_id=organization_id).exists():
        raise Refused(
            "Quelqu’un travaille déjà dans cet organisme\u00a0: c’est à sa direction de faire entrer les autres."
        )
    name = fold(f"{newcomer.first_name} {newcomer.last_name}")
    came = [one.pk for one in Practitioner.objects.filter(account=None) if fold(str(one)) == name]
    newcomer = replace(newcomer, known_id=came[0] if len(came) == 1 else None)
    practitioner = _bring_in(organization_id, newcomer.known_id or uuid7(), newcomer, password)
    decided(actor, practitioner.pk, organization_id, PostDecision.Kind.GIVEN)
    trace(actor, Kind.ACCOUNT_OPENED, object_id=practitioner.pk)
    return practitioner


@transaction.atomic
def give_post(actor: Actor, practitioner_id: UUID, post_id: UUID, newcomer: Newcomer) -> PractitionerRole:
    """One post more for somebody of the team (a replacement, a second unit). Nobody gives herself a key."""
    _may_manage(actor, facility_id=newcomer.facility_id, unit_id=newcomer.unit_id)
    if practitioner_id == actor.practitioner_id:
        raise Refused("Personne ne se donne un poste à soi-même : demandez à une autre personne de la direction.")
    practitioner = Practitioner.objects.filter(pk=practitioner_id).first()
    if practitioner is None:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Cette personne n’est pas dans son organisme"), actor)
    return give_checked(actor, practitioner, post_id, newcomer)


def give_checked(actor: Actor, practitioner: Practitioner, post_id: UUID, newcomer: Newcomer) -> PractitionerRole:
    """The same for a caller that has checked its own right (`temps`). Other rights, other session (security C2)."""
    known = PractitionerRole.objects.filter(pk=post_id, practitioner=practitioner).first()
    if known is not None:
        return known
    post = _give(practitioner, post_id, newcomer)
    decided(actor, post.pk, post.organization_id, PostDecision.Kind.GIVEN)
    trace(actor, Kind.POST_GIVEN, object_id=post.pk, sessions_ended=_rights_changed(practitioner))
    return post


def _rights_changed(practitioner: Practitioner) -> int:
    """Other rights, other session (security C2): what is open elsewhere is closed; a text being typed waits for its author."""
    return end_all(practitioner.account_id) if practitioner.account_id else 0


@transaction.atomic
def end_post(actor: Actor, post_id: UUID, *, review_id: UUID | None = None) -> PractitionerRole:
    """A post ends now: the rights it gave are refused at the next request, and its holder signs in again."""
    post = PractitionerRole.objects.select_related("practitioner").filter(pk=post_id).first()
    if post is None:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "Ce poste n’existe pas dans son organisme"), actor)
    _may_manage(actor, facility_id=post.facility_id, unit_id=post.unit_id)
    if post.practitioner_id == actor.practitioner_id:
        raise Refused("Vous ne pouvez pas terminer votre propre poste : demandez à une autre personne de la direction.")
    running = PractitionerRole.objects.filter(Q(ends_at=None) | Q(ends_at__gt=TransactionNow()), pk=post_id)
    if running.update(ends_at=Greatest(TransactionNow(), F("starts_at"))):
        decided(actor, post.pk, post.organization_id, PostDecision.Kind.ENDED, review_id=review_id)
        trace(actor, Kind.POST_ENDED, object_id=post.pk, sessions_ended=_rights_changed(post.practitioner))
    return post


def _organization(actor: Actor) -> UUID:
    if actor.organization_id is None:
        raise NotVisible(Refusal(None, Right.HOUSE_MANAGE, "N’appartient à aucun organisme"), actor)
    return actor.organization_id
