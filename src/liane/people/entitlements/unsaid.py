"""Words of a right in which a place is written: around a protected person, absent for who may not know where she is (ux §5).

The rest of the right is told: that she may go out alone is known by the whole team, where she goes is not.
"""

from collections.abc import Iterable
from dataclasses import replace

from liane.access.actor import Actor
from liane.nomenclatures.entitlements import kinds
from liane.people.entitlements.models import Claim, Entitlement
from liane.people.entitlements.rules import RightDraft
from liane.people.facts import RecordFacts
from liane.people.policies import may_read_addresses


def rights_shown(actor: Actor, facts: RecordFacts, rows: Iterable[Entitlement]) -> list[Entitlement]:
    """The rights as this reader may see them: never to be saved afterwards."""
    found = list(rows)
    if not may_read_addresses(actor, facts):
        for row in found:
            row.note = row.reason = ""
            row.answers = {code: value for code, value in row.answers.items() if code not in _placing(row.kind)}
    return found


def claims_shown(actor: Actor, facts: RecordFacts, rows: Iterable[Claim]) -> list[Claim]:
    """The same of her requests."""
    found = list(rows)
    if not may_read_addresses(actor, facts):
        for row in found:
            row.note = row.reason = ""
    return found


def not_erased(actor: Actor, facts: RecordFacts, row: Entitlement, draft: RightDraft) -> RightDraft:
    """Who was not shown these words writes those that she knows, and erases none."""
    if may_read_addresses(actor, facts):
        return draft
    held = {code: value for code, value in row.answers.items() if code in _placing(row.kind)}
    return replace(draft, note=draft.note or row.note, answers={**held, **draft.answers})


def _placing(code: str) -> frozenset[str]:
    kind = kinds().get(code)
    return frozenset(question.code for question in kind.questions if question.locates) if kind else frozenset()
