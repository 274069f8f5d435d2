"""Who takes a list of persons out of Liane, or touches accounts, posts, roles, proves again that it is she (security.md C8).

Each page is followed to what it calls; what it writes is read in the code. A page that writes such a thing without asking for a
proof fails here, until somebody says below why.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from test_farid import ALL

from liane.journal.models import RetentionRule
from liane.professionals.tests.test_proof import later
from liane.testing import House

# What a page writes is read in what it traces: no gesture is without its trace.
_KINDS = (
    "EXPORTED", "ACCESSES_EXPORTED", "MAIL_PRINTED", "ACCOUNT_OPENED", "ACCOUNT_RESCUED", "HOUSE_FOUNDED", "POST_GIVEN", "POST_ENDED",
    "POST_CONFIRMED", "ROLE_CHANGED", "LOOK_STARTED", "RECORDS_JOINED", "RECORD_PARTED", "REGROUPING_UNDONE", "RETENTION_CHOSEN",
    "HOLD_PLACED", "HOLD_LIFTED", "RECORD_ARCHIVED", "RECORD_DESTROYED", "RECORD_RETENTION_CHOSEN", "REFERRAL_ERASED",
)  # fmt: skip
WRITES = re.compile(
    rf"\bwrite_csv\(|\bwaiting_pdf\(|\bKind\.(?:{'|'.join(_KINDS)})\b|\baccount\.save\(|\binsert\((?:post|role|account)\)"
)
# Pages that write so and ask for no proof, and why.
WITHOUT = {
    "professionals:password": "asks for the old password itself",
    "professionals:choose": "a link good once, sent or handed over to who cannot prove anything any more",
    "professionals:address_confirm": "a link sent to the address that it confirms",
    "stays:import_model": "an example: two lines that name nobody",
    "stays:retention": "shows what waits; each gesture has its page",
}


def views(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback


def names_of(code: CodeType) -> set[str]:
    inner = (const for const in code.co_consts if isinstance(const, CodeType))
    return set(code.co_names).union(*(names_of(one) for one in inner))


@cache
def called(function: Any) -> set[Any]:
    """The functions of the house that this one names."""
    names = names_of(function.__code__)
    known = [function.__globals__[name] for name in names if name in function.__globals__]
    inside = [
        getattr(one, name) for one in known if isinstance(one, ModuleType) for name in names if hasattr(one, name)
    ]
    functions = {inspect.unwrap(one) if callable(one) else None for one in (*known, *inside)}
    return {one for one in functions if inspect.isfunction(one) and one.__module__.startswith("liane.")}


def reached(view: Any) -> set[Any]:
    found, waiting = set(), [inspect.unwrap(view)]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += called(one)
    return found


@cache
def shown_by(function: Any) -> list[str]:
    """What one function writes of it."""
    found = WRITES.finditer(inspect.getsource(function))
    return [f"{function.__module__}.{function.__name__}: {match[0]}" for match in found]


def writes(view: Any) -> list[str]:
    """What shows it, and where."""
    return sorted(line for function in reached(view) for line in shown_by(function))


def test_a_page_that_takes_a_list_out_or_touches_rights_asks_who_is_there() -> None:
    asked = {name: (view.declared.recent, writes(view)) for name, view in views()}
    assert {
        name: found for name, (recent, found) in asked.items() if found and not recent and name not in WITHOUT
    } == {}
    assert {name for name in WITHOUT if asked[name][0] or not asked[name][1]} == set(), "no longer a reason"


def test_what_is_followed_is_really_found() -> None:
    """If pages were no longer followed to what they call, the test above would always be content."""
    found = {name for name, view in views() if writes(view)}
    assert {"access:found", "access:post_end", "access:look_start", "steering:hold_lift", "stays:destroy"} <= found


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("nicole", "people:mail"),
        ("admin", "access:found"),
        ("amine", "steering:hold_all"),
        ("sophie", "stays:import_to_correct"),
        ("sophie", "stays:waiting_pdf"),
    ],
)
def test_late_in_the_session_it_is_asked_again(house: House, slug: str, name: str) -> None:
    answer = later(house.client(slug)).get(ALL[name].url({parameter: uuid4() for parameter in ALL[name].parameters}))
    assert answer.status_code == 303 and answer["Location"].startswith("/compte/securite/confirmer/")


def test_everybody_reads_how_long_traces_are_kept_and_a_shorter_time_asks_for_a_proof(house: House) -> None:
    amine = later(house.client("amine"))
    assert amine.get("/conformite/conservation/").status_code == 200
    answer = amine.post("/conformite/conservation/", {"access": "12", "security": "6", "reason": "essai"})
    assert answer.status_code == 401 and not RetentionRule.objects.exists()
