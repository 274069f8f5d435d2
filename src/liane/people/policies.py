"""Rules of the file that are not the door's: what a protected person's page leaves out."""

from liane.access.actor import Actor
from liane.access.enums import Volet
from liane.people.facts import RecordFacts


def may_read_addresses(actor: Actor, facts: RecordFacts) -> bool:
    """Addresses around a protected person are absent, not masked, for whoever does not read the social part (ux §5)."""
    if not facts.is_protected:
        return True
    read = actor.volets_read(held.unit_id for held in facts.units())
    return bool(read & {Volet.SOCIAL, Volet.JUDICIAL})
