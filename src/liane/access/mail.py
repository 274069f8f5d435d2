"""The only mail of the rights desk: it says that something waits in Liane, never who nor what (security F3)."""

from liane.kit.mail import send

_SUBJECT = "Liane : un accès d’urgence a été ouvert"
_TEXT = (
    "Bonjour,\n\nUn accès d’urgence vient d’être ouvert dans votre service.\n"
    "Connectez-vous à Liane, menu « Accès d’urgence », pour le revoir.\n"
)


def say_by_mail(addresses: list[str]) -> int:
    """One mail for each, when the house has a mail server; how many left. A mail that fails never hides the counter."""
    return sum(send(_SUBJECT, _TEXT, address) for address in addresses)
