"""What a password must not be (CNIL 2022: long rather than complicated; never one that everybody tries)."""

import re

from django.core.exceptions import ValidationError

from liane.kit.text import fold
from liane.professionals.models import Account

_TRIED = frozenset(
    {"MOTDEPASSE", "AZERTYUIOP", "AZERTYUIOPQSDFGHJKLM", "QWERTYUIOP", "BONJOUR", "SOLEIL", "LIANE", "PASSWORD"}
)
SENTENCE = "Ce mot de passe serait vite deviné. Choisissez une phrase qui ne parle qu’à vous."


class HardToGuess:
    """Refuses what is only digits, only a few letters, the login itself, or a word that everybody tries, repeated."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Called by Django with the others."""
        letters = re.sub(r"[^A-Z]", "", fold(password))
        own = fold(user.login.split("@")[0]).replace(" ", "") if user else ""
        tried = {word for word in (*_TRIED, own) if word and letters and not letters.replace(word, "")}
        if len(set(password)) < 5 or tried or not any(sign.isalpha() for sign in password):
            raise ValidationError(SENTENCE)

    def get_help_text(self) -> str:
        """Said before."""
        return SENTENCE
