"""What a password must be (CNIL, délibération 2022-100 du 21 juillet 2022), and what it must not be.

The recommendation leaves a choice: 80 bits alone, or 50 bits when tries are slowed down. Tries are slowed down here (`limits`),
and 80 bits are asked all the same: what a password opens is the life of people, and a stolen copy of the database slows nobody.
"""

import gzip
import re
import unicodedata
from functools import cache
from pathlib import Path

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import connection

from liane.kit.text import fold
from liane.professionals.models import Account

RULE = (
    "Une phrase d’au moins 7 mots, ou au moins 12 signes en mêlant majuscules, minuscules, chiffres et ponctuation, "
    "ou au moins 14 signes avec trois de ces familles (règle de la CNIL, délibération 2022-100). "
    "Une phrase qui ne parle qu’à vous se retient mieux."
)
SHORT = (
    "Ce mot de passe n’est pas assez long. Choisissez une phrase d’au moins 7 mots, "
    "ou 12 signes avec majuscules, minuscules, chiffres et ponctuation, ou 14 signes avec trois de ces familles."
)
GUESSED = "Ce mot de passe serait vite deviné. Choisissez une phrase qui ne parle qu’à vous."
_FAMILIES = (str.isupper, str.islower, str.isdigit, lambda sign: not sign.isalnum() and not sign.isspace())
_HOUSE = frozenset(
    "MOTDEPASSE MOTPASSE MDP AZERTY AZERTYUIOP QWERTY QWERTYUIOP BONJOUR SOLEIL LIANE PASSWORD FOYER RESIDENCE MAISON "
    "EHPAD IME FAM MAS SAVS SAAD SSIAD MECS CHRS CSAPA CMPP ESAT BIENVENUE CHANGEMOI TEMPORAIRE".split()  # tried first
)

_DRESSING = re.compile(
    r"(?:19|20)\d\d|(.)\1{2,}|" + "|".join(run[i : i + 4] for run in ("01234567890", "09876543210") for i in range(8))
)


def _families(password: str) -> int:
    return sum(any(map(family, password)) for family in _FAMILIES)


def _words(password: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", password.casefold())


def is_hers(account: Account | None, password: str) -> bool:
    """Is it her password? As long to say no for nobody as for somebody (C6)."""
    if account is None:
        Account().set_password(password)
        return False
    return account.check_password(password)


class LongEnough:
    """80 bits, by one of the three ways that the CNIL proposes; a space is what separates words, not a sign of punctuation."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Called by Django with the others."""
        words = _words(password)
        is_phrase = len(words) >= 7 and len(set(words)) >= 5 and sum(map(len, words)) >= 20
        signs = len(password.replace(" ", ""))
        if not (is_phrase or (signs >= 12 and _families(password) == 4) or (signs >= 14 and _families(password) >= 3)):
            raise ValidationError(SHORT)

    def get_help_text(self) -> str:
        """Said before."""
        return RULE


@cache
def _known() -> frozenset[str]:
    """The 20 000 passwords that Django knows to be tried first, letters alone, in capitals."""
    path = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(fold(line).replace(" ", "") for line in lines)


def words_of(account: Account) -> set[str]:
    """What everybody knows of her: login, names, house, establishments and units (asked above the wall: see the function)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT professionals_words_of(%s)", [account.pk])
        told = " ".join([row[0] or "" for row in cursor.fetchall()])
    told += f" {account.login} {account.email.split('@')[0]}"
    return {word for word in fold(told).split() if len(word) >= 3}


def _bare(text: str) -> str:
    """Letters and figures of any alphabet, without accents, in capitals."""
    flat = unicodedata.normalize("NFKD", text).upper()
    return "".join(sign for sign in flat if sign.isalnum())


class HardToGuess:
    """Refuses a known password, even dressed up with a year and signs; and what is made of her own name or of the house."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Called by Django with the others."""
        bare = _bare(password)
        rest = bare
        for word in sorted(_HOUSE | (words_of(user) if user else set()), key=len, reverse=True):
            rest = rest.replace(word, "")
        rest = _DRESSING.sub("", rest)
        is_known = bare in _known() or rest in _known() or bare.strip("0123456789") in _known()
        if is_known or len(set(password)) < 5 or len(rest) < 5:
            raise ValidationError(GUESSED)

    def get_help_text(self) -> str:
        """Said before."""
        return GUESSED
