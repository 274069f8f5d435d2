"""From what the first query of a page brings to who acts: posts, emergency accesses, the rights of a colleague looked through."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from liane.access.actor import Actor, Grant, Look, OpenEmergency
from liane.access.enums import Right
from liane.access.roles import emergency_gives

_LONGEST_LABEL = 120  # of the journal


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def grants_of(rows: list[dict[str, Any]]) -> tuple[Grant, ...]:
    """The posts, as `access_grants` tells them."""
    return tuple(
        Grant(
            row["code"], row["label"], frozenset(row["rights"]), frozenset(row["reads"]), frozenset(row["writes"]),
            frozenset(UUID(unit) for unit in row["units"] if unit), _moment(row["until"]),
        )
        for row in rows
    )  # fmt: skip


def _emergency(row: dict[str, Any]) -> OpenEmergency:
    rights, reads, writes = emergency_gives()
    units = frozenset(UUID(unit) for unit in row["units"])
    ends_at = datetime.fromisoformat(row["ends_at"])
    grant = Grant("urgence", "accès d’urgence", rights, reads, writes, units, ends_at)
    return OpenEmergency(UUID(row["id"]), UUID(row["record"]), row["reason"], ends_at, grant)


def common(mine: tuple[Grant, ...], theirs: tuple[Grant, ...]) -> tuple[Grant, ...]:
    """What both may do: gesture by gesture, volet by volet, unit by unit. Never more than either."""
    pairs = [
        Grant(
            their.role, their.label, my.rights & their.rights, my.reads & their.reads, my.writes & their.writes,
            my.unit_ids & their.unit_ids, their.until,
        )
        for their in theirs
        for my in mine
    ]  # fmt: skip
    return tuple(grant for grant in pairs if grant.unit_ids)


def built(
    account: dict[str, Any],
    practitioner: dict[str, Any] | None,
    grants: Any,
    place: Any,
    exceptions: dict[str, Any] | None,
    origin: str,
) -> Actor:
    """Who acts. Without a practitioner (who administers the instance, or an account of nobody): nothing is held."""
    is_admin = account["is_instance_admin"]
    if practitioner is None:
        label = "administrateur de l’instance" if is_admin else ""
        return Actor(
            UUID(account["id"]), None, None, account["login"], label, origin=origin, is_instance_admin=is_admin
        )
    held, place, exceptions = grants_of(grants), place or {}, exceptions or {}
    may_open = any(
        Right.EMERGENCY_OPEN in grant.rights for grant in held
    )  # the post or the right is gone: so is the access
    actor = Actor(
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
        is_instance_admin=is_admin,
        origin=origin,
        unit_ids=frozenset().union(*(g.unit_ids for g in held)),
        emergencies=tuple(_emergency(row) for row in exceptions.get("emergencies", ()) if may_open),
        emergencies_to_review=exceptions.get("to_review", 0),
    )
    looked = exceptions.get("look")
    return looking(actor, looked) if looked else actor


def looking(actor: Actor, looked: dict[str, Any]) -> Actor:
    """The same human being, named as such in the journal, with what she and her colleague may both do. It is no key:
    whatever the colleague may read and she may not stays closed, and so do her own emergency accesses."""
    if not actor.may(Right.RIGHTS_LOOK_AS):
        return actor
    look = Look(
        UUID(looked["id"]), UUID(looked["colleague"]), looked["name"], looked["profession"],
        datetime.fromisoformat(looked["ends_at"]),
    )  # fmt: skip
    held = common(actor.grants, grants_of(looked["grants"]))
    unit_ids = frozenset().union(*(g.unit_ids for g in held))
    here = actor.place_unit_id in unit_ids
    return replace(
        actor,
        grants=held,
        unit_ids=unit_ids,
        role_label=f"{actor.role_label}, voit comme {look.name}"[:_LONGEST_LABEL],
        emergencies=(),
        emergencies_to_review=0,
        look=look,
        place_unit_id=actor.place_unit_id if here else None,
        place_label=actor.place_label if here else "",
        place_facility=actor.place_facility if here else "",
    )
