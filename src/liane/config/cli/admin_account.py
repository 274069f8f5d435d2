"""Create the account of who administers the instance, and give the link by which she chooses her own password."""

import argparse
import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import DatabaseError, transaction

from liane.config.cli.house import address_of, say
from liane.kit.door import Refused
from liane.professionals import logins
from liane.professionals.invitations import invite, rescue
from liane.professionals.models import Account


def run(options: argparse.Namespace) -> int:
    """A link good once and for 72 hours: nobody, not even who types this command, knows the password."""
    login = options.login.strip().lower()
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
            path = rescue(account) if account.last_login else invite(account)
    except Refused as refusal:
        say(str(refusal))
        return 1
    except DatabaseError:
        say("la base n’a pas pris ce compte : ouvrez d’abord la maison une fois (./liane serve), puis recommencez.")
        return 1
    say("ouvrez ce lien pour choisir votre mot de passe. Il sert une fois, pendant 72 heures :")
    print(address_of(path))
    return 0


def _account(login: str, email: str) -> Account | None:
    """A new one; or the same again, for an administrator who has lost her password and her link."""
    found = Account.objects.filter(login__iexact=login).first()
    if found is not None:
        return found if found.is_instance_admin and found.is_active else None
    login = logins.check(login, email)
    return Account.objects.create_account(login, secrets.token_urlsafe(48), email=email, is_instance_admin=True)
