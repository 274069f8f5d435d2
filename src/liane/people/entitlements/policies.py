"""Who reads and who writes a right: the part of the record it belongs to (volet), and the team that may keep rights."""

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.policies import Held
from liane.nomenclatures.entitlements import EntitlementKind, kinds
from liane.people.facts import RecordFacts
from liane.people.policies import may_read_addresses


def volets_here(actor: Actor, facts: RecordFacts) -> frozenset[str]:
    """Parts of this record that she reads: a right of another part is not there for her."""
    return actor.on_pages_of(facts.id).volets_read(held.unit_id for held in facts.units())


def kinds_unsaid(actor: Actor, facts: RecordFacts) -> frozenset[str]:
    """Kinds that say where a protected person is to be found (where her letters are sent, how she is driven): absent for who
    may not know where she is, whatever the part in which they are written."""
    if may_read_addresses(actor, facts):
        return frozenset()
    return locating()


def locating() -> frozenset[str]:
    """The kinds that say where somebody is to be found."""
    return frozenset(code for code, kind in kinds().items() if kind.locates)


def may_keep(actor: Actor, facts: RecordFacts, volet: str) -> bool:
    """May she write a right of this part, for one of the units of the record? Nobody writes where she does not read."""
    return unit_to_keep(actor, facts, volet) is not None


def unit_to_keep(actor: Actor, facts: RecordFacts, volet: str) -> Held | None:
    """The unit for which she would write: the place she chose, else the latest one held in common."""
    able = [
        held
        for held in facts.units()
        if actor.may(Right.ENTITLEMENT_WRITE, held.unit_id) and actor.reads(held.unit_id, volet)
    ]
    return next((held for held in able if held.unit_id == actor.place_unit_id), able[0] if able else None)


def kinds_to_keep(actor: Actor, facts: RecordFacts) -> list[EntitlementKind]:
    """The kinds that she may add here, in the order of the file."""
    able = {volet for volet in volets_here(actor, facts) if may_keep(actor, facts, volet)}
    unsaid = kinds_unsaid(actor, facts)
    return [kind for kind in kinds().values() if kind.volet in able and kind.code not in unsaid]
