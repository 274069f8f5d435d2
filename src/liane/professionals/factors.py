"""The second factors of an account: an application that gives codes, keys (passkeys), and codes for the day they are lost."""

import hmac
import re
from collections.abc import Iterable
from struct import error as StructError

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from cryptography.exceptions import InvalidSignature
from django.db import transaction
from django.forms import BaseForm
from django.utils import timezone

from liane.kit.door import Refused
from liane.professionals.actions import account_changed
from liane.professionals.models import Account
from liane.professionals.sessions import end_all

_KEYS_AT_MOST = 10


def new_seed() -> str:
    """What the application of codes and the house will share."""
    return generate_totp_secret()


def _step(seed: str, code: str, steps: Iterable[int]) -> int | None:
    if not code.isascii():  # figures of another alphabet, an emoji: not what the application shows
        return None
    return next((s for s in steps if hmac.compare_digest(format_hotp_value(hotp_value(seed, s)), code)), None)


def has_any(account: Account) -> bool:
    """Is a second factor set up?"""
    return Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


_UNREADABLE = (
    LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, StructError, InvalidSignature,
)  # fmt: skip


def answers(form: BaseForm) -> bool:
    """Did the key answer what was asked? Whatever else comes in its place is a no, never a failure of the house."""
    try:
        return bool(form.is_valid())
    except _UNREADABLE:
        return False


def digits(typed: str) -> str:
    """A code as it is typed: spaces and hyphens left out."""
    return re.sub(r"[\s\-.]", "", typed)[:12]


@transaction.atomic
def add_application(account: Account, seed: str, code: str, *, keep: str | None) -> list[str]:
    """The first code proves that the application has the seed. Gives the recovery codes when they are the first ones."""
    step = _step(seed, digits(code), yield_hotp_counters_from_time())
    if step is None:
        raise Refused("Ce code n’est pas le bon. Attendez le suivant dans votre application, puis réessayez.")
    Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).delete()
    row = TOTP.activate(account, seed).instance
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    return _added(account, row, keep)


@transaction.atomic
def add_key(account: Account, name: str, credential: dict[str, object], *, keep: str | None) -> list[str]:
    """A key whose answer has been checked. Gives the recovery codes when they are the first ones."""
    keys = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN)
    if keys.count() >= _KEYS_AT_MOST:
        raise Refused(f"Vous avez déjà {_KEYS_AT_MOST} clés. Retirez d’abord celle qui ne sert plus.")
    data = {"name": name, "credential": credential}
    return _added(
        account, Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data=data), keep
    )


def _added(account: Account, row: Authenticator, keep: str | None) -> list[str]:
    ended = end_all(account.pk, keep)
    account_changed.send(Account, account=account, kind="account.factor_added", factor=row.type, sessions_ended=ended)
    has_codes = Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).exists()
    return [] if has_codes else renew_codes(account)


@transaction.atomic
def remove(account: Account, factor: str, row_id: int | None = None, *, keep: str | None) -> bool:
    """Take a factor away; with the last one go the recovery codes. Sending it twice is harmless."""
    rows = Authenticator.objects.filter(user=account, type=factor)
    rows = rows.filter(pk=row_id) if row_id is not None else rows
    if not rows.delete()[0]:
        return False
    left = Authenticator.objects.filter(user=account)
    if not left.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        left.delete()
    ended = end_all(account.pk, keep)
    account_changed.send(Account, account=account, kind="account.factor_removed", factor=factor, sessions_ended=ended)
    return True


@transaction.atomic
def remove_all(account: Account) -> None:
    """She has lost what she had: nothing of it opens any more, wherever it is."""
    if Authenticator.objects.filter(user=account).delete()[0]:
        account_changed.send(Account, account=account, kind="account.factor_removed", factor="all")


@transaction.atomic
def renew_codes(account: Account) -> list[str]:
    """Ten codes, each good once, shown once. The former ones open nothing any more."""
    Authenticator.objects.filter(user=account, type=Authenticator.Type.RECOVERY_CODES).delete()
    codes = RecoveryCodes.activate(account)
    codes.mark_as_viewed()
    account_changed.send(Account, account=account, kind="account.codes_made")
    return [f"{code[:4]} {code[4:]}" for code in codes.get_unused_codes()]


@transaction.atomic
def use_code(account: Account, typed: str) -> Authenticator | None:
    """The factor that this code proves: the application (a code is good once), or a recovery code (crossed out)."""
    code = digits(typed)
    if not code.isascii() or not code.isdigit():
        return None
    rows = {row.type: row for row in Authenticator.objects.select_for_update().filter(user=account)}
    application = rows.get(Authenticator.Type.TOTP)
    if application is not None:
        seed, last = decrypt(application.data["secret"]), application.data.get("last_step", 0)
        step = _step(seed, code, (s for s in yield_hotp_counters_from_time() if s > last))
        if step is not None:
            application.data["last_step"] = step
            application.last_used_at = timezone.now()
            application.save(update_fields=["data", "last_used_at"])
            return application
    codes = rows.get(Authenticator.Type.RECOVERY_CODES)
    if codes is None or not codes.wrap().validate_code(code):
        return None
    account_changed.send(Account, account=account, kind="account.code_used")
    return codes
