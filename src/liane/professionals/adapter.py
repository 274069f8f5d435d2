"""allauth, set for a house: nobody signs up alone, a refusal never tells whether the account exists."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

WRONG = "Ce nom de connexion ou ce mot de passe n’est pas le bon. Vérifiez les deux, puis réessayez."
TOO_MANY = (
    "Trop d’essais à la suite. Pour protéger les dossiers, attendez quinze minutes, puis réessayez. "
    "Si c’est urgent, demandez à votre chef de service."
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; pages speak by themselves, without flash messages nor JSON twins."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "account_inactive": WRONG,
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Being in is seen: «Vous êtes connecté» would be one more thing to read."""

    def is_ajax(self, request: HttpRequest) -> bool:
        return False
