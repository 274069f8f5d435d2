"""Jobs of the journal: seal every minute, verify every night, erase every month what is over.

Their queue is their own: in a house in service only the account that works on it reads the key that seals.
"""

from procrastinate.contrib.django import app

from liane.journal.retention.purge import count_everywhere, purge_everywhere
from liane.journal.sealing.runs import seal_and_export, verify_each_behind_its_wall


@app.periodic(cron="* * * * *")
@app.task(queue="journal", name="liane.journal.tasks.seal", queueing_lock="journal_seal", lock="journal_seal")
def seal(timestamp: int) -> int:
    """Seal two hundred lines, or what waits since four minutes, and take the heads out (decision 0015)."""
    return seal_and_export(at_once=False)


@app.periodic(cron="40 3 * * *")
@app.task(queue="journal", name="liane.journal.tasks.verify", queueing_lock="journal_verify", lock="journal_verify")
def verify(timestamp: int) -> int:
    """Read the whole journal again; the Conformité page tells what was found."""
    return verify_each_behind_its_wall()


@app.periodic(cron="10 4 1 * *")
@app.task(queue="journal", name="liane.journal.tasks.purge", queueing_lock="journal_purge", lock="journal_purge")
def purge(timestamp: int) -> int:
    """On the first of each month, erase the traces whose time is over, each with its certificate."""
    return purge_everywhere()


@app.periodic(cron="20 5 * * *")
@app.task(queue="journal", name="liane.journal.tasks.count", queueing_lock="journal_count", lock="journal_purge")
def count(timestamp: int) -> int:
    """Each night, count what the next erasing will take: the DPO sees it a month before."""
    return count_everywhere()
