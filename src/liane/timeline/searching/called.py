"""What a writing is called when nothing of it may be read yet: its target, or its kind."""

from functools import cache

from liane.nomenclatures.packs import all_packs
from liane.timeline.queries import Line

_KINDS = {
    "STAY": "Accompagnement", "ABSENCE": "Absence", "GOAL": "Objectif", "DOCUMENT": "Papier", "CLOCK": "Délai",
    "INVENTORY": "Inventaire",
}  # fmt: skip


@cache
def _targets() -> frozenset[str]:
    """The targets that the sectors propose: words of a list, never of somebody."""
    return frozenset(focus.label for pack in all_packs() for focus in pack.focuses)


def called(line: Line) -> str:
    """«Sommeil», «Objectif», «Écrit»: the title of a line also holds its first sentence, which is never shown untraced."""
    target = line.title.partition(" : ")[0]
    if line.kind == "NOTE":
        return target if target in _targets() else "Écrit"
    return _KINDS.get(line.kind, "Écrit")
