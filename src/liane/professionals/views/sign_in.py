"""Coming in, going out; and giving back what was typed when a session ended."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.messages import warning
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from liane.kit.addresses import reverse
from liane.kit.pages import NOT_WORDS, kept, page, redirect, render
from liane.professionals import devices, gates, known_browsers, limits
from liane.professionals.actions import refusals_told
from liane.professionals.adapter import TOO_MANY
from liane.professionals.forms import SignInForm
from liane.professionals.proof import own_account

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
        if not self.request.user.is_authenticated:  # a second factor is asked: the text waits in the session meanwhile
            self.request.session["kept"] = str(self.request.POST.get("kept", ""))
            return answer
        return arrived(self.request, answer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return self._context(kwargs.get("form") or self.get_form())

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        wait = getattr(self.request, "must_wait", 0)
        answer = render(self.request, "professionals/sign_in.html", context, status=429 if wait else 200)
        if wait:
            answer["Retry-After"] = str(wait)
        return answer

    def _context(self, form: SignInForm) -> dict[str, Any]:
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return {
            "form": form,
            "next": sent.get("next", ""),
            "kept": self.request.POST.get("kept", ""),
            "is_demo": settings.MODE == "demo",
            "is_over": bool(sent.get("next")) and settings.SESSION_COOKIE_NAME in self.request.COOKIES,
            **_around(self.request),
        }


_sign_in = _SignIn.as_view()


def _around(request: HttpRequest) -> dict[str, Any]:
    """On a shared device, the faces of those who work there."""
    device = devices.device_of(request)
    return {"device": device, "faces": devices.faces(device) if device else [], "actor": None}


def show_sign_in(request: HttpRequest, refusal: str) -> HttpResponse:
    """The page of sign-in with a sentence, for another way in that did not work."""
    sent = {name: str(request.POST.get(name, "")) for name in ("next", "kept")}
    form = SignInForm({}, request=request)
    form._errors = ErrorDict({NON_FIELD_ERRORS: form.error_class([refusal], error_class="nonfield")})
    context = {"form": form, **sent, "is_demo": settings.MODE == "demo", "is_over": False, **_around(request)}
    return render(request, "professionals/sign_in.html", context)


_REFUSED = (
    "Depuis votre dernière connexion, {count} essais avec un mauvais mot de passe. "
    "Ce n’était pas vous ? Changez-le, et dites-le à votre chef de service."
)


def arrived(request: HttpRequest, answer: HttpResponse, sealed: str = "") -> HttpResponse:
    """She is in: this browser is known from now on; the text that waited is given back, a password handed over is changed."""
    account = own_account(request)
    if text := waiting(request, sealed):
        answer = give_back(request, text)
    elif account.is_password_given:
        warning(request, gates.WORDS[gates.PASSWORD])
        answer = redirect(reverse("professionals:password"))
    if (count := refusals_told(account)) >= 3:
        warning(request, _REFUSED.format(count=count))
    gates.warn_of_factor(request, account)
    known_browsers.remember(request, answer, account)
    if device := devices.device_of(request):
        request.session["device"] = str(device.pk)
        devices.came_in_fully(device, account)
    return answer


@page(methods=("GET", "POST"), public=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    """The only way in. Somebody who is already in gets her text back, or her day."""
    if getattr(request, "actor", None) is not None and (text := waiting(request)):
        return give_back(request, text)
    return _sign_in(request)  # type: ignore[no-any-return]


@page(methods=("POST",), public=True)
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session ends on the server: its cookie, even copied, opens nothing any more."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


def too_many(request: HttpRequest, wait: int) -> HttpResponse:
    """Too often in too short a time (C5): refused in words, for a while, never for ever."""
    sentence = (
        f"C’est beaucoup en peu de temps. Pour protéger les dossiers, attendez {limits.in_words(wait)}, puis réessayez."
    )
    context = {
        "title": "Un instant",
        "sentence": sentence,
        "action": "Revenez en arrière : ce que vous avez écrit y est encore.",
    }
    answer = render(request, "kit/error.html", context, status=429)
    answer["Retry-After"] = str(wait)
    return answer


def too_many_tries(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Too many sendings from one address (allauth counts those of the sign-in page)."""
    context = {"title": "Trop d’essais à la suite", "sentence": TOO_MANY.format(wait="une minute"), "action": ""}
    answer = render(request, "kit/error.html", {**context, "actor": None, "nav": []}, status=429)
    answer["Retry-After"] = "60"
    return answer


def waiting(request: HttpRequest, sealed: str = "") -> dict[str, Any] | None:
    """The text sealed when the session ended, if it is hers and leads to a page of this house that takes a form."""
    sealed = sealed or str(request.POST.get("kept", ""))
    text = kept(sealed) if sealed else None
    if text is None:
        return None
    if text.get("by") != str(request.user.pk):
        warning(request, "Un texte attendait quelqu’un d’autre sur cet écran. Il ne vous a pas été montré.")
        return None
    path = str(text["path"])
    try:
        resolve(path)
    except Resolver404:
        return None
    return text if path.startswith("/") and not path.startswith(("//", "/\\")) else None


def give_back(request: HttpRequest, text: dict[str, Any]) -> HttpResponse:
    """Show what was typed and offer to save it, by a gesture: nothing is ever sent again by itself."""
    request.writer = request.user.pk  # type: ignore[attr-defined]
    pairs = [(name, value) for name, values in text["fields"].items() if name not in _HIDDEN for value in values]
    readable = [value for name, value in pairs if name not in NOT_WORDS and len(value) > 8 and " " in value.strip()]
    return render(
        request,
        "professionals/resume.html",
        {"path": text["path"], "pairs": pairs, "readable": readable, "actor": None},
    )
