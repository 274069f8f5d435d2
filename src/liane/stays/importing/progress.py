"""Say how far a long import is, while its transaction is still open: nothing of it can be seen from outside yet."""

import time
from types import TracebackType
from uuid import UUID

from django.db import connections

from liane.kit.tenancy import SETTING

EVERY = 1.0  # seconds


class ToldProgress:
    """Writes the number of lines done from a connection of its own, at most once a second."""

    def __init__(self, organization_id: UUID | str, batch_id: UUID | str) -> None:
        self.organization_id = str(organization_id)
        self.batch_id = str(batch_id)
        self.connection = connections.create_connection("default")
        self.last = 0.0

    def __enter__(self) -> "ToldProgress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()

    def __call__(self, done: int, total: int) -> None:
        """So many lines are done."""
        now = time.monotonic()
        if now - self.last < EVERY:
            return
        self.last = now
        self.connection.ensure_connection()
        raw = self.connection.connection
        with raw.transaction():
            raw.execute("SELECT set_config(%s, %s, true)", [SETTING, self.organization_id])
            raw.execute(
                "UPDATE stays_importbatch SET done = %s, total = %s WHERE id = %s", [done, total, self.batch_id]
            )
