"""One transaction a page: who acts, the second wall, the read-only guard of a GET, and the trace of refusals."""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse

from liane.access.actor import Actor
from liane.access.endings import access_over
from liane.access.queries import signed_in
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.addresses import reverse
from liane.kit.door import Moved, NotVisible
from liane.kit.errors import moved, not_visible
from liane.kit.lost import is_lost, may_ask_again, start_afresh
from liane.kit.once import SentTwice
from liane.kit.pages import render
from liane.kit.readonly import writes_refused
from liane.kit.slots import Slot, hung
from liane.kit.tenancy import acting_for
from liane.professionals.queries import account_of_session

_QUIET = ("/static/", "/healthz", "/metrics")
_ALLOWED_WHILE_LOOKING = ("access:look_stop", "professionals:sign_out")


def _named(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _only_looked(request: HttpRequest) -> HttpResponse:
    """Who sees the pages with the rights of a colleague changes nothing: not with a form, not with a fragment."""
    answer = render(request, "access/looked_only.html", {}, status=403)
    if request.headers.get("HX-Request"):
        answer["HX-Redirect"] = reverse("access:look")
    return answer


def _opens(actor: Actor, record_id: UUID | None) -> bool:
    """She opens this record, and was refused one thing of it: «Qui a vu» must not say that the record stayed closed."""
    return record_id is not None and any(ask(actor, record_id) for ask in hung(Slot.OPENS))


class ActorMiddleware:
    """Sets `request.actor`. A page that fails leaves nothing half-written; its refusal is traced after the rollback."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_QUIET):
            request.actor = None  # type: ignore[attr-defined]
            return self.get_response(request)
        response = self._asked_again_if_lost(request)
        if isinstance(request.refused, SentTwice):  # type: ignore[attr-defined]
            response = self._in_one_transaction(request)  # the first sending is there by now: same gesture, same answer
        self._trace_refusal(request)
        return response

    def _asked_again_if_lost(self, request: HttpRequest) -> HttpResponse:
        """The database may restart at any moment: what it did not keep is asked once more, and nobody sees it."""
        try:
            response = self._in_one_transaction(request)
            again = request.is_lost and may_ask_again(request, committing=False)  # type: ignore[attr-defined]
        except OperationalError as error:  # before the page, or at the commit
            if not is_lost(error) or not may_ask_again(request, committing=request.is_made):  # type: ignore[attr-defined]
                raise
            again = True
        if again:
            start_afresh(request)
            response = self._in_one_transaction(request)
        return response

    def _in_one_transaction(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]
        request.refused = None  # type: ignore[attr-defined]
        request.has_failed = False  # type: ignore[attr-defined]
        request.is_lost = False  # type: ignore[attr-defined]
        request.is_made = False  # type: ignore[attr-defined]
        request.left_by = None  # type: ignore[attr-defined]
        request.gate = None  # type: ignore[attr-defined]
        with transaction.atomic():
            self._sign_in(request)
            with writes_refused() if request.method in ("GET", "HEAD") else nullcontext():
                response = self.get_response(request)
            request.is_made = True  # type: ignore[attr-defined]
            if request.has_failed:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
        return response

    def _sign_in(self, request: HttpRequest) -> None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return
        key = request.session.session_key
        if key is None:  # a cookie that no page of ours has given
            return
        found = signed_in(key, origin=request.META.get("REMOTE_ADDR") or "")
        if found is None:
            request.user = AnonymousUser()
            if request.method == "POST":
                request.left_by = account_of_session(key)  # type: ignore[attr-defined]
            return
        request.session.preload(found.session_data)  # type: ignore[attr-defined]
        if found.account is not None:
            request.user = found.account
            request.actor = found.actor  # type: ignore[attr-defined]
            request.gate = found.gate  # type: ignore[attr-defined]

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """On the pages of a record, the emergency access that opens it; who looks with other rights changes nothing."""
        actor: Actor | None = request.actor  # type: ignore[attr-defined]
        if actor is None:
            return None
        writes = request.method not in ("GET", "HEAD") and _named(request) not in _ALLOWED_WHILE_LOOKING
        if actor.look and writes and not request.gate:  # type: ignore[attr-defined]
            return _only_looked(request)
        if actor.emergencies:
            request.actor = actor.on_pages_of(kwargs.get("record_id"))  # type: ignore[attr-defined]
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whatever went wrong in a view, its transaction is undone; a closed door becomes a page."""
        request.has_failed = True  # type: ignore[attr-defined]
        request.is_lost = is_lost(exception)  # type: ignore[attr-defined]
        if isinstance(exception, Moved):
            return moved(request, exception)
        if isinstance(exception, NotVisible):
            request.refused = exception  # type: ignore[attr-defined]
            return access_over(request, status=404) or not_visible(request, exception)
        return None

    def _trace_refusal(self, request: HttpRequest) -> None:
        error: NotVisible | None = request.refused  # type: ignore[attr-defined]
        if error is None:
            return
        actor = error.actor or request.actor  # type: ignore[attr-defined]
        refusal = error.refusal
        with acting_for(actor.organization_id if actor else None):
            known: dict[str, Any] = {"inside": True} if actor and _opens(actor, refusal.record_id) else {}
            trace(
                actor,
                Kind.RECORD_REFUSED,
                record_id=refusal.record_id,
                reason=refusal.why,
                right=refusal.right,
                **known,
            )
