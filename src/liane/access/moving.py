"""Roles as the organisme made them, and every version, move with it. Who holds them is given again, post by post."""

from collections.abc import Iterable, Sequence
from typing import Any

from liane.access.enums import Right, Volet
from liane.access.models import Role, RoleChange
from liane.access.role_rules import RoleSpec, faults
from liane.kit.moving.nouns import Noun, Rows

_RIGHTS, _VOLETS = frozenset(map(str, Right)), frozenset(map(str, Volet))


def _role_faults(role: Any, rows: Rows) -> Iterable[str]:
    """What the page of roles refuses: who keeps the technique opens no record, nothing is given that does not exist."""
    if unknown := sorted((set(role.rights) - _RIGHTS) | ({*role.reads, *role.writes} - _VOLETS)):
        yield f"ce rôle donne ce qui n’existe pas dans cette version de Liane\u00a0: {', '.join(unknown)}."
        return
    yield from faults(RoleSpec.of(role), role.family)


def _leave_room(roles: Sequence[Any]) -> None:
    """An organisme that was opened here first has the proposed roles: those that nobody changed give way."""
    codes, keys = [role.code for role in roles], [role.pk for role in roles]
    Role.objects.filter(code__in=codes, version=1, changes=None, retired_at=None).exclude(pk__in=keys).delete()


ROLES = Noun(
    "roles", "rôles", Role,
    {
        "code": "code", "label": "nom", "short": "nom_court", "family": "famille", "rights": "droits",
        "reads": "volets_lus", "writes": "volets_ecrits", "origin_code": "copie_de", "version": "version",
        "retired_at": "retire_le",
    },
    faults=_role_faults,
    leave_room=_leave_room,
    thread="code",
)  # fmt: skip
CHANGES = Noun(
    "versions_roles", "versions des rôles", RoleChange,
    {
        "role": "role", "at": "le", "author_id": "auteur", "author_name": "auteur_nom", "before": "avant",
        "after": "apres",
    },
    shown={"pour_lire": lambda row: row.role.label},
    related=("role",),
    within="role_id",
)  # fmt: skip


def nouns() -> list[Noun]:
    """In the order of their links."""
    return [ROLES, CHANGES]
