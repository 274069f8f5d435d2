"""What a worker that died had begun is taken up again: a job is done, or done twice harmlessly, never forgotten.

Without this, the journal would no longer be sealed after a power cut in the middle of a sealing (its lock would stay
with the dead), and a list being imported would wait for ever.
"""

from procrastinate.jobs import Status
from procrastinate.manager import JobManager

SILENCE = 30.0  # seconds without a sign: a worker gives one every ten
TRIES = 5  # a job in which a worker has died so many times is put aside, for somebody to look


async def take_up_again(manager: JobManager) -> int:
    """Give back to the queue the jobs of workers that no longer live. How many."""
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE))
    for job in stalled:
        if job.attempts < TRIES:
            await manager.retry_job(job)
        else:
            await manager.finish_job(job, Status.FAILED, delete_job=False)
    return len(stalled)
