"""Forms of the account."""

from typing import Any, ClassVar

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password

from liane.professionals.adapter import WRONG
from liane.professionals.models import Account
from liane.professionals.passwords import RULE

_LIMIT = 200


class SignInForm(LoginForm):  # type: ignore[misc]
    """Login or e-mail, and password. An account that was closed answers like an account that never existed (C6)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, sentence in (
            ("login", "Nom de connexion ou adresse électronique", "Écrivez votre nom de connexion."),
            ("password", "Mot de passe", "Écrivez votre mot de passe."),
        ):
            field = self.fields[name]
            field.label = label
            field.help_text = ""
            field.max_length = _LIMIT
            field.error_messages["required"] = sentence
            field.validators = [_not_endless]


def _not_endless(value: str) -> None:
    if len(value) > _LIMIT or "\x00" in value:
        raise forms.ValidationError(WRONG)


class NewPasswordForm(forms.Form):
    """A new password, twice. The rule is said before, not after."""

    password_new = forms.CharField(
        label="Nouveau mot de passe", strip=False, widget=forms.PasswordInput, help_text=RULE
    )
    password_again = forms.CharField(label="Le nouveau, une seconde fois", strip=False, widget=forms.PasswordInput)
    _sentences: ClassVar[dict[str, str]] = {
        "password_new": "Écrivez votre nouveau mot de passe.",
        "password_again": "Écrivez encore une fois le nouveau mot de passe.",
    }

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        for name, sentence in self._sentences.items():
            self.fields[name].error_messages["required"] = sentence

    def clean_password_new(self) -> str:
        """Long enough, and not one of those that everybody tries."""
        new = str(self.cleaned_data["password_new"])
        if len(new) > _LIMIT or "\x00" in new:
            raise forms.ValidationError(f"Ce mot de passe est trop long : {_LIMIT} signes suffisent.")
        validate_password(new, self.account)
        return new

    def clean(self) -> dict[str, Any]:
        """Both copies alike."""
        data = super().clean() or {}
        if data.get("password_new") and data.get("password_again") and data["password_new"] != data["password_again"]:
            self.add_error("password_again", "Les deux nouveaux mots de passe sont différents. Écrivez-les de nouveau.")
        return data


class PasswordForm(NewPasswordForm):
    """The same, with the current one: only who knows it may change it, an open tablet is not enough."""

    password_current = forms.CharField(label="Mot de passe actuel", strip=False, widget=forms.PasswordInput)
    field_order = ("password_current", "password_new", "password_again")
    _sentences: ClassVar[dict[str, str]] = {
        "password_current": "Écrivez votre mot de passe actuel.",
        **NewPasswordForm._sentences,
    }

    def clean_password_current(self) -> str:
        """Is it hers?"""
        current = str(self.cleaned_data["password_current"])
        if len(current) > _LIMIT or not self.account.check_password(current):
            raise forms.ValidationError("Ce n’est pas votre mot de passe actuel.")
        return current

    def clean_password_new(self) -> str:
        """Another one than the current."""
        new = str(self.cleaned_data["password_new"])
        if new == self.data.get("password_current"):
            raise forms.ValidationError("Choisissez un mot de passe différent de l’actuel.")
        return super().clean_password_new()
