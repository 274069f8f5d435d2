"""A forgotten password, and the page on which somebody chooses hers, from a link that is good once."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.messages import success
from django.http import HttpRequest, HttpResponse

from liane.kit.addresses import reverse
from liane.kit.pages import page, redirect, render
from liane.professionals import factors, invitations, limits
from liane.professionals.actions import change_password
from liane.professionals.forms import NewPasswordForm
from liane.professionals.queries import account_named
from liane.professionals.tasks import send_reset
from liane.professionals.views.sign_in import arrived, too_many

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@page(methods=("GET", "POST"), public=True)
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same, and so is the work, whether the account exists or not (C6)."""
    sent = False
    if request.method == "POST" and settings.MAIL_IS_SET:
        typed = str(request.POST.get("login", "")).strip()[:254]
        if wait := limits.within("mail", request.META.get("REMOTE_ADDR")):
            return too_many(request, wait)
        account = account_named(typed)
        is_open = not limits.within("reset", account.pk if account else typed.lower())
        send_reset.defer(account_id=str(account.pk) if account and is_open else "")
        sent = True
    context = {"sent": sent, "has_mail": settings.MAIL_IS_SET, "actor": None}
    return render(request, "professionals/forgotten.html", context)


@page(methods=("GET", "POST"), public=True)
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """Choose one’s password from a link. An invitation leads inside, and proposes a second factor; a link sent by mail does not
    open by itself what a second factor protects: it leads to the page of sign-in."""
    found = invitations.opened(token)
    if found is None:
        return render(
            request, "professionals/link_over.html", {"has_mail": settings.MAIL_IS_SET, "actor": None}, status=404
        )
    form = NewPasswordForm(found.account, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {
            "form": form,
            "login": found.account.login,
            "actor": None,
            "is_new": found.kind == invitations.INVITATION,
        }
        return render(request, "professionals/choose.html", context, status=422 if form.is_bound else 200)
    change_password(found.account, form.cleaned_data["password_new"], keep=None)
    if found.kind == invitations.RESCUE:
        factors.remove_all(found.account)
    if found.kind == invitations.RESET:
        success(request, "Votre mot de passe est changé. Connectez-vous.")
        return redirect(reverse("professionals:sign_in"))
    return _welcome(request, found)


def _welcome(request: HttpRequest, found: invitations.Opened) -> HttpResponse:
    """First day: she is in, and is proposed a second factor before anything else is asked of her."""
    if factors.has_any(found.account):
        success(request, "Votre mot de passe est choisi. Connectez-vous.")
        return redirect(reverse("professionals:sign_in"))
    login(request, found.account, backend=_BACKEND)
    success(
        request, "Bienvenue. Votre mot de passe est choisi. Ajoutez maintenant un second facteur : c’est deux minutes."
    )
    return arrived(request, redirect(reverse("professionals:security") + "#second"))
