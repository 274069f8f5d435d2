"""Mon compte → Sécurité: the password, the second factors, where one is signed in."""

import time
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.contrib.messages import success, warning
from django.http import HttpRequest, HttpResponse

from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render, safe_next
from liane.professionals import factors, gates, known_browsers, limits, pins, proof
from liane.professionals.actions import change_password, end_session
from liane.professionals.forms import PasswordForm
from liane.professionals.proof import own_account
from liane.professionals.queries import sessions_of
from liane.professionals.views.sign_in import too_many


@page(methods=("GET", "POST"), through=(gates.PASSWORD, gates.FACTOR))
def password(request: HttpRequest) -> HttpResponse:
    """Change one’s own password; everything that was left open elsewhere is closed."""
    account = own_account(request)
    form = PasswordForm(account, request.POST or None)
    if request.method == "POST" and (
        wait := limits.attempt("password", account.pk, known_browsers.mark(request, account))
    ):
        return too_many(request, wait)
    if request.method == "POST" and form.is_valid():
        limits.succeeded("password", account.pk, known_browsers.mark(request, account))
        ended = change_password(account, form.cleaned_data["password_new"], keep=request.session.session_key)
        update_session_auth_hash(request, account)  # a new key for this session, sealed with the new password
        elsewhere = " Vous êtes déconnecté partout ailleurs." if ended else ""
        success(request, f"Votre mot de passe est changé.{elsewhere}")
        request.session["proved_at"] = time.time()
        return redirect(safe_next(request, "/"))
    return render(request, "professionals/password.html", {"form": form})


@page(through=(gates.FACTOR,))
def security(request: HttpRequest) -> HttpResponse:
    """What protects the account, and where it is open."""
    account = own_account(request)
    rows = list(Authenticator.objects.filter(user=account).order_by("created_at"))
    kinds = Authenticator.Type
    codes = next((row for row in rows if row.type == kinds.RECOVERY_CODES), None)
    context = {
        "application": next((row for row in rows if row.type == kinds.TOTP), None),
        "keys": [row for row in rows if row.type == kinds.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_factor": any(row.type != kinds.RECOVERY_CODES for row in rows),
        "has_pin": bool(account.pin),
        "email": account.email,
        "sessions": sessions_of(account, request.session.session_key or ""),
    }
    return render(request, "professionals/security.html", context)


@page(methods=("POST",), through=(gates.FACTOR,))
def session_end(request: HttpRequest) -> HttpResponse:
    """End one session, or all the others. No proof is asked: whoever wants to close what is open must be able to, at once."""
    account = own_account(request)
    ended = end_session(account, str(request.POST.get("which", ""))[:40], keep=request.session.session_key or "")
    if ended:
        success(request, "C’est fermé." if ended == 1 else f"{ended} connexions sont fermées.")
    else:
        warning(request, "Il n’y avait rien d’autre à fermer.")
    return redirect(reverse("professionals:security") + "#connexions")


@page(methods=("GET", "POST"), through=(gates.PASSWORD, gates.FACTOR))
def proof_page(request: HttpRequest) -> HttpResponse:
    """«C’est bien vous ?», on the way to a page that asks for it."""
    back = safe_next(request, reverse("professionals:security"))
    if request.method != "POST":
        return proof.show(request, "", back=back)
    refusal = proof.prove(request)
    return proof.show(request, "", refusal, back) if refusal else redirect(back)


@page(methods=("POST",), through=(gates.FACTOR,), recent=True)
def codes_renew(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, shown once."""
    account = own_account(request)
    if not factors.has_any(account):
        return redirect(reverse("professionals:security"))
    return show_codes(request, factors.renew_codes(account))


@page(methods=("GET", "POST"), recent=True)
def pin_set(request: HttpRequest) -> HttpResponse:
    """Choose the six figures of the shared devices."""
    refusal = ""
    if request.method == "POST":
        typed = (str(request.POST.get(name, ""))[:12] for name in ("password_pin", "password_again"))
        try:
            pins.set_pin(own_account(request), *typed)
            success(
                request, "Votre code est enregistré. Il sert seulement sur les postes partagés de vos lieux de travail."
            )
            return redirect(reverse("professionals:security"))
        except Refused as error:
            refusal = str(error)
    return render(request, "professionals/pin_set.html", {"refusal": refusal}, status=422 if refusal else 200)


def text_file(codes: list[str]) -> str:
    """The recovery codes as a file, made in the page itself: they are never asked to the server again."""
    lines = ["Liane : codes de secours", "Chacun sert une seule fois. Gardez-les loin de l’ordinateur.", "", *codes, ""]
    return "data:text/plain;charset=utf-8," + quote("\r\n".join(lines))


def show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Not a redirect: they are shown once and cannot be read again. Without codes, back to the page of security."""
    if not codes:
        return redirect(reverse("professionals:security"))
    return render(request, "professionals/codes.html", {"codes": codes, "file": text_file(codes)})
