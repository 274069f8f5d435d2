"""What the log says: where something happened and of which kind, never the values that somebody had typed.

PostgreSQL and Python repeat the value that they cannot read: it may be a name or a writing, and a log is kept, sent and
read by others than the team (security.md F3).
"""

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType

from django.http import HttpRequest, HttpResponse

from liane.kit import measures

_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
OURS = "liane"
TOLD = ("method", "route", "status", "ms")  # what our own lines may add, and nothing else
log = logging.getLogger("liane.requests")


def _words(record: logging.LogRecord) -> str:
    """Our own words are chosen; those of a library may hold a value, so only their pattern is kept, or where they come from."""
    if record.name.split(".")[0] == OURS:
        return record.getMessage()
    if record.args and isinstance(record.msg, str):
        return record.msg
    return f"{record.module}:{record.funcName}:{record.lineno}"


class DiscreetFormatter(logging.Formatter):
    """The stack and the kind of each failure of the chain; the SQLSTATE of the database in the place of its words."""

    def format(self, record: logging.LogRecord) -> str:
        """A line, then the failure if there is one."""
        lines = [f"{record.levelname} {record.name} : {_words(record)}"]
        if record.exc_info:
            lines.append(self.formatException(record.exc_info))  # type: ignore[arg-type]
        return "\n".join(lines)

    def formatException(self, ei: _Failure) -> str:
        """Called by logging for `exc_info`."""
        failure = ei[1]
        lines: list[str] = []
        while failure is not None and len(lines) < 1_000:
            lines += [*traceback.format_tb(failure.__traceback__), f"{_kind(failure)}\n"]
            failure = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)
        return "".join(lines).rstrip()


class LineFormatter(DiscreetFormatter):
    """The same as one JSON object a line, for the tools of a host."""

    def format(self, record: logging.LogRecord) -> str:
        """One object."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _words(record),
        }
        if record.name.split(".")[0] == OURS:
            said |= {name: getattr(record, name) for name in TOLD if hasattr(record, name)}
        if record.exc_info:
            said["failure"] = self.formatException(record.exc_info)  # type: ignore[arg-type]
        return json.dumps(said, ensure_ascii=False)


def _kind(failure: BaseException) -> str:
    name = f"{type(failure).__module__}.{type(failure).__qualname__}"
    state = getattr(failure, "sqlstate", None)
    return f"{name} ({state})" if state else name


class Watch:
    """One line and one measure an answer: the name of the page, never its address, which names a record."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        taken = time.perf_counter() - begun
        found = request.resolver_match
        route = found.view_name if found else ("static" if request.path.startswith("/static/") else "unknown")
        method = request.method if request.method in measures.METHODS else "OTHER"
        measures.answered(method or "", route, response.status_code, taken)
        if route not in measures.PROBES:
            told = {"method": method, "route": route, "status": response.status_code, "ms": round(taken * 1000)}
            log.info("answered", extra=told)
        return response
