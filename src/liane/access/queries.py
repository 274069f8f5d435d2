"""Who is acting? One query: session, account, practitioner, posts of this moment, chosen place; the wall is up."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from liane.access.actor import Actor, Grant
from liane.access.models import Role
from liane.professionals.models import Account, Practitioner


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the first query of a page brings back."""

    session_data: str
    account: Account | None
    actor: Actor | None


def _grant(row: dict[str, Any]) -> Grant:
    units = frozenset(UUID(unit) for unit in row["units"] if unit)
    return Grant(
        row["code"], row["label"], frozenset(row["rights"]), frozenset(row["reads"]), frozenset(row["writes"]), units
    )


def _actor(account: dict[str, Any], practitioner: dict[str, Any] | None, grants: Any, place: Any, origin: str) -> Actor:
    if practitioner is None:
        label = "administrateur de l’instance" if account["is_instance_admin"] else ""
        return Actor(
            UUID(account["id"]), None, None, account["login"], label, origin=origin,
            is_instance_admin=account["is_instance_admin"],
        )  # fmt: skip
    held = tuple(_grant(row) for row in grants)
    place = place or {}
    return Actor(
        account_id=UUID(account["id"]),
        practitioner_id=UUID(practitioner["id"]),
        organization_id=UUID(practitioner["organization_id"]),
        name=f"{practitioner['first_name']} {practitioner['last_name']}",
        role_label=practitioner["profession"],
        grants=held,
        organization_name=practitioner["organization"],
        place_unit_id=UUID(place["unit_id"]) if place else None,
        place_label=place.get("unit", ""),
        place_facility=place.get("facility", ""),
        is_instance_admin=account["is_instance_admin"],
        origin=origin,
        unit_ids=frozenset().union(*(g.unit_ids for g in held)),
    )


def signed_in(session_key: str, *, origin: str = "") -> SignedIn | None:
    """Resolve a session cookie. Must run inside the transaction of the page: the wall stands until its end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT session_data, account, practitioner, grants, place FROM access_actor(%s, %s, %s)",
            [session_key, settings.SESSION_IDLE, settings.SESSION_ABSOLUTE],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    data = row[0]
    account, practitioner, grants, place = (json.loads(part) if part else None for part in row[1:])  # Django: jsonb is text
    if account is None:
        return SignedIn(data, None, None)
    user = Account(id=UUID(account["id"]), login=account["login"], email=account["email"])
    user.is_instance_admin = account["is_instance_admin"]
    user._state.adding = False
    return SignedIn(data, user, _actor(account, practitioner, grants, place, origin))


def actor_of(practitioner: Practitioner, *, origin: str = "") -> Actor:
    """The same actor outside a page: a job, a command, an import. Posts are those of this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_POSTS, [practitioner.pk])
        grants = [
            {"code": c, "label": s, "rights": r, "reads": rd, "writes": w, "units": [str(u) for u in us if u]}
            for c, s, r, rd, w, us in cursor.fetchall()
        ]
    account = {"id": str(practitioner.account_id), "login": "", "is_instance_admin": False}
    who = {
        "id": str(practitioner.pk),
        "first_name": practitioner.first_name,
        "last_name": practitioner.last_name,
        "profession": practitioner.profession,
        "organization_id": str(practitioner.organization_id),
        "organization": "",
    }
    return _actor(account, who, grants, None, origin)


_POSTS = """
SELECT r.code, r.short, r.rights, r.reads, r.writes, array_agg(DISTINCT u.id)
FROM professionals_practitionerrole post
JOIN access_role r ON r.organization_id = post.organization_id AND r.code = post.role_code
LEFT JOIN organizations_unit u ON u.organization_id = post.organization_id
    AND (post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id)
         OR (post.unit_id IS NULL AND post.facility_id IS NULL))
WHERE post.practitioner_id = %s AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now())
GROUP BY r.id ORDER BY r.code
"""


def roles_reading(volet: str) -> list[Role]:
    """Roles of the organisme that read a volet: the words of «Visible par …»."""
    return list(Role.objects.filter(reads__contains=[volet]).order_by("label"))
