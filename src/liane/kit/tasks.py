"""Jobs of the kit: the one that delivers events."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from liane.kit import events


@app.task(name="liane.kit.tasks.deliver", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def deliver(name: str, organization_id: str, payload: dict[str, str]) -> None:
    """See kit.events.deliver."""
    events.deliver(name, organization_id, payload)
