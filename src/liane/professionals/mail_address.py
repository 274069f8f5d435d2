"""The electronic address of an account: where links are sent. It is hers once a message sent there has been answered."""

from django.conf import settings
from django.core import signing

from liane.kit.addresses import reverse
from liane.kit.door import Refused
from liane.kit.mail import send
from liane.professionals.actions import account_changed
from liane.professionals.logins import ADDRESS_TAKEN, login_of_another
from liane.professionals.models import Account

_SALT, _AGE = "liane.address", 24 * 3600
_SUBJECT = "Liane : confirmer votre adresse"
_TEXT = "Bonjour,\n\nPour que Liane puisse vous écrire ici, ouvrez ce lien dans les vingt-quatre heures :\n\n{link}\n"
_CHANGED = "Liane : votre adresse a changé"
_TOLD = (
    "Bonjour,\n\nVotre compte Liane ne reçoit plus de message à cette adresse. Ce n’est pas vous qui l’avez changée ? "
    "Dites-le tout de suite à la personne qui s’occupe de Liane chez vous.\n"
)


def ask(account: Account, address: str) -> None:
    """Send a link to the new address; nothing changes before it is opened by her."""
    token = signing.dumps([account.pk.hex, address, account.email], salt=_SALT)
    link = settings.PUBLIC_ADDRESS + reverse("professionals:address_confirm", kwargs={"token": token})
    if not send(_SUBJECT, _TEXT.format(link=link), address):
        raise Refused("Le message n’a pas pu partir. Vérifiez l’adresse, ou réessayez dans quelques minutes.")


def proposed(account: Account, token: str) -> str | None:
    """The address that this link confirms for this account; None when it is not hers, too old, or used."""
    try:
        owner, address, before = signing.loads(token[:2000], salt=_SALT, max_age=_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return str(address) if owner == account.pk.hex and before == account.email else None


def confirm(account: Account, address: str) -> None:
    """It is hers, unless somebody else signs in with it. The former address is told, so that a thief does not change it in silence."""
    if login_of_another(address, account):
        raise Refused(ADDRESS_TAKEN)
    former, account.email = account.email, address
    account.save(update_fields=["email"])
    account_changed.send(Account, account=account, kind="account.address_changed")
    if former:
        send(_CHANGED, _TOLD, former)
