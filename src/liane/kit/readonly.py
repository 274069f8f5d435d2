"""Law 5: a GET writes nothing but the journal. The connection itself refuses."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connection

_READS = re.compile(r"^[\s(]*(SELECT|WITH|EXPLAIN|SAVEPOINT|RELEASE|ROLLBACK|SHOW|SET LOCAL|SET CONSTRAINTS)\b", re.I)
_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE|TRUNCATE|MERGE|procrastinate_defer\w*)\b", re.I)
_JOURNAL = re.compile(r"^\s*INSERT INTO \"?journal_journalentry\b", re.I)


class WritesRefused(RuntimeError):
    """A page that only shows tried to write: a defect of ours, never of the user."""


@lru_cache(maxsize=1024)
def _is_refused(text: str) -> bool:
    """Read once for each statement: a house asks the same few hundred questions all day."""
    traces = _JOURNAL.match(text) and len(_WRITES.findall(text)) == 1
    return not traces and (not _READS.match(text) or bool(_WRITES.search(text)))


def _guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    text = str(sql)
    if _is_refused(text):
        raise WritesRefused(f"A GET may not run: {text.strip().split(maxsplit=3)[:3]}")
    return execute(sql, params, many, context)


@contextmanager
def writes_refused() -> Iterator[None]:
    """Inside, only reads and the journal pass."""
    with connection.execute_wrapper(_guard):
        yield
