"""What the proposed roles have gained since an organisme opened: listed, never given by itself, accepted or set aside by its management.

A right that this house has taken away from a role, or has set aside, is not proposed again. A role copied by the house is its
own: it receives no proposal.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.models import Role, RoleChange
from liane.access.role_desk import keep_version, keeps_whole, only_keeper, widen_role
from liane.access.role_rules import RoleSpec
from liane.access.roles import default_roles
from liane.kit.door import Refused

Thing = tuple[str, str]  # («fait», right), («lit», volet), («écrit», volet)
OWN = "Vous tenez ce rôle : une autre personne de la direction peut l’élargir, pas vous."


@dataclass(frozen=True, slots=True)
class News:
    """What is proposed for one role."""

    role: Role
    things: tuple[Thing, ...]


def news_of(roles: Iterable[Role], changes: Iterable[RoleChange]) -> list[News]:
    """The rule: what the role proposed today gives, less what this one gives, less what the house has decided."""
    decided: dict[UUID, set[Thing]] = {}
    for change in changes:
        taken = _gives(change.before) - _gives(change.after)
        aside = {(verb, code) for verb, code in change.after.get("set_aside", ())}
        decided.setdefault(change.role_id, set()).update(taken | aside)
    proposed = {
        role.code: RoleSpec("", "", frozenset(role.rights), frozenset(role.reads), frozenset(role.writes)).gives()
        for role in default_roles()
    }
    found = []
    for role in roles:
        if role.retired_at is None and not role.origin_code and role.code in proposed:
            things = proposed[role.code] - RoleSpec.of(role).gives() - decided.get(role.pk, set())
            if things:
                found.append(News(role, tuple(sorted(things))))
    return found


def _gives(told: dict[str, list[str]]) -> set[Thing]:
    parts = (("fait", "rights"), ("lit", "reads"), ("écrit", "writes"))
    return {(verb, code) for verb, key in parts for code in told.get(key, ())}


def role_news(actor: Actor, known: Iterable[Role] | None = None) -> list[News]:
    """For her organisme; `known`: its roles, when the page has them. What was decided is asked only when something is new."""
    here = {"organization_id": actor.organization_id}
    roles = list(Role.objects.filter(**here, retired_at=None).order_by("family", "label") if known is None else known)
    return news_of(roles, RoleChange.objects.filter(**here)) if news_of(roles, ()) else []


def may_accept(actor: Actor, role: Role) -> bool:
    """Nobody raises a role that she holds, unless she is alone to keep the house: what is proposed is not hers."""
    return all(grant.role != role.code for grant in actor.grants) or only_keeper(role.organization_id)


@transaction.atomic
def decide_news(actor: Actor, picked: Iterable[tuple[UUID, str, str]], *, accept: bool) -> int:
    """Give what was ticked to its role, or set it aside for good; gives how many. What is no longer proposed is left out,
    so that pressing twice is once. One version of the role, with who decided it, is kept for each."""
    keeps_whole(actor)
    asked = set(picked)
    count = 0
    for news in role_news(actor):
        things = {thing for thing in news.things if (news.role.pk, *thing) in asked}
        if not things:
            continue
        if accept and not may_accept(actor, news.role):
            raise Refused(f"{news.role.label}. {OWN}")
        _give(actor, news.role, things) if accept else _set_aside(actor, news.role, things)
        count += len(things)
    return count


def _give(actor: Actor, role: Role, things: set[Thing]) -> None:
    more = {verb: frozenset(code for one, code in things if one == verb) for verb in ("fait", "lit", "écrit")}
    held = RoleSpec.of(role)
    spec = RoleSpec(
        held.label, held.short, held.rights | more["fait"], held.reads | more["lit"] | more["écrit"],
        held.writes | more["écrit"],
    )  # fmt: skip
    widen_role(actor, role, spec)


def _set_aside(actor: Actor, role: Role, things: set[Thing]) -> None:
    told = RoleSpec.of(role).told()
    keep_version(actor, role, told, {**told, "set_aside": sorted([*thing] for thing in things)})
