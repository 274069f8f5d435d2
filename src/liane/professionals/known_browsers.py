"""Browsers where an account has come in before: they keep a sealed mark, so that whoever tries passwords from elsewhere
makes nobody wait at her own screen (OWASP «device cookies»; security.md C5)."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from liane.kit.ids import uuid7
from liane.professionals.devices import device_of
from liane.professionals.models import Account

_SALT = "liane.known-browser"
_AGE = 180 * 86400
_KEPT = 12  # accounts remembered on one shared screen


def _name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}-connu"


def _read(request: HttpRequest) -> dict[str, str]:
    """Account → mark; empty when the cookie is absent, too old, or not ours."""
    try:
        return dict(signing.loads(request.COOKIES.get(_name(), ""), salt=_SALT, max_age=_AGE))
    except (signing.BadSignature, ValueError, TypeError):
        return {}


def mark(request: HttpRequest, account: Account | None) -> str:
    """What distinguishes the tries of a known browser from those of the rest of the world; empty elsewhere."""
    return _read(request).get(account.pk.hex, "") if account else ""


def screen(request: HttpRequest) -> str:
    """What distinguishes the tries at a shared screen of the house, whoever comes in there; empty elsewhere."""
    device = device_of(request)
    return f"screen {device.pk}" if device else ""


def remember(request: HttpRequest, response: HttpResponse, account: Account) -> None:
    """She came in: this browser is known from now on. The mark opens nothing; it only separates counts."""
    known = _read(request)
    mine = known.pop(account.pk.hex, None) or uuid7().hex
    kept = dict([*known.items(), (account.pk.hex, mine)][-_KEPT:])
    response.set_cookie(
        _name(), signing.dumps(kept, salt=_SALT, compress=True), max_age=_AGE, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip
