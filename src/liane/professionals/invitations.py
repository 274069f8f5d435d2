"""Links by which somebody chooses her password: invited (72 hours), forgotten (30 minutes), lost (a day). Good once.

A link carries no secret of the account: it is sealed by the house, names the account, and is worth nothing any more once the
password has changed. There is no table of links to steal.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from liane.kit.addresses import reverse
from liane.professionals.actions import account_changed
from liane.professionals.models import Account

INVITATION, RESET, RESCUE = "invitation", "reset", "rescue"
_AGE = {INVITATION: 72 * 3600, RESET: 30 * 60, RESCUE: 24 * 3600}


@dataclass(frozen=True, slots=True)
class Opened:
    """Whose link it is, and which kind."""

    account: Account
    kind: str


def _print(account: Account) -> str:
    """Changes with the password, with the address where links are sent, and when the account is closed."""
    seen = f"{account.password}\0{account.email.lower()}\0{account.is_active}"
    return salted_hmac("liane.link", seen, algorithm="sha256").hexdigest()[:32]


def _link(account: Account, kind: str) -> str:
    token = signing.dumps([kind, account.pk.hex, _print(account)], salt="liane.link")
    return reverse("professionals:choose", kwargs={"token": token})


def invite(account: Account) -> str:
    """The path of a link, good once and for 72 hours, by which she chooses her password and comes in."""
    account_changed.send(Account, account=account, kind="account.invited")
    return _link(account, INVITATION)


def reset_link(account: Account) -> str:
    """The same for who has forgotten her password, sent to her address only: good once and for 30 minutes."""
    account_changed.send(Account, account=account, kind="account.reset_asked")
    return _link(account, RESET)


def rescue(account: Account) -> str:
    """The same for who has lost everything, asked by who keeps her team: used, it takes her second factors away too. One day."""
    return _link(account, RESCUE)


def opened(token: str) -> Opened | None:
    """Whose link it is; None when it is too old, used, altered, or of an account that was closed: the same answer for all."""
    if len(token) > 600:
        return None
    try:
        kind, key, mark = signing.loads(token, salt="liane.link")
        signing.loads(token, salt="liane.link", max_age=_AGE[kind])
        account = Account.objects.filter(pk=UUID(key), is_active=True).first()
    except (signing.BadSignature, ValueError, TypeError, KeyError):
        return None
    if account is None or not constant_time_compare(mark, _print(account)):
        return None
    return Opened(account, kind)
