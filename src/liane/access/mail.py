"""The only mail of the rights desk: it says that something waits in Liane, never who nor what (security F3)."""

from django.conf import settings
from django.core.mail import EmailMessage

_SUBJECT = "Liane : un accès d’urgence a été ouvert"
_TEXT = (
    "Bonjour,\n\nUn accès d’urgence vient d’être ouvert dans votre service.\n"
    "Connectez-vous à Liane, menu « Accès d’urgence », pour le revoir.\n"
)


def say_by_mail(addresses: list[str]) -> int:
    """One mail for each, when the house has a mail server; how many left. A mail that fails never hides the counter."""
    if not addresses or not getattr(settings, "MAIL_IS_SET", False):
        return 0
    return sum(EmailMessage(_SUBJECT, _TEXT, to=[address]).send(fail_silently=True) for address in addresses)
