"""Jobs of the kit: the one that delivers events, and the one that forgets old drafts."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from liane.kit import events
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
