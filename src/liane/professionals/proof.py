"""Is it really she? Before rights, exports, keys: proved less than ten minutes ago, otherwise asked again (security.md C8).

What she was sending waits in the page, sealed, and goes on by itself once it is proved: she has just said that she wants it.
"""

import time

from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.http import urlencode

from liane.kit.addresses import reverse
from liane.kit.pages import keep, kept, redirect, render
from liane.professionals import factors, known_browsers, limits
from liane.professionals.actions import account_changed
from liane.professionals.adapter import TOO_MANY
from liane.professionals.models import Account

SALT = "liane.proof"
AGE = 600
_WRONG = "Ce n’est pas votre mot de passe. Vérifiez, puis réessayez."
_WRONG_KEY = "Cette clé n’a pas été reconnue. Réessayez, ou écrivez votre mot de passe."


def own_account(request: HttpRequest) -> Account:
    """The account of whoever asks, as it is now."""
    return Account.objects.get(pk=request.user.pk)


def is_recent(request: HttpRequest) -> bool:
    """A sign-in or a proof in this session, less than ten minutes old. Six figures on a shared device are not one."""
    proved = request.session.get("proved_at")
    return isinstance(proved, float | int) and 0 <= time.time() - proved < AGE


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Hung in `Slot.PROOF`: nothing when it was proved lately, otherwise the page that asks."""
    if is_recent(request):
        return None
    if request.headers.get("HX-Request"):
        answer = HttpResponse(status=401)
        answer["HX-Redirect"] = reverse("professionals:proof")
        return answer
    if request.method != "POST":
        return redirect(f"{reverse('professionals:proof')}?{urlencode({'next': request.get_full_path()})}")
    if "kept_proof" not in request.POST:
        return show(request, keep(request, salt=SALT))
    sealed = str(request.POST["kept_proof"])
    waiting = kept(sealed, salt=SALT, max_age=3600)
    if waiting is None or waiting["by"] != str(request.user.pk) or waiting["path"] != request.path:
        return show(request, "", "Cette page a vieilli. Rien n’a été enregistré : revenez en arrière et réessayez.")
    if refusal := prove(request):
        return show(request, sealed, refusal)
    _go_on(request, waiting["fields"])
    return None


def ask_if_by_code(request: HttpRequest) -> HttpResponse | None:
    """Before another organisme opens: six figures on the shared device of this one say nothing to that one."""
    return None if "proved_at" in request.session else ask_again(request)


def _go_on(request: HttpRequest, fields: dict[str, list[str]]) -> None:
    """The request becomes again what it was before it was asked who sends it."""
    body = QueryDict(mutable=True, encoding=settings.DEFAULT_CHARSET)
    for name, values in fields.items():
        body.setlist(name, [str(value) for value in values])
    body._mutable = False
    request.POST = body  # type: ignore[assignment]


def prove(request: HttpRequest) -> str:
    """Look at the password or the key that was given; empty when it is she, otherwise the sentence to show."""
    account = own_account(request)
    who = ("password", account.pk, known_browsers.mark(request, account))
    if wait := limits.attempt(*who):
        request.must_wait = wait  # type: ignore[attr-defined]
        return TOO_MANY.format(wait=limits.in_words(wait))
    if request.POST.get("credential_proof"):
        form = ReauthenticateWebAuthnForm({"credential": request.POST["credential_proof"]}, user=account)
        is_she, refusal = factors.answers(form), _WRONG_KEY
    else:
        is_she, refusal = account.check_password(str(request.POST.get("password_proof", ""))[:200]), _WRONG
    if not is_she:
        return refusal
    limits.succeeded(*who)
    request.session["proved_at"] = time.time()
    request.session.cycle_key()  # more is open to this session now: it has another key (C2)
    account_changed.send(Account, account=account, kind="account.proved")
    return ""


def show(request: HttpRequest, sealed: str, refusal: str = "", back: str = "") -> HttpResponse:
    """The page that asks. `sealed`: what waits; `back`: where one was going."""
    wait = getattr(request, "must_wait", 0)
    context = {
        "kept": sealed, "refusal": refusal, "next": back,
        "action": reverse("professionals:proof") if back or not sealed else request.path,
    }  # fmt: skip
    answer = render(request, "professionals/proof.html", context, status=429 if wait else 401)
    if wait:
        answer["Retry-After"] = str(wait)
    return answer
