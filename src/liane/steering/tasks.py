"""Jobs of the conformity: look at what was just sealed; send the heads of the journal to the DPO each day."""

from procrastinate.contrib.django import app

from liane.journal.sealing.runs import sealed_chains
from liane.steering.mails import mail_heads
from liane.steering.watch import watch_house


@app.periodic(cron="*/5 * * * *")
@app.task(name="liane.steering.tasks.watch", queueing_lock="steering_watch", lock="steering_watch")
def watch(timestamp: int) -> int:
    """Every five minutes, for each organisme: what deserves a human eye."""
    return sum(watch_house(organization_id) for organization_id in sealed_chains() if organization_id)


@app.periodic(cron="30 6 * * *")
@app.task(name="liane.steering.tasks.mail", queueing_lock="steering_mail")
def mail(timestamp: int) -> int:
    """Each morning, the head of each journal leaves by mail, when the house has a mail server."""
    return sum(mail_heads(organization_id) for organization_id in sealed_chains() if organization_id)
