"""Messages of the house: they say that something waits in Liane, never who nor what (security F3)."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

log = logging.getLogger("liane.mail")


def send(subject: str, text: str, to: str, *, attached: tuple[str, str, str] | None = None) -> bool:
    """One message, when the house has a mail server; `attached`: name, content, kind. True when it has left.

    A mail server that does not answer is said to whoever asked, never a failure of the page or of the job.
    """
    if not settings.MAIL_IS_SET:
        return False
    message = EmailMessage(subject, text, to=[to], attachments=[attached] if attached else None)
    try:
        return message.send() == 1
    except (OSError, SMTPException) as error:
        log.warning("a message did not leave: %s", type(error).__name__)
        return False
