"""What a login may be. One signs in with a login or with an address: what is typed there must never lead to two people."""

import re

from liane.kit.door import Refused
from liane.professionals.models import Account

RULE = "Des lettres sans accent, des chiffres, un point, un tiret ou un trait bas, par exemple prenom.nom."
TAKEN = "Ce nom de connexion est déjà pris. Ajoutez une lettre ou un chiffre."
ADDRESS_TAKEN = "Cette adresse sert déjà à quelqu’un d’autre pour se connecter."
_LONGEST = 150
_WRITTEN = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII)


def fault(login: str, email: str = "") -> str:
    """What is wrong in the way it is written; nothing when it can be said on the telephone. An address only if it is her own."""
    if len(login) > _LONGEST:
        return f"Ce nom de connexion est trop long : {_LONGEST} signes suffisent."
    if email and login == email.lower():
        return ""
    return "" if _WRITTEN.fullmatch(login) else f"Ce nom de connexion ne convient pas. {RULE}"


def check(login: str, email: str = "") -> str:
    """The login as it is kept, free for her: neither a login nor an address of anybody else (messages and sign-ins would go
    astray). Refused in words otherwise."""
    login = login.strip().lower()
    if wrong := fault(login, email):
        raise Refused(wrong)
    if Account.objects.filter(login__iexact=login).exists() or Account.objects.filter(email__iexact=login).exists():
        raise Refused(TAKEN)
    if email and login_of_another(email):
        raise Refused(ADDRESS_TAKEN)
    return login


def login_of_another(email: str, account: Account | None = None) -> bool:
    """Does somebody else sign in with this address as a login?"""
    return Account.objects.filter(login__iexact=email).exclude(pk=account.pk if account else None).exists()
