"""Seal what was written since the last seal: the cost is that of the new lines, and no page waits for it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connections
from django.utils import timezone

from liane.journal.models import Seal
from liane.journal.sealing.chain import (
    CANONICAL,
    FORM,
    OUTSIDE,
    START,
    Statement,
    chain_name,
    digest_of,
    instant,
    leaves_of,
)
from liane.journal.sealing.horizon import settled_line
from liane.journal.sealing.keys import SigningKey, signing_key
from liane.kit.tenancy import acting_for

BATCH = 10_000
ENOUGH, FRESH = 200, timedelta(minutes=4)
_LINES = f"""
SELECT number, {CANONICAL}, at FROM journal_journalentry
WHERE organization_id IS NOT DISTINCT FROM %s::uuid AND number > %s AND number <= %s ORDER BY number LIMIT %s
"""  # noqa: S608
_LINES_OF_ONE = _LINES.replace("IS NOT DISTINCT FROM %s::uuid", "= %s::uuid")
_LINES_OUTSIDE = _LINES.replace("IS NOT DISTINCT FROM %s::uuid", "IS NULL")
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('liane.seal.' || %s::text, 0))"


def seal_everything(*, patience: float | None = None, at_once: bool = True) -> int:
    """Seal every chain up to the settled line. The number of lines sealed; none while a long writing is at work.

    `at_once=False`, every minute: a chain with few and fresh lines waits a little, so that three years make no million seals.
    """
    upto = settled_line(patience=patience)
    if upto is None:
        return 0
    key = signing_key()
    sealed = 0
    for organization_id in waiting(upto, at_once=at_once):
        while True:  # one transaction for each batch: a crash loses nothing, the next run goes on
            with acting_for(organization_id or OUTSIDE):
                seal = seal_batch(organization_id, upto, key)
            if seal is None:
                break
            sealed += seal.lines
    return sealed


def waiting(upto: int, using: str = "default", *, at_once: bool = True) -> list[UUID | None]:
    """Chains that hold lines beyond their last seal (a function of the owner: one wall cannot see the others)."""
    enough, since = (1, timezone.now()) if at_once else (ENOUGH, timezone.now() - FRESH)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT organization_id FROM journal_waiting(%s, %s, %s)", [upto, enough, since])
        return [row[0] for row in cursor.fetchall()]


def seal_batch(
    organization_id: UUID | None, upto: int, key: SigningKey, *, batch: int = BATCH, using: str = "default"
) -> Seal | None:
    """One more seal for a chain, or None when nothing waits. Runs inside the wall of the organisation, in a transaction."""
    with connections[using].cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [chain_name(organization_id)])
        last = last_seal(organization_id, using)
        lines = _read(cursor, organization_id, last.last_line if last else 0, upto, batch)
    if not lines:
        return None
    seal = _made(organization_id, last, lines, key, timezone.now())
    seal.save(force_insert=True, using=using)
    return seal


def last_seal(organization_id: UUID | None, using: str = "default") -> Seal | None:
    """The newest seal of a chain, without its leaves."""
    return Seal.objects.using(using).filter(organization_id=organization_id).order_by("-number").defer("leaves").first()


def _read(cursor: Any, organization_id: UUID | None, after: int, upto: int, batch: int) -> list[tuple[int, str, Any]]:
    if organization_id is None:
        cursor.execute(_LINES_OUTSIDE, [after, upto, batch])
    else:
        cursor.execute(_LINES_OF_ONE, [organization_id, after, upto, batch])
    return list(cursor.fetchall())


def _made(
    organization_id: UUID | None, last: Seal | None, lines: list[tuple[int, str, Any]], key: SigningKey, now: datetime
) -> Seal:
    leaves = leaves_of((number, text) for number, text, _ in lines)
    digest, previous = digest_of(leaves), bytes(last.head) if last else START
    statement = Statement(
        organization=chain_name(organization_id),
        number=last.number + 1 if last else 1,
        first_line=lines[0][0],
        last_line=lines[-1][0],
        lines=len(lines),
        sealed_at=instant(now),
        digest=digest.hex(),
        previous=previous.hex(),
    )
    return Seal(
        organization_id=organization_id, number=statement.number, form=FORM, first_line=statement.first_line,
        last_line=statement.last_line, lines=statement.lines, first_at=min(at for _, _, at in lines),
        last_at=max(at for _, _, at in lines), sealed_at=now, digest=digest, previous=previous, head=statement.head,
        key=key.name, signature=key.sign(statement.head), leaves=leaves,
    )  # fmt: skip


def statement_of(seal: Seal) -> Statement:
    """What a seal of the database says, to be signed or checked."""
    return Statement(
        organization=chain_name(seal.organization_id), number=seal.number, first_line=seal.first_line,
        last_line=seal.last_line, lines=seal.lines, sealed_at=instant(seal.sealed_at), digest=bytes(seal.digest).hex(),
        previous=bytes(seal.previous).hex(), form=seal.form,
    )  # fmt: skip
