"""Whole runs over the journal: what the job of each minute, the job of each night and the command call."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from liane.journal.models import Verification
from liane.journal.sealing.chain import OUTSIDE
from liane.journal.sealing.findings import Report
from liane.journal.sealing.heads import export_head, heads_folders, read_heads
from liane.journal.sealing.keys import trusted_keys
from liane.journal.sealing.seal import seal_everything
from liane.journal.sealing.verify import Proofs, Tell, quiet, verify
from liane.kit.events import emit
from liane.kit.tenancy import acting_for, set_organization

log = logging.getLogger("liane.journal")


def seal_and_export(*, at_once: bool = True) -> int:
    """Seal what waits, then take the heads out. An outside folder that does not answer never stops the sealing."""
    sealed = seal_everything(at_once=at_once)
    for organization_id in sealed_chains():
        try:
            with acting_for(organization_id or OUTSIDE):
                export_head(organization_id, timezone.now())
        except OSError as error:
            log.error("the heads of the journal could not be written: %s", error.__class__.__name__)
    return sealed


def sealed_chains(using: str = "default") -> list[UUID | None]:
    """Chains that have at least one seal (a function of the owner: one wall cannot see the others)."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT organization_id FROM journal_chains()")
        return [row[0] for row in cursor.fetchall()]


def proofs(heads: Iterable[Path] = ()) -> Proofs:
    """The public keys of the house, the heads that it exported, and those of other files."""
    own = [place for place in heads_folders() if place.is_dir()]
    return Proofs(trusted_keys(), read_heads([*own, *heads]))


@contextmanager
def still(using: str, organization_id: UUID | None = None) -> Iterator[None]:
    """A transaction in which the database does not move, so that a long reading sees one moment."""
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        if using == "default":
            set_organization(organization_id or OUTSIDE)
        yield


def verify_house(heads: Iterable[Path] = (), *, tell: Tell = quiet) -> Report:
    """Verify every chain of the house under the owner of the tables, and keep what each one said."""
    kept: list[tuple[UUID | None, Report]] = []
    known = proofs(heads)
    with still("owner"):
        report = verify(known, tell=tell, keep=lambda organization_id, found: kept.append((organization_id, found)))
    for organization_id, found in kept:
        if found.seals or found.findings:
            remember(organization_id, found, using="owner")
    return report


def verify_each_behind_its_wall() -> int:
    """The verification of the night, under the application role. How many chains are not as they were sealed."""
    broken = 0
    known = proofs()
    for organization_id in sealed_chains():
        with still("default", organization_id):
            report = verify(known, using="default", only=[organization_id])
        with acting_for(organization_id or OUTSIDE):
            remember(organization_id, report)
            if organization_id and not report.is_whole:
                emit("journal.touched", organization_id=organization_id, findings=len(report.findings))
        if not report.is_whole:
            broken += 1
            log.critical("the journal of an organisation is not as it was sealed: %s findings", len(report.findings))
    return broken


def remember(organization_id: UUID | None, report: Report, *, using: str = "default") -> None:
    """Keep one verification, with its first sentences."""
    Verification(
        organization_id=organization_id, at=timezone.now(), seals=report.seals, lines=report.lines, purged=report.purged,
        heads=report.heads, faults=len(report.findings), sentences=list(report.shown())[:50],
    ).save(force_insert=True, using=using)  # fmt: skip
