"""Housekeeping of the sign-ins."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from liane.professionals.models import Session, Tries


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
