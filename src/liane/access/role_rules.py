"""What a role may become, and who may decide it: the guard rails of the page of roles (docs/roles.md). Pure functions.

Nobody gives more than she has, or than a role of the same trade already has; nobody raises a role that she holds; who
keeps the technique or the compliance never opens a record; somebody always keeps the house.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from liane.access import words
from liane.access.actor import Actor
from liane.access.enums import RIGHT_LABELS, VOLET_LABELS, Right, Volet
from liane.access.models import Role
from liane.access.roles import default_roles

# These families keep the house or look after the data: they never open a record (CNIL 2023-095).
NEVER_READ = frozenset({"technique", "conformité"})
_HOUSE = ("rights.", "house.", "temp.", "compliance.", "device.", "account.")
_BEFORE_OPENING = frozenset({Right.PERSONS_SEARCH, Right.PERSONS_IMPORT, Right.RECORD_CREATE})


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """What a role gives, as it is typed or as it stands."""

    label: str
    short: str
    rights: frozenset[str]
    reads: frozenset[str]
    writes: frozenset[str]

    @classmethod
    def of(cls, role: Role) -> "RoleSpec":
        """As it stands."""
        return cls(role.label, role.short, frozenset(role.rights), frozenset(role.reads), frozenset(role.writes))

    def gives(self) -> frozenset[tuple[str, str]]:
        """Everything it opens, one by one: («fait», right), («lit», volet), («écrit», volet)."""
        return frozenset(
            [("fait", r) for r in self.rights] + [("lit", v) for v in self.reads] + [("écrit", v) for v in self.writes]
        )

    def told(self) -> dict[str, object]:
        """For the versions kept: codes and names only."""
        parts = {"rights": self.rights, "reads": self.reads, "writes": self.writes}
        return {"label": self.label, "short": self.short, **{key: sorted(value) for key, value in parts.items()}}


def is_house_right(right: str) -> bool:
    """Keeps the house or its rights, without opening a record."""
    return right.startswith(_HOUSE) or right == Right.EMERGENCY_REVIEW


def named(thing: tuple[str, str]) -> str:
    """«lire le soin», «écrire dans le social», «créer un dossier»."""
    verb, code = thing
    if verb == "fait":
        return RIGHT_LABELS.get(code, code)
    return f"lire « {VOLET_LABELS[code]} »" if verb == "lit" else f"écrire dans « {VOLET_LABELS[code]} »"


def faults(spec: RoleSpec, family: str) -> list[str]:
    """What does not hold together, in sentences."""
    found = []
    if family in NEVER_READ and (spec.reads or spec.writes or any(not is_house_right(right) for right in spec.rights)):
        found.append(
            "Ce rôle tient la technique ou la conformité : il n’ouvre jamais un dossier et n’en lit aucune partie."
        )
    if (spec.reads or spec.writes) and Right.RECORD_READ not in spec.rights:
        found.append("Pour lire ou écrire une partie du dossier, il faut aussi « ouvrir un dossier ».")
    inside = [r for r in spec.rights if not is_house_right(r) and r not in _BEFORE_OPENING and r != Right.RECORD_READ]
    if inside and Right.RECORD_READ not in spec.rights:
        found.append(f"« {named(('fait', min(inside)))} » demande aussi « ouvrir un dossier ».")
    if blind := spec.writes - spec.reads:
        found.append(
            f"Ce qu’on écrit, on le lit : cochez aussi {words.listed(named(('lit', v)) for v in sorted(blind))}."
        )
    return found


def excess(
    actor: Actor, before: RoleSpec, after: RoleSpec, family: str, siblings: Iterable[Role]
) -> list[tuple[str, str]]:
    """What is added and that she may not give: neither hers, nor already given to a role of the same family."""
    hers = {("fait", right) for right in Right if actor.may(right)}
    hers |= {(verb, v) for verb in ("lit", "écrit") for v in Volet if any(v in g.reads for g in actor.grants)}
    known: set[tuple[str, str]] = set()
    for role in siblings:
        if role.family == family and role.retired_at is None:
            known |= RoleSpec.of(role).gives()
    for proposed in default_roles():
        if proposed.family == family:
            known |= RoleSpec(
                "", "", *(frozenset(p) for p in (proposed.rights, proposed.reads, proposed.writes))
            ).gives()
    return sorted(after.gives() - before.gives() - hers - known)


def raised(before: RoleSpec, after: RoleSpec) -> bool:
    """Does it give something more than it did?"""
    return bool(after.gives() - before.gives())
