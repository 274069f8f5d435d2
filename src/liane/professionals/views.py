"""Coming in, going out, changing the password; and giving back what was typed when a session ended."""

from typing import Any

from allauth.account.views import LoginView
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.messages import success, warning
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from liane.kit.addresses import reverse
from liane.kit.pages import kept, page, redirect, render
from liane.professionals.actions import change_password
from liane.professionals.adapter import TOO_MANY
from liane.professionals.forms import PasswordForm, SignInForm
from liane.professionals.models import Account

_HIDDEN = frozenset({"csrfmiddlewaretoken"})


class _SignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in with the page of the house, and the text that waits."""

    form_class = SignInForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "again" in request.POST:  # comes from «Vous avez été déconnecté»: show the form, carry the text
            return self.render_to_response(self._context(SignInForm(request=request)))
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)
        if text := _waiting(self.request):
            return _give_back(self.request, text)
        if Account.objects.filter(pk=self.request.user.pk, is_password_given=True).exists():
            warning(self.request, "Ce mot de passe vous a été remis par quelqu’un d’autre. Choisissez le vôtre.")
            return redirect(reverse("professionals:password"))
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return self._context(kwargs.get("form") or self.get_form())

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        return render(self.request, "professionals/sign_in.html", context)

    def _context(self, form: SignInForm) -> dict[str, Any]:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return {
            "form": form,
            "next": sent.get("next", ""),
            "kept": self.request.POST.get("kept", ""),
            "is_demo": settings.MODE == "demo",
            "is_over": bool(sent.get("next")) and settings.SESSION_COOKIE_NAME in self.request.COOKIES,
            "actor": None,
        }


_sign_in = _SignIn.as_view()


@page(methods=("GET", "POST"), public=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    """The only way in. Somebody who is already in gets her text back, or her day."""
    if getattr(request, "actor", None) is not None and (text := _waiting(request)):
        return _give_back(request, text)
    return _sign_in(request)  # type: ignore[no-any-return]


@page(methods=("POST",), public=True)
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session ends on the server: its cookie, even copied, opens nothing any more."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@page(methods=("GET", "POST"))
def password(request: HttpRequest) -> HttpResponse:
    """Change one’s own password; everything that was left open elsewhere is closed."""
    account = Account.objects.get(pk=request.user.pk)
    form = PasswordForm(account, request.POST or None)
    if request.method == "POST" and not ratelimit.consume(request, action="change_password", user=account):
        return too_many_tries(request)
    if request.method == "POST" and form.is_valid():
        ended = change_password(account, form.cleaned_data["password_new"], keep=request.session.session_key)
        update_session_auth_hash(request, account)  # a new key for this session, sealed with the new password
        elsewhere = " Vous êtes déconnecté partout ailleurs." if ended else ""
        success(request, f"Votre mot de passe est changé.{elsewhere}")
        return redirect("/")
    return render(request, "professionals/password.html", {"form": form})


def too_many_tries(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Somebody tries and tries again (C5): refused in words, for a while, never for ever."""
    context = {"title": "Trop d’essais à la suite", "sentence": TOO_MANY, "action": "", "actor": None, "nav": []}
    answer = render(request, "kit/error.html", context, status=429)
    answer["Retry-After"] = "900"
    return answer


def _waiting(request: HttpRequest) -> dict[str, Any] | None:
    """The text sealed when the session ended, if it leads to a page of this house that takes a form."""
    text = kept(str(request.POST.get("kept", ""))) if request.POST.get("kept") else None
    if text is None:
        return None
    if text.get("by") and text["by"] != str(request.user.pk):
        warning(request, "Un texte attendait quelqu’un d’autre sur cet écran. Il ne vous a pas été montré.")
        return None
    path = str(text["path"])
    try:
        resolve(path)
    except Resolver404:
        return None
    return text if path.startswith("/") and not path.startswith(("//", "/\\")) else None


def _give_back(request: HttpRequest, text: dict[str, Any]) -> HttpResponse:
    """Show what was typed and offer to save it, by a gesture: nothing is ever sent again by itself."""
    pairs = [(name, value) for name, values in text["fields"].items() if name not in _HIDDEN for value in values]
    readable = [value for _, value in pairs if len(value) > 8 and " " in value.strip()]
    return render(
        request,
        "professionals/resume.html",
        {"path": text["path"], "pairs": pairs, "readable": readable, "actor": None},
    )
