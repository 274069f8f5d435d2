"""Housekeeping of the sign-ins."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from liane.kit.mail import send
from liane.professionals import invitations
from liane.professionals.models import Account, Session, Tries


@app.periodic(cron="17 * * * *")
@app.task(name="liane.professionals.tasks.forget_ended_sessions", queueing_lock="forget_ended_sessions")
def forget_ended_sessions(timestamp: int) -> int:
    """Sessions that are over are forgotten a day later: until then the text typed too late finds its author."""
    limit = timezone.now() - timedelta(days=1)
    Tries.objects.filter(expires_at__lt=timezone.now()).delete()
    over = Session.objects.filter(expire_date__lt=limit) | Session.objects.filter(
        seen_at__lt=limit - settings.SESSION_IDLE
    )
    return over.delete()[0]


_SUBJECT = "Liane : choisir un nouveau mot de passe"
_TEXT = (
    "Bonjour,\n\nVous avez demandé à choisir un nouveau mot de passe pour Liane. Ce lien sert une fois, pendant trente minutes :"
    "\n\n{link}\n\nVous n’avez rien demandé ? Ne faites rien : votre mot de passe ne change pas. Si cela se répète, "
    "dites-le à la personne qui s’occupe de Liane chez vous.\n"
)


@app.task(name="liane.professionals.tasks.send_reset", pass_context=False)
def send_reset(account_id: str) -> int:
    """Send the link to the address of the account. Written as a job for whoever asks, known or not: same work, same delay (C6)."""
    account = Account.objects.filter(pk=account_id, is_active=True).exclude(email="").first() if account_id else None
    if account is None:
        return 0
    link = settings.PUBLIC_ADDRESS + invitations.reset_link(account)
    return int(send(_SUBJECT, _TEXT.format(link=link), account.email))


TOLD = {
    "password": "votre mot de passe a changé",
    "account.factor_added": "un second facteur a été ajouté",
    "account.factor_removed": "un second facteur a été retiré",
    "account.codes_made": "de nouveaux codes de secours ont été faits",
    "account.code_used": "un code de secours a servi",
}
_CHANGE = (
    "Bonjour,\n\nSur votre compte Liane, {what}. C’était vous ? Il n’y a rien à faire. Sinon, dites-le tout de suite à la "
    "personne qui s’occupe de Liane chez vous.\n"
)


@app.task(name="liane.professionals.tasks.tell_change")
def tell_change(account_id: str, kind: str) -> int:
    """Tell somebody what has changed on her own account; nothing about anybody else is in a message."""
    account = Account.objects.filter(pk=account_id).exclude(email="").first()
    if account is None:
        return 0
    return int(send("Liane : votre compte a changé", _CHANGE.format(what=TOLD[kind]), account.email))
