"""Jobs of the notes: each night, the dates of the records become tasks."""

from procrastinate.contrib.django import app

from liane.journal.sealing.runs import sealed_chains
from liane.kit.tenancy import acting_for
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
