"""The line to the database falls in the middle of a page: what was asked is asked once more, and written once."""

from django.contrib.messages.storage import default_storage
from django.db import OperationalError, connection
from django.http import HttpRequest

# No word from PostgreSQL (the line fell), or: it is stopping, starting, or has undone one of two transactions that waited
# for each other. A full disk, a refused value, a wait that was too long are answers: asking again changes nothing.
_PASSING = {None, "57P01", "57P02", "57P03", "40P01", "40001"}


def is_lost(error: BaseException) -> bool:
    """Did the database go away, or undo this transaction for the sake of another? (Not: it refused what was asked.)"""
    return isinstance(error, OperationalError) and getattr(error.__cause__, "sqlstate", None) in _PASSING


def may_ask_again(request: HttpRequest, *, committing: bool) -> bool:
    """Nothing was kept: ask again. Lost at the commit itself, nobody knows: only what carries its identifier is sent again.

    Files were read once, and are not sent again by the house: their author does.
    """
    if getattr(request, "_files", None):
        return False
    return not committing or request.method in ("GET", "HEAD") or bool(request.POST.get("id"))


def start_afresh(request: HttpRequest) -> None:
    """Another line, and nothing left of what the first try wanted to say."""
    connection.close()
    if hasattr(request, "_messages"):
        request._messages = default_storage(request)
