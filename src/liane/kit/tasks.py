"""Jobs of the kit: deliver events, forget old drafts, take up again what a dead worker had begun."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from liane.kit import events, stalled
from liane.kit.drafts import store


@app.task(name="liane.kit.tasks.deliver", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def deliver(name: str, organization_id: str, payload: dict[str, str]) -> None:
    """See kit.events.deliver."""
    events.deliver(name, organization_id, payload)


@app.periodic(cron="41 3 * * *")
@app.task(name="liane.kit.tasks.forget_drafts", queueing_lock="forget_drafts")
def forget_drafts(timestamp: int) -> int:
    """See kit.drafts.store.forget."""
    return store.forget()


@app.periodic(cron="* * * * *")
@app.task(name="liane.kit.tasks.take_up_again", queueing_lock="take_up_again", pass_context=True)
async def take_up_again(context: JobContext, timestamp: int) -> int:
    """See kit.stalled.take_up_again."""
    return await stalled.take_up_again(context.app.job_manager)
