"""Inventories of a record, as far as they are told; what was noted at the entry and is not at the exit."""

from collections import Counter
from typing import Any
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Volet
from liane.kit.text import fold
from liane.stays.belongings.models import Inventory
from liane.stays.queries import Step, path_of


def inventories_told(actor: Actor, record_id: UUID) -> list[tuple[Inventory, Step]]:
    """Newest first, of the stays that this reader may know and whose everyday part she reads."""
    steps = {one.id: one for one in path_of(actor, record_id) if actor.reads(one.unit_id, Volet.SUPPORT)}
    found = Inventory.objects.filter(stay_id__in=steps).order_by("-done_on", "-written_at", "-pk")[:200]
    return [(one, steps[one.stay_id]) for one in found]


def last_of(stay_id: UUID) -> Inventory | None:
    """The latest of a stay: what the next one begins from."""
    return Inventory.objects.filter(stay_id=stay_id).order_by("-done_on", "-written_at", "-pk").first()


def missing(before: Inventory, after: Inventory) -> list[str]:
    """«2 × pantalons»: noted before, and fewer after. Compared by their words: it helps to look, it proves nothing."""
    now: Counter[str] = Counter()
    for line in after.lines:
        now[fold(line["what"])] += line["count"]
    found = []
    for line in before.lines:
        short_of = line["count"] - min(now[fold(line["what"])], line["count"])
        now[fold(line["what"])] -= line["count"] - short_of
        if short_of:
            found.append(said({**line, "count": short_of}))
    return found


def said(line: dict[str, Any]) -> str:
    """«3 pantalons», «Montre»."""
    return f"{line['count']} {line['what']}" if line["count"] > 1 else str(line["what"])
