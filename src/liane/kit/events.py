"""What a room announces to the rooms above: written with the fact, in one transaction, handled after it is committed.

An event is a job of the queue (procrastinate, in PostgreSQL itself): nothing is lost between the fact and its effects.
Names are in the past tense, `room.what_happened`; the list is in ARCHITECTURE.md.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from liane.kit.tenancy import acting_for

Handler = Callable[..., None]
_handlers: dict[str, list[Handler]] = defaultdict(list)


def on(name: str) -> Callable[[Handler], Handler]:
    """Handle an event, from the `wiring.py` of an upper room. A handler may run twice: it must be harmless then."""

    def register(handler: Handler) -> Handler:
        _handlers[name].append(handler)
        return handler

    return register


def emit(name: str, *, organization_id: UUID, after: timedelta | None = None, **payload: Any) -> None:
    """Say that something happened. Identifiers only in the payload: the queue holds no text about anybody."""
    sent: Any = {key: str(value) for key, value in payload.items()}
    task = app.configure_task(
        "liane.kit.tasks.deliver", schedule_in={"seconds": after.total_seconds()} if after else None
    )
    task.defer(name=name, organization_id=str(organization_id), payload=sent)


def deliver(name: str, organization_id: str, payload: dict[str, str]) -> None:
    """Run the handlers of one event, inside its organisation, in one transaction."""
    with acting_for(organization_id):
        for handler in _handlers[name]:
            handler(**payload)
