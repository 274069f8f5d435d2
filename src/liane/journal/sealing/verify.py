"""Read the whole journal again and say whether anything was edited, removed, inserted, moved, cut, rewritten or rolled back.

Digests are computed here, from what the database shows; the keys and the exported heads come from outside of it.
"""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import connections

from liane.journal.models import Seal
from liane.journal.retention.certificates import certificates_of, is_genuine
from liane.journal.sealing.chain import CANONICAL, FORM, OUTSIDE, START, chain_name, cut, digest_of, leaves_of
from liane.journal.sealing.findings import Fault, Finding, Report, compare, named
from liane.journal.sealing.heads import Head
from liane.journal.sealing.keys import is_signed
from liane.journal.sealing.seal import statement_of
from liane.kit.dates import local

AT_ONCE = 5_000
_SAYS = {
    Fault.EDITED: "la ligne {n} a été modifiée après coup ({seal}).",
    Fault.REMOVED: "la ligne {n} a été supprimée ({seal}).",
    Fault.INSERTED: "la ligne {n} a été ajoutée après coup ({seal}).",
    Fault.MOVED: "la ligne {n} n’est plus à sa place : l’ordre a été changé ({seal}).",
}
Tell = Callable[[int], None]
Keep = Callable[[UUID | None, Report], None]


def quiet(_lines: int) -> None:
    """Nobody waits to know how many lines were just read."""


def forget(_organization_id: UUID | None, _report: Report) -> None:
    """Nobody keeps what was found in one chain."""


@dataclass(frozen=True, slots=True)
class Proofs:
    """What stands outside the database: the public keys of the house, and the heads that were exported."""

    keys: dict[str, Ed25519PublicKey]
    heads: list[Head]


class ChainCheck:
    """The verification of one chain."""

    def __init__(self, organization_id: UUID | None, name: str, proofs: Proofs, using: str, report: Report) -> None:
        self.organization_id, self.name, self.proofs, self.using, self.report = (
            organization_id, name, proofs, using, report,
        )  # fmt: skip
        self.heads: dict[int, bytes] = {}
        self.unknown: dict[str, list[int]] = {}
        self.last: Seal | None = None
        self.wanted = {
            h.statement.number for h in proofs.heads if h.statement.organization == chain_name(organization_id)
        }

    def found(self, fault: Fault, sentence: str) -> None:
        """Keep one finding."""
        self.report.findings.append(Finding(fault, self.name, sentence))

    def run(self, tell: Tell) -> None:
        """Seal by seal beside line by line, both read once and in order."""
        self.report.chains += 1
        lines = self._lines()
        held = next(lines, None)
        with closing(lines):
            for seal in (
                Seal.objects.using(self.using)
                .filter(organization_id=self.organization_id)
                .order_by("number", "id")
                .iterator(chunk_size=20)
            ):
                self._check_seal(seal)
                actual: list[tuple[int, str]] = []
                while held is not None and held[0] <= seal.last_line:
                    actual.append(held)
                    held = next(lines, None)
                self._check_lines(seal, actual)
                self.last = seal
                tell(seal.lines)
            while held is not None:
                self.report.waiting += 1
                held = next(lines, None)
        for key, numbers in self.unknown.items():
            which = (
                f"le scellé n°\u00a0{numbers[0]} est signé"
                if len(numbers) == 1
                else (f"{len(numbers)} scellés, du n°\u00a0{numbers[0]} au n°\u00a0{numbers[-1]}, sont signés")
            )
            self.found(Fault.KEY_UNKNOWN, f"{which} par une clé que la maison ne connaît pas ({key}).")
        self._check_heads()

    def _lines(self) -> Generator[tuple[int, str], None, None]:
        where = "organization_id IS NULL" if self.organization_id is None else "organization_id = %s"
        query = f"SELECT number, {CANONICAL} FROM journal_journalentry WHERE {where} ORDER BY number, id"  # noqa: S608
        with connections[self.using].chunked_cursor() as cursor:
            cursor.execute(query, [] if self.organization_id is None else [self.organization_id])
            while rows := cursor.fetchmany(AT_ONCE):
                yield from rows

    def _check_seal(self, seal: Seal) -> None:
        self.report.seals += 1
        expected = self.last.number + 1 if self.last else 1
        if seal.number != expected:
            gone = (
                f"le scellé n°\u00a0{expected} a"
                if seal.number == expected + 1
                else (f"les scellés n°\u00a0{expected} à {seal.number - 1} ont")
            )
            self.found(Fault.SEAL_MISSING, f"{gone} disparu (avant le {named(seal)}).")
        elif bytes(seal.previous) != (bytes(self.last.head) if self.last else START):
            self.found(Fault.SEAL_FORGED, f"le {named(seal)} ne suit pas celui d’avant.")
        leaves, numbers = bytes(seal.leaves), [number for number, _ in cut(bytes(seal.leaves))]
        agrees = (
            seal.form == FORM
            and len(numbers) == seal.lines
            and digest_of(leaves) == bytes(seal.digest)
            and numbers[:1] + numbers[-1:] == [seal.first_line, seal.last_line]
            and statement_of(seal).head == bytes(seal.head)
        )
        key = self.proofs.keys.get(seal.key)
        if key is None:
            self.unknown.setdefault(seal.key, []).append(seal.number)
        elif not agrees or not is_signed(key, bytes(seal.signature), bytes(seal.head)):
            self.found(Fault.SEAL_FORGED, f"le {named(seal)} a été réécrit : sa signature n’est pas la bonne.")
        if seal.number in self.wanted:
            self.heads[seal.number] = bytes(seal.head)

    def _check_lines(self, seal: Seal, lines: list[tuple[int, str]]) -> None:
        self.report.lines += len(lines)
        leaves = leaves_of(lines)
        if leaves == bytes(seal.leaves):
            return
        for fault, number in compare(
            cut(bytes(seal.leaves)), cut(leaves), self._excused(seal, {number for number, _ in lines})
        ):
            self.found(fault, _SAYS[fault].format(n=number, seal=named(seal)))

    def _excused(self, seal: Seal, present: set[int]) -> Callable[[int], bool]:
        """Lines that a signed certificate says erased at their term."""
        numbers: set[int] = set()
        for purge in certificates_of(self.organization_id, seal.number, self.using):
            if is_genuine(purge, self.proofs.keys):
                numbers.update(purge.numbers)
            else:
                self.found(Fault.PURGE_FORGED, f"un certificat d’effacement a été fabriqué ou réécrit ({named(seal)}).")
        self.report.purged += len(numbers - present)
        return numbers.__contains__

    def _check_heads(self) -> None:
        number = self.last.number if self.last else 0
        ours = [h for h in self.proofs.heads if h.statement.organization == chain_name(self.organization_id)]
        for head in sorted(ours, key=lambda h: h.statement.number):
            said = head.statement
            day = f"{local(datetime.fromisoformat(said.sealed_at)):%d/%m/%Y à %H:%M}"
            self.report.heads += 1
            if not head.is_genuine(self.proofs.keys):
                self.found(
                    Fault.HEAD_FORGED,
                    f"la tête exportée n°\u00a0{said.number} du {day} n’a pas été signée par la maison.",
                )
            elif said.number > number:
                self.found(
                    Fault.CUT,
                    f"le scellé n°\u00a0{said.number} du {day} a été exporté, mais la base s’arrête au n°\u00a0{number} : "
                    "la fin du journal a été coupée, ou la base est revenue en arrière.",
                )
                return
            elif self.heads.get(said.number) not in (None, bytes.fromhex(head.head)):
                self.found(
                    Fault.REWRITTEN,
                    f"à partir du scellé n°\u00a0{said.number} du {day}, la base n’est plus celle qui a été exportée : "
                    "la chaîne a été recalculée, ou la base est revenue en arrière puis a continué.",
                )
                return


def verify(
    proofs: Proofs,
    *,
    using: str = "owner",
    only: Iterable[UUID | None] | None = None,
    tell: Tell = quiet,
    keep: Keep = forget,
) -> Report:
    """Verify every chain that this connection sees (the owner sees all; `only` for a job that stands behind one wall).

    Must run in a transaction whose snapshot does not move (see `still`): seals and lines are read one after the other.
    """
    names = dict(_chains(using)) if only is None else dict.fromkeys(only, "Votre organisme")
    told = {h.statement.organization for h in proofs.heads} - {chain_name(one) for one in names}
    for missing in sorted(told if only is None else ()):
        names[None if missing == str(OUTSIDE) else UUID(missing)] = "Organisme disparu de la base"
    whole = Report()
    for organization_id, name in names.items():
        report = Report()
        ChainCheck(organization_id, name, proofs, using, report).run(tell)
        keep(organization_id, report)
        whole.add(report)
    return whole


_ORGANIZATIONS = """
WITH RECURSIVE held AS (
    (SELECT organization_id AS id FROM journal_journalentry WHERE organization_id IS NOT NULL ORDER BY 1 LIMIT 1)
    UNION ALL
    SELECT (SELECT j.organization_id FROM journal_journalentry j WHERE j.organization_id > held.id ORDER BY 1 LIMIT 1)
    FROM held WHERE held.id IS NOT NULL
)
SELECT k.id, coalesce(o.name, 'Organisme inconnu ' || k.id) FROM (
    SELECT id FROM held WHERE id IS NOT NULL UNION SELECT organization_id FROM journal_seal WHERE organization_id IS NOT NULL
) k LEFT JOIN organizations_organization o ON o.id = k.id ORDER BY 2
"""


def _chains(using: str) -> list[tuple[UUID | None, str]]:
    """Every organisation that has a line or a seal, even one that no longer exists; then what belongs to none."""
    with connections[using].cursor() as cursor:
        cursor.execute(_ORGANIZATIONS)
        return [*((row[0], row[1]) for row in cursor.fetchall()), (None, "Connexions hors organisme")]
