"""What a team wrote about nobody in particular has its term too (CNIL 2023-095): announced, erased, told in the journal."""

from datetime import date
from typing import Any
from uuid import UUID

from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.retention.purge import ByTheRule
from liane.journal.retention.rules import holds_of
from liane.nomenclatures.retention import team_rule
from liane.notes.queries.ageing import past_their_term


def erase_old(organization_id: UUID, on: date) -> int:
    """What is past its term on that day, in the organisation of the transaction. A hold on anybody keeps all of it: the word of
    a team may speak of anybody. How many lines went."""
    if holds_of(organization_id):
        return 0
    gone: dict[str, Any] = {name: found.delete()[0] for name, found in past_their_term(on).items()}
    if any(gone.values()):
        trace(ByTheRule(organization_id, "Liane"), Kind.TEAM_WORDS_ERASED, reason=team_rule().source, **gone)
    return sum(gone.values())
