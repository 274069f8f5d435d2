"""A shared device: the faces of those who work here, six figures, and a screen that locks by itself."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse

from liane.kit.addresses import reverse
from liane.kit.pages import page, redirect, render, safe_next
from liane.professionals import devices, gates, known_browsers, limits
from liane.professionals.actions import account_changed
from liane.professionals.adapter import TOO_MANY
from liane.professionals.models import Account
from liane.professionals.proof import own_account
from liane.professionals.views.sign_in import give_back, waiting

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]
_FULL = "Cinq codes faux : connectez-vous cette fois avec votre mot de passe."


def _left(count: int) -> str:
    if not count:
        return _FULL
    return f"Ce code n’est pas le bon. Il vous reste {count} essai{'s' if count > 1 else ''}."


@page(methods=("GET", "POST"), public=True)
def pin(request: HttpRequest) -> HttpResponse:
    """Somebody touched her face: her six figures, if she came in fully on this device a few hours ago."""
    device = devices.device_of(request)
    face = _face(request, device)
    if device is None or face is None:
        raise Http404
    if not face.ready:
        return redirect(reverse("professionals:sign_in"))
    refusal = ""
    if request.method == "POST":
        account = Account.objects.get(pk=face.account_id)
        is_right, left = devices.try_pin(device, account, str(request.POST.get("password_pin", ""))[:12])
        if is_right:
            return _come_in(request, device, account)
        refusal = _left(left)
    context = {"face": face, "device": device, "refusal": refusal, "actor": None, "is_over": refusal == _FULL}
    return render(request, "professionals/pin.html", context)


def _face(request: HttpRequest, device: Any) -> devices.Face | None:
    try:
        chosen = UUID(str(request.POST.get("qui") or request.GET.get("qui") or ""))
    except ValueError:
        return None
    return next((face for face in devices.faces(device) if face.id == chosen), None) if device else None


def _come_in(request: HttpRequest, device: Any, account: Account) -> HttpResponse:
    """Whoever was there before is out: her session ends, and nothing of hers is shown to the next."""
    if request.session.session_key:
        logout(request)
    login(request, account, backend=_BACKEND)
    request.session["device"] = str(device.pk)
    request.session["organization"] = str(device.organization_id)
    request.session["unit"] = str(device.unit_id) if device.unit_id else None
    request.session.pop("proved_at", None)  # six figures do not open what asks for a proof
    gates.warn_of_factor(request, account)
    account_changed.send(Account, account=account, kind="account.pin_signed_in", object_id=device.pk)
    return redirect("/")


@page(methods=("GET", "POST"), through=(gates.LOCKED, gates.PASSWORD, gates.FACTOR))
def lock(request: HttpRequest) -> HttpResponse:
    """The screen is locked: her code or her password opens it where she was; somebody else starts anew."""
    device = devices.device_of(request)
    key = request.session.session_key or ""
    sealed = str(request.POST.get("kept", ""))
    back = safe_next(request, "/")
    if "fermer" in request.POST and request.session.get("device"):
        devices.lock(key)
    elif request.gate != gates.LOCKED:  # type: ignore[attr-defined]
        return redirect(back)
    account = own_account(request)
    refusal = ""
    if request.method == "POST" and ("password_pin" in request.POST or "password" in request.POST):
        refusal = _opens(request, device, account)
        if not refusal:
            devices.unlock(key)
            text = waiting(request, sealed)
            return give_back(request, text) if text else redirect(back)
    context = {
        "name": request.actor.name, "initials": request.actor.initials, "refusal": refusal, "kept": sealed,  # type: ignore[attr-defined]
        "next": back, "by_pin": bool(device) and devices.is_near(device, account), "actor": None,
    }  # fmt: skip
    return render(request, "professionals/lock.html", context)


def _opens(request: HttpRequest, device: Any, account: Account) -> str:
    """Empty when it is she; otherwise the sentence to show."""
    if "password_pin" in request.POST and device is not None:
        is_right, left = devices.try_pin(device, account, str(request.POST["password_pin"])[:12])
        return "" if is_right else _left(left)
    who = ("password", account.pk, known_browsers.mark(request, account))
    if wait := limits.attempt(*who):
        return TOO_MANY.format(wait=limits.in_words(wait))
    if not account.check_password(str(request.POST.get("password", ""))[:200]):
        return "Ce n’est pas votre mot de passe. Vérifiez, puis réessayez."
    limits.succeeded(*who)
    if device is not None:
        devices.came_in_fully(device, account)
    return ""


@page(methods=("POST",))
def awake(request: HttpRequest) -> HttpResponse:
    """She is still writing: her keyboard says so, the clock of the screen starts again."""
    return HttpResponse(status=204)
