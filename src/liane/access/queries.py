"""Who is acting? One query: session, account, practitioner, posts of this moment, chosen place; the wall is up."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from liane.access import words
from liane.access.actor import Actor
from liane.access.building import built
from liane.access.enums import Right, Volet
from liane.access.models import Role
from liane.professionals.models import Account, Practitioner, PractitionerRole

_ACCOUNT = ("login", "email", "is_instance_admin")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the first query of a page brings back."""

    session_data: str
    account: Account | None
    actor: Actor | None
    gate: str | None = None


def signed_in(session_key: str, *, origin: str = "") -> SignedIn | None:
    """Resolve a session cookie. Must run inside the transaction of the page: the wall stands until its end."""
    with connection.cursor() as cursor:
        clocks: list[Any] = [
            session_key,
            settings.SCREEN_LOCK,
            settings.STRICT_ADMINISTRATORS,
            settings.SESSION_IDLE,
            settings.SESSION_ABSOLUTE,
        ]
        cursor.execute(
            "SELECT gate, session_data, account, practitioner, grants, place, exceptions FROM professionals_gate(%s, %s, %s) g, "
            "LATERAL access_actor(g.key, %s, %s)",
            clocks,
        )
        row = cursor.fetchone()
    if row is None:
        return None
    gate, data, *row = row
    account, practitioner, grants, place, exceptions = (
        json.loads(part) if part else None for part in row
    )  # Django: jsonb is text
    if account is None:
        return SignedIn(data, None, None)
    known = {"id": UUID(account["id"]), "is_active": True, **{name: account[name] for name in _ACCOUNT}}
    names = [
        field.attname for field in Account._meta.concrete_fields if field.attname in known
    ]  # in the order of from_db
    user = Account.from_db("default", names, [known[name] for name in names])  # the rest is never blanked by a save
    return SignedIn(data, user, built(account, practitioner, grants, place, exceptions, origin), gate)


def actor_of(practitioner: Practitioner, *, origin: str = "") -> Actor:
    """The same actor outside a page: a job, a command, an import. Posts are those of this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_grants(%s), access_emergencies(%s)", [practitioner.pk, practitioner.pk])
        grants, emergencies = (json.loads(part) for part in cursor.fetchone())
    account = {"id": str(practitioner.account_id), "login": "", "is_instance_admin": False}
    who = {
        "id": str(practitioner.pk),
        "first_name": practitioner.first_name,
        "last_name": practitioner.last_name,
        "profession": practitioner.profession,
        "organization_id": str(practitioner.organization_id),
        "organization": "",
    }
    return built(account, who, grants, None, {"emergencies": emergencies}, origin)


@dataclass(frozen=True, slots=True)
class House:
    """An organisme in which the same account has a post now."""

    organization_id: UUID
    name: str


def houses_of(actor: Actor) -> list[House]:
    """Organismes of the account that acts (function of the owner: one wall cannot see the others)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organization_id, name FROM access_houses_of(%s)", [actor.account_id])
        return [House(*row) for row in cursor.fetchall()]


_READERS = """
SELECT v.volet, u.name, array_agg(DISTINCT r.short || '|' || r.family) FILTER (WHERE r.id IS NOT NULL)
FROM organizations_unit u JOIN organizations_facility f ON f.id = u.facility_id
CROSS JOIN unnest(%s::text[]) AS v (volet)
LEFT JOIN (professionals_practitionerrole post JOIN access_role r
        ON r.organization_id = post.organization_id AND r.code = post.role_code)
    ON v.volet = ANY (r.reads) AND 'record.read' = ANY (r.rights)
    AND (post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id)
        OR (post.unit_id IS NULL AND post.facility_id IS NULL AND NOT f.is_discreet))
    AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())
WHERE u.id = %s GROUP BY v.volet, u.name
"""


def audiences(unit_id: UUID, volets: Iterable[str] = tuple(Volet)) -> dict[str, str]:
    """For each volet, who reads what this unit writes there: the words of «Visible par …», made from the posts held now."""
    with connection.cursor() as cursor:
        cursor.execute(_READERS, [[str(volet) for volet in volets], unit_id])
        rows = cursor.fetchall()
    return {
        volet: words.audience(volet, unit, [tuple(r.rsplit("|", 1)) for r in roles or ()])
        for volet, unit, roles in rows
    }


def audience(unit_id: UUID, volet: str) -> str:
    """«équipe soignante de Mimosa : infirmiers, aides-soignants, AES». Never kept longer than a page: posts change."""
    return audiences(unit_id, [volet]).get(volet, "")


def team(actor: Actor, *, search: str = "", after: UUID | None = None, limit: int = 40) -> list[Practitioner]:
    """Professionals with a post where the actor may see the rights, by name; `after` continues the list (keyset)."""
    posts = _posts_seen_by(actor).filter(practitioner_id=OuterRef("pk"))
    people = Practitioner.objects.filter(Exists(posts), organization_id=actor.organization_id)
    for word in search.split()[:5]:
        people = people.filter(Q(last_name__icontains=word) | Q(first_name__icontains=word))
    last = Practitioner.objects.filter(pk=after).first() if after else None
    if last:
        same = Q(last_name=last.last_name)
        later = Q(first_name__gt=last.first_name) | Q(first_name=last.first_name, id__gt=last.pk)
        people = people.filter(Q(last_name__gt=last.last_name) | (same & later))
    return list(people.order_by("last_name", "first_name", "id")[:limit])


def posts_of(actor: Actor, people: Iterable[Practitioner]) -> list[PractitionerRole]:
    """Their posts where the actor may see the rights: running, coming, or ended since less than a month."""
    posts = _posts_seen_by(actor).filter(practitioner__in=list(people))
    return list(
        posts.select_related("facility", "unit__facility").order_by("practitioner_id", "starts_at", "id").distinct()
    )


def _posts_seen_by(actor: Actor) -> QuerySet[PractitionerRole]:
    units = actor.units_with(Right.RIGHTS_READ)
    here = Q(unit_id__in=units) | Q(unit=None, facility__units__in=units) | Q(unit=None, facility=None)
    lately = Q(ends_at=None) | Q(ends_at__gt=timezone.now() - timedelta(days=30))
    return PractitionerRole.objects.filter(here, lately, organization_id=actor.organization_id)


def roles_by_code() -> dict[str, Role]:
    """Roles of the organisme of the transaction."""
    return {role.code: role for role in Role.objects.all()}


_HOLDERS = """
SELECT DISTINCT post.practitioner_id FROM professionals_practitionerrole post
JOIN access_role r ON r.organization_id = post.organization_id AND r.code = post.role_code
JOIN organizations_unit u ON u.id = %s
WHERE (post.unit_id = u.id OR (post.unit_id IS NULL AND (post.facility_id = u.facility_id OR post.facility_id IS NULL)))
AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now()) AND %s = ANY (r.rights)
"""


def holders_of(right: str, unit_id: UUID) -> list[UUID]:
    """Professionals who hold a right in a unit at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [unit_id, right])
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Discreet units that are not the reader's, and the professionals who work nowhere else: never named to her."""

    unit_ids: list[UUID]
    practitioner_ids: list[UUID]


def unsaid_to(actor: Actor) -> Unsaid:
    """One query; empty lists in an organisme without a discreet facility."""
    with connection.cursor() as cursor:
        cursor.execute(_UNSAID, {"mine": list(actor.unit_ids)})
        units, people = cursor.fetchone()
    return Unsaid(list(units or ()), list(people or ()))


_UNSAID = """
WITH aside AS (
    SELECT u.id, u.facility_id FROM organizations_unit u JOIN organizations_facility f ON f.id = u.facility_id
    WHERE f.is_discreet AND NOT u.id = ANY(%(mine)s::uuid[])
), people AS (
    SELECT post.practitioner_id FROM professionals_practitionerrole post
    WHERE EXISTS (SELECT 1 FROM aside) GROUP BY post.practitioner_id
    HAVING bool_and(coalesce(post.unit_id IN (SELECT id FROM aside) OR (
        post.unit_id IS NULL AND post.facility_id IN (SELECT facility_id FROM aside)), false))
)
SELECT (SELECT array_agg(id) FROM aside), (SELECT array_agg(practitioner_id) FROM people)
"""


@dataclass(frozen=True, slots=True)
class Managed:
    """What somebody keeps: the whole organisme, or some units and the facilities that hold no other."""

    whole: bool
    unit_ids: frozenset[UUID]
    facility_ids: frozenset[UUID]

    def covers(self, facility_id: UUID | None, unit_id: UUID | None) -> bool:
        """A post of the whole organisme (no place) is given by who keeps the whole organisme."""
        place = unit_id in self.unit_ids if unit_id else facility_id in self.facility_ids if facility_id else False
        return self.whole or place


def managed_by(actor: Actor) -> Managed:
    """Where she keeps the places and the team."""
    return kept_by(actor, Right.HOUSE_MANAGE)


def kept_by(actor: Actor, right: Right) -> Managed:
    """Where she holds a right. One query. The whole = every unit but the discreet ones, whose content stays closed and
    whose team is kept."""
    mine = actor.units_with(right)
    with connection.cursor() as cursor:
        cursor.execute(_MANAGED, [list(mine)])
        rows = cursor.fetchall()
    whole = actor.may(right) and all(is_discreet or all_mine for _, is_discreet, all_mine in rows)
    return Managed(whole, mine, frozenset(facility_id for facility_id, _, all_mine in rows if all_mine))


_MANAGED = """
SELECT f.id, f.is_discreet, bool_and(u.id = ANY(%s::uuid[])) FROM organizations_facility f
JOIN organizations_unit u ON u.facility_id = f.id GROUP BY f.id, f.is_discreet
"""
