"""allauth, set for a house: nobody signs up alone, a refusal never tells whether the account exists, tries wait longer and longer."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from liane.professionals import known_browsers, limits
from liane.professionals.actions import note_refusal
from liane.professionals.models import Account
from liane.professionals.passwords import is_hers
from liane.professionals.queries import account_named

WRONG = "Ce nom de connexion ou ce mot de passe n’est pas le bon. Vérifiez les deux, puis réessayez."
TOO_MANY = "Trop d’essais à la suite. Pour protéger les dossiers, attendez {wait}, puis réessayez."


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; pages speak by themselves, without flash messages, mails nor JSON twins."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "account_inactive": WRONG,
        "too_many_login_attempts": TOO_MANY.format(wait="quelques minutes"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Being in is seen: «Vous êtes connecté» would be one more thing to read."""

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        """After the password: the second factor of those who have one. Nothing else."""
        return ["liane.professionals.second.SecondStep"]

    def is_reauthentication_required(self, *args: Any, **kwargs: Any) -> bool:
        """Asked by our own pages: `@page(recent=True)`."""
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What changes on an account is written in the journal, and shown on its page."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Account | None:
        """Look at a password, if it is time (security.md C5). The same work is done for an account that does not exist.

        A browser where this account came in before, a shared screen of the house and each place of the network count apart:
        whoever tries from elsewhere does not keep the night nurse out, even at a screen where she never came in.
        """
        typed = str(credentials.get("username") or credentials.get("email") or "").strip().lower()
        account = account_named(typed)
        mark = known_browsers.mark(request, account) or known_browsers.screen(request)
        address = request.META.get("REMOTE_ADDR") or ""
        name = account.pk if account else typed
        who = ("password", name, mark or f"from {limits.place(address)}")
        if wait := (0 if mark else self._strangers_wait(name, address)) or limits.attempt(*who):
            request.must_wait = wait  # type: ignore[attr-defined]
            raise ValidationError(TOO_MANY.format(wait=limits.in_words(wait)))
        if is_hers(account, str(credentials.get("password") or "")):
            limits.succeeded(*who)
            return account
        limits.within("address", address)
        if not mark:
            limits.within("strangers", name)
        note_refusal(account)
        user_login_failed.send(__name__, credentials={}, request=request)
        return None

    def _strangers_wait(self, name: object, address: str) -> int:
        """Fifty refusals from one address, or two hundred for one account from everywhere: no browser that is not known tries."""
        return limits.wait_for("address", address) or limits.wait_for("strangers", name)
