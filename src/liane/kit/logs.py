"""What the log of a failure says: where it happened and of which kind, never the values that somebody had typed.

PostgreSQL and Python repeat the value that they cannot read: it may be a name or a writing, and a log is kept, sent and
read by others than the team (security.md F3).
"""

import logging
import traceback
from types import TracebackType

_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """The stack and the kind of each failure of the chain; the SQLSTATE of the database in the place of its words."""

    def formatException(self, ei: _Failure) -> str:
        """Called by logging for `exc_info`."""
        failure = ei[1]
        lines: list[str] = []
        while failure is not None and len(lines) < 1_000:
            lines += [*traceback.format_tb(failure.__traceback__), f"{_kind(failure)}\n"]
            failure = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)
        return "".join(lines).rstrip()


def _kind(failure: BaseException) -> str:
    name = f"{type(failure).__module__}.{type(failure).__qualname__}"
    state = getattr(failure, "sqlstate", None)
    return f"{name} ({state})" if state else name
