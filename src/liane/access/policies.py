"""The rule that decides is the rule that explains: one pure function says yes or no, and why, in a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from liane.access import words
from liane.access.actor import Actor
from liane.access.enums import RIGHT_LABELS, SECRET_VOLETS, Right


class Level(StrEnum):
    """How much of a record somebody may know (peers B5): nothing, that it exists, who follows it, or its content."""

    NOTHING = "nothing"
    EXISTS = "exists"
    FOLLOWED = "followed"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of the rule: allowed or not, how much may be known, and the sentence that says why."""

    allowed: bool
    level: Level
    why: str
    unit_id: UUID | None = None  # the unit through which she comes in


@dataclass(frozen=True, slots=True)
class Held:
    """One unit that holds the record now: what the rule needs to know of it."""

    unit_id: UUID
    unit: str
    facility: str
    is_discreet: bool


def decide(
    actor: Actor, right: str, held: Iterable[Held], *, is_protected: bool, record_id: UUID | None = None
) -> Decision:
    """May this actor use this right on this record? Relation first (a unit in common), then the right itself.

    Never across organisations: their records do not even reach this function. A person whose details are
    protected, or who is only followed by a discreet facility, does not exist for the other teams. Who opens no
    record at all (administrator, DPO) is never told that one exists. An emergency access opens the record for which it
    was opened, and no other.
    """
    held, actor = list(held), actor.on_pages_of(None)
    common = [h for h in held if h.unit_id in actor.unit_ids]
    able = [h for h in common if actor.may(right, h.unit_id)]
    if able:
        by = next((h for h in able if h.unit_id == actor.place_unit_id), able[0])  # the team for which she works today
        where = by.unit if by.unit == by.facility else f"{by.unit}, {by.facility}"
        return Decision(True, Level.CONTENT, f"Fait partie de l’équipe qui accompagne ({where})", by.unit_id)
    if any(actor.may(Right.RECORD_READ, h.unit_id) for h in common):
        gesture = words.of(RIGHT_LABELS.get(right, "faire ce geste"))
        return Decision(False, Level.FOLLOWED, f"Son rôle ne permet pas {gesture}")
    if opened := _by_emergency(actor, right, held, is_protected=is_protected, record_id=record_id):
        return opened
    told = [h for h in held if not h.is_discreet]
    if is_protected or not told or not actor.may(Right.RECORD_READ):
        return Decision(False, Level.NOTHING, "N’accompagne pas cette personne")
    return Decision(False, Level.FOLLOWED, "N’accompagne pas cette personne")


def _by_emergency(
    actor: Actor, right: str, held: list[Held], *, is_protected: bool, record_id: UUID | None
) -> Decision | None:
    """What an emergency access opens: the units that followed the person when it was opened and still do, openly."""
    emergency = actor.emergency_on(record_id)
    if emergency is None or is_protected or right not in emergency.grant.rights:
        return None
    able = [h for h in held if h.unit_id in emergency.grant.unit_ids and not h.is_discreet]
    return Decision(True, Level.CONTENT, f"Accès d’urgence : {emergency.reason}", able[0].unit_id) if able else None


def may_open_emergency(actor: Actor, held: Iterable[Held], *, is_protected: bool) -> bool:
    """Is this record one that an emergency access may open for her? Only what she may be told exists, and does not follow.

    Never a protected person nor a discreet facility (`decide` says nothing of them), never another organisation, never
    who looks with the rights of a colleague. Whoever opens no record in her everyday work opens none in an emergency.
    """
    if actor.look or not actor.may(Right.EMERGENCY_OPEN):
        return False
    decision = decide(actor, Right.RECORD_READ, held, is_protected=is_protected)
    return not decision.allowed and decision.level is Level.FOLLOWED


def may_tell_existence(volet: str) -> bool:
    """May a colleague who cannot read this volet be told that something is written there? Never for secret ones."""
    return volet not in SECRET_VOLETS
