"""Six figures for a shared screen: never the ones that everybody chooses. They open nothing outside enrolled devices."""

from django.contrib.auth.hashers import check_password, make_password

from liane.kit.door import Refused
from liane.professionals.actions import account_changed
from liane.professionals.models import Account

TRIES = 5
_RUNS = ("01234567890123456789", "98765432109876543210", "24680246802468", "13579135791357")
_FIRST_TRIED = frozenset(
    "123321 112233 111222 121314 131313 159357 147258 147852 258963 258369 369258 456852 159753 753159 100200 "
    "200300 100100 101112 102030 112211 123123 123654 321654 456123 654123 789456 456789 696969 159951".split()
)


def is_obvious(pin: str) -> bool:
    """One figure or two repeated, figures in a row, a drawing on the pad, a year: what somebody tries first."""
    repeats = any(pin == pin[:size] * (6 // size) for size in (1, 2, 3))
    runs = any(pin in run for run in _RUNS)
    year = pin[:2] in ("19", "20") and pin[2:4] == pin[4:]
    return repeats or runs or year or len(set(pin)) < 3 or pin == pin[::-1] or pin in _FIRST_TRIED


def set_pin(account: Account, pin: str, again: str) -> None:
    """Choose one’s code. Refused in words when everybody would try it."""
    if not (len(pin) == 6 and pin.isascii() and pin.isdigit()):
        raise Refused("Écrivez six chiffres.")
    if pin != again:
        raise Refused("Les deux codes sont différents. Écrivez-les de nouveau.")
    if is_obvious(pin):
        raise Refused("Ce code est un des premiers qu’on essaierait. Choisissez-en un autre.")
    account.pin = make_password(pin)
    account.save(update_fields=["pin"])
    account_changed.send(Account, account=account, kind="account.pin_changed")


def is_right(account: Account, pin: str) -> bool:
    """Is it her code?"""
    return bool(account.pin) and len(pin) <= 12 and check_password(pin, account.pin)
