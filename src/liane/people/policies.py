"""Rules of the file that are not the door’s: what a protected person’s page leaves out, for whom one writes."""

from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.access.policies import Held
from liane.people.facts import RecordFacts
from liane.people.queries.told import SPEAKS_OF_PLACES


def may_read_addresses(actor: Actor, facts: RecordFacts) -> bool:
    """Addresses around a protected person are absent, not masked, for whoever does not read the social part (ux §5)."""
    if not facts.is_protected:
        return True
    read = actor.volets_read(held.unit_id for held in facts.units())
    return bool(read & SPEAKS_OF_PLACES)


def writes_for(actor: Actor, facts: RecordFacts, right: Right) -> Held:
    """The unit for which she writes here: the place she chose, else the latest one held in common. The door is open."""
    able = [held for held in facts.units() if actor.may(right, held.unit_id)]
    return next((held for held in able if held.unit_id == actor.place_unit_id), able[0])


def may_share(actor: Actor, unit_id: UUID | None) -> bool:
    """Sharing a line, or keeping it for its team, belongs to the team that wrote it."""
    return unit_id is None or actor.may(Right.RECORD_READ, unit_id)


def visible_by(facility: str) -> str:
    """What the author of a discreet facility reads before writing; the rule itself is `queries.told`."""
    return (
        f"l’équipe de {facility}, et elle seule. Si vous partagez\u00a0: toutes les équipes qui l’accompagnent, "
        "y compris sur la fiche de liaison imprimée."
    )
