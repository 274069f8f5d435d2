"""Up to which line is the journal settled? A line written by a transaction that ends late must not slip behind a seal.

The number of a line is drawn after its transaction has its identifier (see the default of the column). So: read the last number
drawn; then draw a transaction identifier of our own; when every transaction older than ours has ended, every line up to
that number is there, or will never be. No lock: a page never waits for a seal, only the seal for the pages.
"""

import time

from django.db import connections, transaction

PATIENCE = 20.0
PAUSE = 0.05
_LAST = "SELECT last_value FROM journal_number"
_MINE = "SELECT pg_current_xact_id()::text"
_ENDED = "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= %s::text::xid8"


def settled_line(using: str = "default", *, patience: float | None = None) -> int | None:
    """The number up to which nothing can appear any more; None when a long writing is still at work (next time, then)."""
    connection, patience = connections[using], PATIENCE if patience is None else patience
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("the horizon is looked for between transactions")
    with connection.cursor() as cursor:
        cursor.execute(_LAST)
        last = int(cursor.fetchone()[0])
        cursor.execute(_MINE)
        mine = cursor.fetchone()[0]
        begun = time.monotonic()
        while True:
            cursor.execute(_ENDED, [mine])
            if cursor.fetchone()[0]:
                return last
            if time.monotonic() - begun > patience:
                return None
            time.sleep(PAUSE)
