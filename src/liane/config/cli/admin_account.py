"""Create the account of who administers the instance, and give the link by which she chooses her own password."""

import argparse
import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError, transaction

from liane.config.cli.house import address_of, say
from liane.journal.kinds import Kind
from liane.kit.door import Refused
from liane.professionals import logins
from liane.professionals.actions import account_changed
from liane.professionals.invitations import invite, rescue
from liane.professionals.models import Account

_BACK = (
    "Il sert une fois, pendant 24 heures. Quand il aura servi, l’ancien mot de passe et les seconds facteurs du compte seront retirés, "
    "et tout ce qui est ouvert sera fermé :"
)


def run(options: argparse.Namespace) -> int:
    """A link good once, for 72 hours (for a day when it brings somebody back): nobody, not even who types this, knows the password."""
    login = options.login.strip().lower()
    if options.reopen:
        return _bring_back(login)
    if options.email:
        try:
            validate_email(options.email)
        except ValidationError:
            say(f"« {options.email} » n’est pas une adresse électronique.")
            return 1
    if wrong := logins.fault(login, options.email or ""):
        say(wrong)
        return 1
    try:
        with transaction.atomic():
            account = _account(login, options.email or "")
            if account is None:
                say(f"le compte « {login} » existe déjà et n’administre pas l’instance : choisissez un autre nom.")
                return 1
            is_back = account.last_login is not None
            path = rescue(account) if is_back else invite(account)
    except Refused as refusal:
        say(str(refusal))
        return 1
    except DatabaseError:
        say("la base n’a pas pris ce compte : ouvrez d’abord la maison une fois (./liane serve), puis recommencez.")
        return 1
    if is_back:
        say(f"ouvrez ce lien pour choisir un autre mot de passe. {_BACK}")
    else:
        say("ouvrez ce lien pour choisir votre mot de passe. Il sert une fois, pendant 72 heures :")
    print(address_of(path))
    return 0


def _bring_back(login: str) -> int:
    """For a colleague whom nobody of her house may bring back: her account opens more than theirs, or several organismes."""
    try:
        with transaction.atomic():
            account = Account.objects.filter(login__iexact=login, is_active=True, is_instance_admin=False).first()
            if account is None:
                say(f"le compte « {login} » n’existe pas, est fermé, ou administre l’instance.")
                return 1
            path = rescue(account)
            account_changed.send(Account, account=account, kind=Kind.WAY_BACK_GIVEN.value)
    except DatabaseError:
        say("la base n’a pas répondu : ouvrez d’abord la maison une fois (./liane serve), puis recommencez.")
        return 1
    say(f"vérifiez que c’est bien la personne, puis remettez-lui ce lien en main propre. {_BACK}")
    print(address_of(path))
    return 0


def _account(login: str, email: str) -> Account | None:
    """A new one; or the same again, for an administrator who has lost her password and her link."""
    found = Account.objects.filter(login__iexact=login).first()
    if found is not None:
        return found if found.is_instance_admin and found.is_active else None
    login = logins.check(login, email)
    return Account.objects.create_account(login, secrets.token_urlsafe(48), email=email, is_instance_admin=True)
