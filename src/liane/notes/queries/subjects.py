"""About whom: the persons behind many writings at once."""

from collections.abc import Mapping
from typing import Any

from liane.access.actor import Actor
from liane.people.queries.subjects import names_of
from liane.timeline.queries import lines_of


def about_writings(actor: Actor, addresses: list[Mapping[str, Any]]) -> list[str | None]:
    """For the drafts of forms whose address names a writing: about whom, or None when it is closed to their author."""
    records = {line.source_id: line.record_id for line in lines_of(actor, "NOTE", [a["thread_id"] for a in addresses])}
    names = names_of(actor, records.values())
    return [names.get(records[a["thread_id"]]) if a["thread_id"] in records else None for a in addresses]
