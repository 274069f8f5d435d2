"""Jobs of the notes: each night, the dates of the records become tasks; each month, the old words of the teams go."""

from procrastinate.contrib.django import app

from liane.journal.retention.purge import announced
from liane.journal.sealing.runs import sealed_chains
from liane.kit.dates import today
from liane.kit.tenancy import acting_for
from liane.notes.actions.ageing import erase_old
from liane.notes.actions.deadlines import remind


@app.periodic(cron="35 4 * * *")
@app.task(name="liane.notes.tasks.deadlines", queueing_lock="notes_deadlines", lock="notes_deadlines")
def deadlines(timestamp: int) -> int:
    """After the delays of the stays are computed again, before the morning: what must be prepared, by whom."""
    written = 0
    for organization_id in sealed_chains():
        if organization_id:
            with acting_for(organization_id):
                night = remind(organization_id)
                written += len(night.made) + len(night.moved) + len(night.closed)
    return written


@app.periodic(cron="30 4 1 * *")
@app.task(name="liane.notes.tasks.erase_old_words", queueing_lock="notes_ageing", lock="notes_ageing")
def erase_old_words(timestamp: int) -> int:
    """On the first of each month, like the traces and announced as they are: before that day is over for the next count."""
    gone, on = 0, today()
    for organization_id in filter(None, sealed_chains()):
        if announced(organization_id, on):
            with acting_for(organization_id):
                gone += erase_old(organization_id, on)
    return gone
