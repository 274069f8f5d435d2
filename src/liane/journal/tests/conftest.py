"""A journal to tamper with: written, sealed and read again by the owner of the tables, in one transaction undone at the end."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import LazySettings
from django.db import connections

from liane.journal.sealing.chain import OUTSIDE
from liane.journal.sealing.findings import Report
from liane.journal.sealing.heads import Head, export_head, read_heads
from liane.journal.sealing.keys import signing_key, trusted_keys
from liane.journal.sealing.seal import seal_batch
from liane.journal.sealing.verify import Proofs, verify
from liane.kit.ids import uuid7

LINES = """
INSERT INTO journal_journalentry (id, organization_id, at, kind, actor_id, actor_name, actor_role, record_id, reason, origin, detail)
SELECT gen_random_uuid(), %s::text::uuid, %s::text::timestamptz + make_interval(secs => i), 'record.opened', %s::text::uuid,
    'Maud Lefort', 'infirmière', %s::text::uuid, 'Fait partie de l’équipe', '127.0.0.1', jsonb_build_object('rank', i)
FROM generate_series(1, %s::int) i
"""


@dataclass
class Ledger:
    """One organisation with its lines, as somebody who owns the machine sees it."""

    folder: Path
    organization_id: UUID = field(default_factory=uuid7)
    person: UUID = field(default_factory=uuid7)
    using: str = "owner"

    def ask(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run one order as the owner."""
        with connections[self.using].cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall()) if cursor.description else []

    def write(self, count: int, *, at: datetime | None = None, organization_id: UUID | None = None) -> list[int]:
        """More lines; their numbers."""
        house = None if organization_id == OUTSIDE else organization_id or self.organization_id
        since = at or datetime.now(UTC) - timedelta(hours=1)
        last = self.ask("SELECT coalesce(max(number), 0) FROM journal_journalentry")[0][0]
        self.ask(LINES, house and str(house), since.isoformat(), str(self.person), str(self.person), count)
        return [
            row[0] for row in self.ask("SELECT number FROM journal_journalentry WHERE number > %s ORDER BY 1", last)
        ]

    def seal(self, *, batch: int = 10, organization_id: UUID | None = None) -> None:
        """Seal all that waits."""
        house = None if organization_id == OUTSIDE else organization_id or self.organization_id
        upto = self.ask("SELECT last_value FROM journal_number")[0][0]
        while seal_batch(house, upto, signing_key(), batch=batch, using=self.using):
            pass

    def export(self) -> list[Head]:
        """Take the head out, as the job does."""
        export_head(self.organization_id, datetime.now(UTC), using=self.using)
        return read_heads([self.folder / "tetes"])

    def tamper(self, sql: str, *parameters: object) -> None:
        """What the owner of a database can always do: put the triggers to sleep, and write."""
        for table in ("journal_journalentry", "journal_seal"):
            self.ask(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        self.ask(sql, *parameters)
        for table in ("journal_journalentry", "journal_seal"):
            self.ask(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    def verify(self, heads: list[Head] | None = None) -> Report:
        """What the verification says of this organisation."""
        return verify(Proofs(trusted_keys(), heads or []), using=self.using, only=[self.organization_id])


@pytest.fixture
def ledger(db: Any, settings: LazySettings, tmp_path: Path) -> Iterator[Ledger]:
    """Thirty-five lines in four seals of ten."""
    settings.JOURNAL_FOLDER = tmp_path / "journal"
    settings.JOURNAL_HEADS_FOLDER = ""
    made = Ledger(tmp_path / "journal")
    made.ask(
        "INSERT INTO organizations_organization (id, name, finess_ej) VALUES (%s, 'Essai', '')", made.organization_id
    )
    made.write(35)
    made.seal()
    yield made
