"""Words of a measure in which a place is written: around a protected person, absent for who may not know where she is (ux §5).

That somebody is under curatelle, and who exercises it, is known before acting; what the decision says, where the judge hears
her and why a line was corrected are not.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from liane.access.actor import Actor
from liane.people.facts import RecordFacts
from liane.people.policies import may_read_addresses
from liane.people.protection.data import AuthorityDraft, HearingDraft, MeasureDraft
from liane.people.protection.facts import ProtectionFacts
from liane.people.protection.models import Hearing, LegalMeasure, ParentalAuthority, Versioned

Line = TypeVar("Line", bound=Versioned)
AnyDraft = TypeVar("AnyDraft", MeasureDraft, AuthorityDraft, HearingDraft)
PLACING: dict[type[Versioned], tuple[str, ...]] = {
    LegalMeasure: ("note",), ParentalAuthority: ("remains", "visits_note"), Hearing: ("place", "called"),
}  # fmt: skip


def facts_shown(actor: Actor, facts: RecordFacts, known: ProtectionFacts) -> ProtectionFacts:
    """The facts as this reader may see them."""
    if may_read_addresses(actor, facts):
        return known
    return replace(
        known,
        measures=tuple(replace(measure, note="") for measure in known.measures),
        hearings=tuple(replace(hearing, place="", called="") for hearing in known.hearings),
    )


def lines_shown(actor: Actor, facts: RecordFacts, rows: Iterable[Line]) -> list[Line]:
    """Versions as this reader may see them: never to be saved afterwards."""
    found = list(rows)
    if not may_read_addresses(actor, facts):
        for row in found:
            for name in ("reason", *PLACING[type(row)]):
                setattr(row, name, "")
    return found


def not_erased(actor: Actor, facts: RecordFacts, row: Versioned, draft: AnyDraft) -> AnyDraft:
    """Who was not shown these words writes those that she knows, and erases none."""
    if may_read_addresses(actor, facts):
        return draft
    return replace(draft, **{name: getattr(draft, name) or getattr(row, name) for name in PLACING[type(row)]})
