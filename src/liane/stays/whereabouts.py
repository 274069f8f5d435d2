"""Where a protected person comes from, is away and goes: absent, not masked, for who does not read the social part (ux §5).

Free words beside it (a remark, who asked, what to tell the kitchen, what she becomes) name such places too: the same rule.
"""

from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from liane.access.actor import Actor
from liane.people.facts import RecordFacts
from liane.people.policies import may_read_addresses
from liane.people.queries.told import SPEAKS_OF_PLACES
from liane.stays.given import Details, Exit
from liane.stays.models import Absence, Stay

Row = TypeVar("Row", Absence, Stay)

OF_ABSENCE = ("place", "phone", "kitchen", "note")
_OF_STAY = ("origin", "origin_number", "asked_by", "comment", "destination")
_OF_DETAILS = ("origin", "origin_number", "asked_by", "comment")


def leave_out(actor: Actor, facts: RecordFacts, row: Row) -> Row:
    """The row as this reader may see it: never to be saved afterwards."""
    if not may_read_addresses(actor, facts):
        for name in (*OF_ABSENCE, "cancel_reason") if isinstance(row, Absence) else _OF_STAY:
            setattr(row, name, "")
    return row


def unseen(actor: Actor, facts: RecordFacts, of: type[Absence] | type[Stay]) -> tuple[str, ...]:
    """Fields that a form which corrects does not ask this reader: she could only erase them. The room of a stay is no secret."""
    if may_read_addresses(actor, facts):
        return ()
    return OF_ABSENCE if of is Absence else _OF_STAY


def unseen_details(actor: Actor, facts: RecordFacts, stay: Stay, details: Details) -> Details:
    """What was not shown is not erased by who corrects the rest."""
    if may_read_addresses(actor, facts):
        return details
    return replace(details, **{name: getattr(stay, name) for name in _OF_DETAILS})


def unseen_exit(actor: Actor, facts: RecordFacts, stay: Stay, leaving: Exit) -> Exit:
    """Somebody who may not read the destination writes the one that she knows, and erases none."""
    if leaving.destination or may_read_addresses(actor, facts):
        return leaving
    return replace(leaving, destination=stay.destination)


def reads_after_exit(actor: Actor, unit_id: UUID, *, is_protected: bool) -> bool:
    """What somebody becomes, once she has left: her record may be closed, so that the part is the one read in the unit she left."""
    return not is_protected or bool(actor.volets_read([unit_id]) & SPEAKS_OF_PLACES)
