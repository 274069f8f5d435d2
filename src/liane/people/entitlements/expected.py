"""What a sector expects in a record, and what is not there: a list to look at together, never a reproach."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from liane.nomenclatures.entitlements import kinds
from liane.nomenclatures.packs import Expected, PackError, load_pack
from liane.people.entitlements.models import Entitlement

PRESENT, EXPIRED, PAPER_ONLY, MISSING = "present", "expired", "paper", "missing"


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing expected, and how it stands."""

    expected: Expected
    state: str


def expected_of(packs: Iterable[str]) -> dict[str, Expected]:
    """What these sectors expect, in the order of the first one."""
    found: dict[str, Expected] = {}
    for code in packs:
        try:
            for one in load_pack(code).expected:
                found.setdefault(one.code, one)
        except PackError:  # the sector file has gone: what is there is still shown
            continue
    return found


def checked(
    packs: Iterable[str], rights: Iterable[Entitlement], papers: Collection[str], volets: Collection[str], on: date
) -> list[Checked]:
    """Each thing expected that this reader can judge: she reads the parts in which it would be.

    `papers`: the sorts of papers that she sees in the record. A right without a known end counts as there.
    """
    held = [row for row in rights if not row.is_withdrawn]
    found = []
    for one in expected_of(packs).values():
        if not _volets(one) <= set(volets):
            continue
        mine = [row for row in held if row.kind in one.rights]
        if any(row.expires_on is None or row.expires_on >= on for row in mine):
            state = PRESENT
        elif mine:
            state = EXPIRED
        elif set(one.papers) & set(papers):
            state = PAPER_ONLY if one.rights else PRESENT
        else:
            state = MISSING
        found.append(Checked(one, state))
    return found


def _volets(one: Expected) -> set[str]:
    known = kinds()
    return {known[code].volet for code in one.rights if code in known} | {one.volet}
