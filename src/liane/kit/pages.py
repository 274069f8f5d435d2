"""Every page of the house: it declares its right, its methods, and is rendered in one way."""

import json
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib.messages import get_messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from markupsafe import Markup

from liane.kit import authors
from liane.kit.door import NotVisible, Refusal
from liane.kit.drafts.store import end, owner_of
from liane.kit.slots import Slot, hung

View = Callable[..., HttpResponse]
Recent = bool | Literal["POST"]
KEPT_SALT = "liane.kept"
SIGNED_IN = ""  # the right of every signed-in professional
_KEPT_LIMIT = 2_000_000


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a page says of itself; a URL without one stops the start-up (law 1)."""

    right: str
    methods: tuple[str, ...]
    public: bool
    recent: Recent = False
    limit: str = ""
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of page brought by an upper room: its template and what it shows."""

    template: str
    context: dict[str, Any]


def page(
    right: str = SIGNED_IN,
    *,
    methods: tuple[str, ...] = ("GET",),
    public: bool = False,
    recent: Recent = False,
    limit: str = "",
    through: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Declare a view: who may come in, and how. Rights on one record are checked by the door, inside the view.

    `recent`: she signed in, or proved again that it is she, less than ten minutes ago (security.md C8: rights, exports,
    merges, keys, what leads to a deletion); what she was sending waits and goes on. «POST»: only before what she sends, when
    the page is also one that everybody reads. `limit`: the gesture is counted («search», «export», «upload»:
    professionals.limits). `through`: gates (a password to change, a second factor to set up, a locked screen) before which
    this page still opens.
    """

    declaration = Declaration(right, methods, public, recent, limit, through)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            method = "GET" if request.method == "HEAD" else str(request.method)
            stopped = _stopped(request, declaration, method, kwargs.get("record_id"))
            if stopped is not None:
                return stopped
            answer = view(request, *args, **kwargs)
            if method == "POST" and answer.status_code < 400 and "brouillon" in request.POST:
                _end_draft(request)
            return answer

        guarded.declared = declaration  # type: ignore[attr-defined]
        return guarded

    return decorate


def _stopped(request: HttpRequest, page: Declaration, method: str, record_id: Any) -> HttpResponse | None:
    """What is answered in the place of the page: another method, a sign-in, a gate, a proof, a wait; nothing when it opens."""
    if method not in page.methods:
        answer = render(request, "kit/error.html", _WRONG_METHOD, status=405)
        answer["Allow"] = ", ".join(page.methods)
        return answer
    if not page.public:
        actor = getattr(request, "actor", None)
        if actor is None:
            return _sign_in_first(request)
        gate = getattr(request, "gate", None)
        if gate and gate not in page.through:
            return _first(Slot.GATE, request, gate) or _sign_in_first(request)
        if page.right and not actor.may(page.right):
            raise NotVisible(Refusal(record_id, page.right, "Son rôle ne donne pas ce droit"), actor)
    if page.recent and page.recent in (True, method) and (asked := _first(Slot.PROOF, request)):
        return asked
    if page.limit and (method == "POST" or "POST" not in page.methods):  # reading a form is not sending it
        return _first(Slot.LIMIT, request, page.limit)
    return None


def _end_draft(request: HttpRequest) -> None:
    """What was being written is saved: its draft ends in the same transaction."""
    owner = owner_of(request)
    try:
        key = UUID(request.POST.get("id") or request.POST["brouillon"])
    except ValueError:
        return
    if owner is not None:
        end(owner, key)


def shown_request() -> HttpRequest | None:
    """The request whose page is being rendered."""
    return _shown.get()


def _first(slot: Slot, request: HttpRequest, *more: str) -> HttpResponse | None:
    """The page that an upper room answers in the place of the one asked, if it does."""
    return next((answer for ask in hung(slot) if (answer := ask(request, *more)) is not None), None)


_WRONG_METHOD = {
    "title": "Cette page ne s’ouvre pas ainsi",
    "sentence": "Cette adresse sert à enregistrer, pas à lire. Rien n’a été modifié.",
    "action": "Revenez à la page d’avant.",
}


_FOR_MACHINES = re.compile(r"[0-9A-Fa-f][0-9A-Fa-f-]{14,}")  # identifiers and digests: nobody typed them
# What a form carries for itself (which version was read, what its boxes held): never shown as something she wrote.
NOT_WORDS = frozenset(
    {"id", "version", "seen", "base", "kind", "level", "unit", "etape", "owner", "reminder", "volet", "shared"}
)
_shown: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def csrf_field() -> Markup:
    """The hidden token of a form and the mark of who writes it, on the page being rendered: the same for all its forms."""
    request = _shown.get()
    if request is None:
        return Markup("")
    if "LIANE_CSRF_FIELD" not in request.META:
        field = Markup('<input type="hidden" name="csrfmiddlewaretoken" value="{}">').format(get_token(request))
        if (writer := authors.writer_of(request)) is not None:
            field += Markup('<input type="hidden" name="{}" value="{}">').format(authors.FIELD, authors.mark(writer))
        request.META["LIANE_CSRF_FIELD"] = field
    return request.META["LIANE_CSRF_FIELD"]


def comes_back(key: Any) -> bool:
    """Whether the form of this identifier comes back with a draft: refused, or before another version. It says so itself,
    for the hand that sends it again before the scripts of the page are there."""
    request = _shown.get()
    return request is not None and "brouillon" in request.POST and request.POST.get("id") == str(key)


def render(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """Render a page of the house: the actor, the menu and the flash words come by themselves."""
    values = {
        "actor": getattr(request, "actor", None),
        "messages": list(get_messages(request)) if hasattr(request, "_messages") else [],
        "page_right": None,
        **(context or {}),
    }
    if values["actor"] is not None and "nav" not in values:
        values["nav"] = [entry for fill in hung(Slot.NAV) for entry in fill(request)]
    values.setdefault("nav", [])
    before = _shown.set(request)
    try:
        return HttpResponse(render_to_string(template, values, request), status=status)
    finally:
        _shown.reset(before)


def redirect(address: str) -> HttpResponseRedirect:
    """After a write: see the result at its own address (303, so that a reload never writes again)."""
    answer = HttpResponseRedirect(address)
    answer.status_code = 303
    return answer


def safe_next(request: HttpRequest, default: str) -> str:
    """Where to go back, if it is an address of this house."""
    target = str(request.POST.get("next") or request.GET.get("next") or "")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}) and target.startswith("/"):
        return target
    return default


def _typed(request: HttpRequest) -> dict[str, list[str]]:
    """What was typed, without the token and the mark of the form, and without any password."""
    return {
        name: values
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", authors.FIELD) and not name.startswith("password")
    }


def words_typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What somebody typed, to be read again on a page that could not save it."""
    typed = _typed(request).items()
    return [(n, v) for n, vs in typed if n not in NOT_WORDS for v in vs if v.strip() and not _FOR_MACHINES.fullmatch(v)]


def keep(request: HttpRequest, *, salt: str = KEPT_SALT) -> str:
    """What was typed when the session ended, sealed, to travel through the sign-in page and come back (ux §2.5).

    The text of one is not given to another: when nothing says whose it is, nothing is kept, and the page says so.
    """
    fields, author = _typed(request), authors.author_of(request)
    if author is None or len(json.dumps(fields)) > _KEPT_LIMIT:
        return ""
    sealed = {"path": request.path, "fields": fields, "by": str(author)}
    return signing.dumps(sealed, salt=salt, compress=True)


def kept(sealed: str, *, salt: str = KEPT_SALT, max_age: int = 86400) -> dict[str, Any] | None:
    """Open what `keep` sealed, at most a day later."""
    try:
        return dict(signing.loads(sealed, salt=salt, max_age=max_age))
    except signing.BadSignature:
        return None


def _seen(request: HttpRequest) -> str:
    """The page on which the fragment was asked, as htmx tells it."""
    try:
        here = urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return "/"
    return here.path + (f"?{here.query}" if here.query else "")


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):  # a fragment cannot show a sign-in: the whole page goes there, and comes back
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = f"/connexion/?{urlencode({'next': _seen(request)})}"
        return answer
    if request.method in ("GET", "HEAD"):
        back = {"next": request.get_full_path()} if request.path != "/" else {}
        return HttpResponseRedirect("/connexion/" + (f"?{urlencode(back)}" if back else ""))
    context = {"kept": keep(request), "fields": words_typed(request)}
    return render(request, "kit/session_over.html", context, status=401)
