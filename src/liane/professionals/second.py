"""The second factor: where its secrets rest, and when it is asked."""

from allauth.account.stages import LoginStage
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.http import HttpResponse

from liane.kit.addresses import reverse
from liane.kit.pages import redirect
from liane.professionals import factors, sealing
from liane.professionals.models import Account


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Seeds are sealed before they reach the database; the site of a passkey is the address of the house."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text, "factor")

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.opened(encrypted_text, "factor")

    def get_totp_issuer(self) -> str:
        return "Liane"

    def get_totp_label(self, user: Account) -> str:
        return user.login

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Liane"}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, object]:
        return {"id": user.pk.hex.encode(), "display_name": user.login, "name": user.login}


class SecondStep(LoginStage):  # type: ignore[misc]
    """After the right password: a code or a key, for those who have one (allauth keeps the sign-in waiting in the session)."""

    key = "mfa_authenticate"
    urlname = "professionals:second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        user = self.login.user
        if user is None or did_use_passwordless_login(self.request, user) or not factors.has_any(user):
            return None, True
        return redirect(reverse(self.urlname)), True

    def abort(self) -> HttpResponse:
        return redirect(reverse("professionals:sign_in"))
