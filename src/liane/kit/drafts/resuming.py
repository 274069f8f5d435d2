"""For the pages whose form only comes at their second step: a text begun there is offered from the first one."""

import json
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from liane.kit import dates
from liane.kit.drafts import store


@dataclass(frozen=True, slots=True)
class Begun:
    """A text begun on this address, and where it goes on."""

    when: str
    url: str


def begun_here(request: HttpRequest) -> list[Begun]:
    """Her texts begun in the form of this address, the latest first."""
    owner = store.owner_of(request)
    found = store.waiting(owner, [request.path]) if owner else []
    return [Begun(dates.when(draft.begun_at), f"{request.path}?brouillon={draft.key}") for draft in found]


def resumed(request: HttpRequest) -> QueryDict | None:
    """What was typed in the draft that the address names (`?brouillon=`), if it is hers and was begun here."""
    owner, wanted = store.owner_of(request), request.GET.get("brouillon", "")
    if not wanted or owner is None:
        return None
    for draft in store.waiting(owner, [request.path]):
        if str(draft.key) == wanted:
            typed = QueryDict(mutable=True)
            for name, value in json.loads(draft.fields):
                typed.appendlist(name, value)
            return typed
    return None
