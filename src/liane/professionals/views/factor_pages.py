"""Adding and taking away a second factor. Each page asks to have proved lately that it is really she."""

import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django.contrib.messages import success
from django.http import HttpRequest, HttpResponse, JsonResponse
from qrcode import QRCode

from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.pages import page, redirect, render
from liane.kit.text import clean_line
from liane.professionals import factors, gates, sealing
from liane.professionals.models import Account
from liane.professionals.proof import own_account
from liane.professionals.views.security import show_codes

_OLD = "Cette page a vieilli : le dessin a changé. Prenez-le de nouveau avec votre application."
_WRONG_KEY = "Cette clé n’a pas répondu comme il faut. Réessayez, ou prenez une autre clé."


def drawing(text: str) -> dict[str, Any]:
    """A QR code as one SVG path: the policy of the pages refuses images made on the fly, not drawings."""
    code = QRCode(border=2)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"size": len(rows), "path": path}


@page(methods=("GET", "POST"), through=(gates.FACTOR,), recent=True)
def application(request: HttpRequest) -> HttpResponse:
    """An application of codes: its seed travels sealed in the page, and reaches the database sealed too."""
    account, refusal = own_account(request), ""
    seed = _seed_of(request, account)
    if request.method == "POST":
        try:
            if not seed:
                raise Refused(_OLD)
            typed = str(request.POST.get("code", ""))[:20]
            codes = factors.add_application(account, seed, typed, keep=request.session.session_key)
            success(request, "Votre application de codes est en place.")
            return show_codes(request, codes)
        except Refused as error:
            refusal = str(error)
    seed = seed or factors.new_seed()
    context = {
        "qr": drawing(get_adapter().build_totp_url(account, seed)),
        "seed": " ".join(seed[i : i + 4] for i in range(0, len(seed), 4)),
        "sealed": sealing.seal(json.dumps([account.pk.hex, seed]), "new-seed"),
        "refusal": refusal,
    }
    return render(request, "professionals/application.html", context, status=422 if refusal else 200)


def _seed_of(request: HttpRequest, account: Account) -> str:
    """The seed that this page showed to this account."""
    try:
        owner, seed = json.loads(sealing.opened(str(request.POST.get("sealed", "")), "new-seed"))
    except (sealing.CannotOpen, ValueError):
        return ""
    return str(seed) if owner == account.pk.hex else ""


@page(methods=("POST",), through=(gates.FACTOR,), recent=True)
def key_options(request: HttpRequest) -> HttpResponse:
    """What a new key must answer."""
    return JsonResponse(auth.begin_registration(own_account(request), request.POST.get("passwordless") == "on"))


@page(methods=("GET", "POST"), through=(gates.FACTOR,), recent=True)
def key_new(request: HttpRequest) -> HttpResponse:
    """A key: of the computer, of the telephone, or a small object that one carries."""
    account, refusal = own_account(request), ""
    name = clean_line(str(request.POST.get("name", "")))[:60]
    if request.method == "POST":
        data = {"credential": request.POST.get("credential", ""), "name": name or "Clé"}
        form = AddWebAuthnForm({**data, "passwordless": request.POST.get("passwordless", "")}, user=account)
        try:
            if not factors.answers(form):
                raise Refused(_WRONG_KEY)
            codes = factors.add_key(
                account, name or "Clé", form.cleaned_data["credential"], keep=request.session.session_key
            )
            success(request, "Votre clé est en place.")
            return show_codes(request, codes)
        except Refused as error:
            refusal = str(error)
    context = {"name": name, "refusal": refusal}
    return render(request, "professionals/key_new.html", context, status=422 if refusal else 200)


@page(methods=("POST",), recent=True)
def factor_remove(request: HttpRequest) -> HttpResponse:
    """Take away the application or a key; everything open elsewhere is closed."""
    which = str(request.POST.get("which", ""))
    factor = Authenticator.Type.TOTP if which == "application" else Authenticator.Type.WEBAUTHN
    row_id = int(which) if which.isascii() and which.isdigit() and len(which) < 10 else None
    is_known = factor == Authenticator.Type.TOTP or row_id is not None
    if is_known and factors.remove(own_account(request), factor, row_id, keep=request.session.session_key):
        success(request, "C’est retiré.")
    return redirect(reverse("professionals:security"))
