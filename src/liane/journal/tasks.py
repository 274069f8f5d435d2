"""Jobs of the journal: seal every minute, verify every night."""

from procrastinate.contrib.django import app

from liane.journal.sealing.runs import seal_and_export, verify_each_behind_its_wall


@app.periodic(cron="* * * * *")
@app.task(name="liane.journal.tasks.seal", queueing_lock="journal_seal", lock="journal_seal")
def seal(timestamp: int) -> int:
    """Seal what was written since the last minute, and take the heads out (decision 0015)."""
    return seal_and_export()


@app.periodic(cron="40 3 * * *")
@app.task(name="liane.journal.tasks.verify", queueing_lock="journal_verify", lock="journal_verify")
def verify(timestamp: int) -> int:
    """Read the whole journal again; the Conformité page tells what was found."""
    return verify_each_behind_its_wall()
