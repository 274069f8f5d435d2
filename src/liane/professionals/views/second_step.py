"""Coming in with a second factor: a code or a key after the password, or a passkey in the place of the password."""

from typing import Any

from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal import auth, flows
from django.http import HttpRequest, HttpResponse, JsonResponse

from liane.kit.addresses import reverse
from liane.kit.pages import page, redirect, render, safe_next
from liane.professionals import factors, known_browsers, limits
from liane.professionals.adapter import TOO_MANY
from liane.professionals.second import SecondStep
from liane.professionals.views.sign_in import arrived, show_sign_in, too_many

_WRONG = "Ce code n’est pas le bon. Attendez le suivant, ou vérifiez que l’heure de votre téléphone est juste."
_WRONG_KEY = "Cette clé n’a pas été reconnue. Réessayez, ou utilisez une autre façon."


def _stage(request: HttpRequest) -> Any:
    """The sign-in that waits for its second factor in this session, if there is one, less than fifteen minutes old."""
    if request.user.is_authenticated:
        return None
    return LoginStageController.enter(request, SecondStep.key)


@page(methods=("GET", "POST"), public=True)
def second_step(request: HttpRequest) -> HttpResponse:
    """The password was right: now the code or the key."""
    stage = _stage(request)
    if stage is None:
        return redirect(reverse("professionals:sign_in"))
    account = stage.login.user
    rows = Authenticator.objects.filter(user=account)
    kinds = {row.type for row in rows}
    context = {"has_key": Authenticator.Type.WEBAUTHN in kinds, "has_code": Authenticator.Type.TOTP in kinds}
    if request.method != "POST":
        return render(request, "professionals/second_step.html", {**context, "refusal": "", "actor": None})
    who = ("code", account.pk, known_browsers.mark(request, account))
    wait = limits.attempt(*who)
    row, refusal = (None, TOO_MANY.format(wait=limits.in_words(wait))) if wait else _proved(request, account)
    if row is None:
        answer = render(
            request, "professionals/second_step.html", {**context, "refusal": refusal, "actor": None},
            status=429 if wait else 200,
        )  # fmt: skip
        if wait:
            answer["Retry-After"] = str(wait)
        return answer
    limits.succeeded(*who)
    post_authentication(request, row)
    sealed = str(request.session.pop("kept", ""))
    return arrived(request, stage.exit(), sealed)


def _proved(request: HttpRequest, account: Any) -> tuple[Authenticator | None, str]:
    if not request.POST.get("credential"):
        return factors.use_code(account, str(request.POST.get("code", ""))), _WRONG
    form = AuthenticateWebAuthnForm({"credential": request.POST["credential"]}, user=account)
    return (form.cleaned_data["credential"] if factors.answers(form) else None), _WRONG_KEY


@page(methods=("POST",), public=True)
def challenge(request: HttpRequest) -> HttpResponse:
    """What a key must sign, drawn now and good once: for who is signed in, for who has given her password, or for anybody."""
    if wait := limits.within("challenge", request.META.get("REMOTE_ADDR")):
        return too_many(request, wait)
    stage = _stage(request)
    account = request.user if request.user.is_authenticated else stage.login.user if stage else None
    return JsonResponse(auth.begin_authentication(account))


@page(methods=("POST",), public=True)
def sign_in_by_key(request: HttpRequest) -> HttpResponse:
    """A passkey says who she is and proves it: nothing else is asked."""
    if request.user.is_authenticated:
        return redirect(safe_next(request, "/"))
    form = LoginWebAuthnForm({"credential": request.POST.get("credential", "")})
    row = form.cleaned_data["credential"] if factors.answers(form) else None
    if row is None or not row.user.is_active:
        return show_sign_in(request, _WRONG_KEY)
    login = Login(user=row.user, redirect_url=safe_next(request, "/"))
    return arrived(request, flows.perform_passwordless_login(request, row, login))
