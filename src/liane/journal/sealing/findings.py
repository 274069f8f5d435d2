"""What a verification finds, each in a French sentence that says where."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from liane.journal.models import Seal
from liane.kit.dates import local

SHOWN = 20


class Fault(StrEnum):
    """Every way in which a journal can have been touched."""

    EDITED = "modifiée"
    REMOVED = "supprimée"
    INSERTED = "ajoutée"
    MOVED = "déplacée"
    SEAL_MISSING = "scellé absent"
    SEAL_FORGED = "scellé réécrit"
    KEY_UNKNOWN = "clé inconnue"
    CUT = "fin coupée ou retour en arrière"
    REWRITTEN = "chaîne recalculée"
    HEAD_FORGED = "tête fausse"
    PURGE_FORGED = "purge fausse"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed."""

    fault: Fault
    where: str
    sentence: str


@dataclass(slots=True)
class Report:
    """What a verification has read and found."""

    chains: int = 0
    seals: int = 0
    lines: int = 0
    purged: int = 0
    waiting: int = 0
    heads: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Nothing was touched."""
        return not self.findings

    def add(self, other: "Report") -> None:
        """Put another chain beside those already read."""
        for name in ("chains", "seals", "lines", "purged", "waiting", "heads"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.findings += other.findings

    def shown(self) -> Iterator[str]:
        """The sentences, at most twenty of a kind and a place, then how many more."""
        seen: Counter[tuple[Fault, str]] = Counter()
        for finding in self.findings:
            seen[finding.fault, finding.where] += 1
            if seen[finding.fault, finding.where] <= SHOWN:
                yield f"{finding.where} : {finding.sentence}"
        for (fault, where), count in seen.items():
            if count > SHOWN:
                yield f"{where} : et {count - SHOWN} autres constats du même genre ({fault})."


def named(seal: Seal) -> str:
    """«scellé n° 12 du 26/11/2026 à 01:02»."""
    return f"scellé n°\u00a0{seal.number} du {local(seal.sealed_at):%d/%m/%Y à %H:%M}"


def compare(
    expected: Iterable[tuple[int, bytes]], actual: Iterable[tuple[int, bytes]], excused: Callable[[int], bool]
) -> Iterator[tuple[Fault, int]]:
    """Line by line, what differs inside one seal. `excused`: lines whose purge is signed.

    Lines that exchanged their places keep their digests: they are told as moved, not as edited.
    """
    was: dict[int, bytes] = dict(expected)
    now: dict[int, bytes] = {}
    doubles: list[int] = []
    for number, leaf in actual:
        if number in now:
            doubles.append(number)
        if number not in now or leaf == was.get(number):  # of two lines with one number, the sealed one is the true one
            now[number] = leaf
    changed = [number for number in was if number in now and was[number] != now[number]]
    gone = [number for number in was if number not in now and not excused(number)]
    extra = [number for number in now if number not in was]
    missing_leaves = Counter(was[number] for number in (*changed, *gone))
    new_leaves = Counter(now[number] for number in (*changed, *extra))
    moved = missing_leaves & new_leaves
    for number in changed:
        yield (Fault.MOVED if moved[now[number]] and moved[was[number]] else Fault.EDITED), number
    for number in gone:
        yield (Fault.MOVED if moved[was[number]] else Fault.REMOVED), number
    for number in extra:
        if not moved[now[number]]:
            yield Fault.INSERTED, number
    for number in doubles:
        yield Fault.INSERTED, number
