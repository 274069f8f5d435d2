"""Jobs about persons: each night, which records may be one person."""

from procrastinate.contrib.django import app

from liane.journal.sealing.runs import sealed_chains
from liane.kit.tenancy import acting_for
from liane.people.doubles.watch import look_for_doubles


@app.periodic(cron="5 3 * * *")
@app.task(name="liane.people.tasks.doubles", queueing_lock="people_doubles", lock="people_doubles")
def doubles(timestamp: int) -> int:
    """For each organisme, behind its wall: new pairs wait for identitovigilance in the morning."""
    found = 0
    for organization_id in filter(None, sealed_chains()):
        with acting_for(organization_id):
            found += look_for_doubles(organization_id).new
    return found
