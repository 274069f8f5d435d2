"""Who may read, sign, consent, be informed, at a date: the one function that pages, portal, consents and printing ask."""

from datetime import date
from uuid import UUID

from liane.kit.dates import today
from liane.people.protection.policies import Standing, standing_of
from liane.people.protection.queries import protection_facts


def standing(record_id: UUID, on: date | None = None) -> Standing | None:
    """The whole truth, for a decision: never shown as it is (`protection.showing` leaves out what a reader may not know).

    One query and a pure rule. None when there is no such record in the organisation of the transaction.
    """
    facts = protection_facts(record_id)
    return None if facts is None else standing_of(facts, on or today())
