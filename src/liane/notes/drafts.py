"""What is typed, before it is written: and where it goes when nothing is said."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.nomenclatures.packs import Focus, load_pack
from liane.notes.models import Level, NoteKind

# The parts tried in turn when neither the writer nor the target says where a writing belongs.
_SENTENCE = re.compile(r".{1,200}?[.!?…](?=\s|$)")
_ORDER = ("SUPPORT", "CARE", "SOCIAL", "ADMIN", "PSY", "FAMILY", "JUDICIAL")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed: four plain boxes or one block, where it belongs, and who should read it."""

    text: str = ""
    observation: str = ""
    action: str = ""
    outcome: str = ""
    focus: str = ""
    focus_code: str = ""
    kind: str = NoteKind.TRANSMISSION
    level: int = Level.INFO
    volet: str = ""
    unit_id: UUID | None = None
    happened_at: datetime | None = None
    said_by: str = ""
    shared_unit_ids: tuple[UUID, ...] = ()
    goal_id: UUID | None = None

    def body(self) -> str:
        """All the words, for the search."""
        return " ".join(filter(None, (self.focus, self.text, self.observation, self.action, self.outcome)))

    def title(self) -> str:
        """What the line of the fil is called: the target, and the first sentence of what was seen."""
        first = first_sentence(self.observation or self.text or self.action)
        return f"{self.focus} : {first[:1].lower()}{first[1:]}" if self.focus and first else self.focus or first


def first_sentence(text: str, limit: int = 90) -> str:
    """The first sentence without its full stop, or its beginning when it is long."""
    line = text.strip().split("\n")[0]
    sentence = _SENTENCE.match(line)
    found = sentence[0].rstrip(".") if sentence else line
    return found if len(found) <= limit else found[: limit - 1].rsplit(" ", 1)[0] + "…"


def focus_named(pack: str, label: str) -> Focus | None:
    """The usual target of the sector («De quoi s’agit-il ?») that bears this label; free text is nobody's target."""
    wanted = label.strip().casefold()
    return next((f for f in load_pack(pack).focuses if f.label.casefold() == wanted), None) if wanted else None


def usual_volet(actor: Actor, unit_id: UUID, focus: Focus | None) -> str:
    """Where a writing belongs when nothing is said: the part of its target if she writes there, else her first part."""
    writable = actor.volets_written(unit_id)
    if focus is not None and focus.volet in writable:
        return focus.volet
    return next((volet for volet in _ORDER if volet in writable), "SUPPORT")


def usual_unit(actor: Actor, held: list[UUID]) -> UUID:
    """The unit for which one writes when nothing is said: the place chosen, else the latest one held in common."""
    common = [unit_id for unit_id in held if actor.may(Right.NOTE_WRITE, unit_id)]
    if actor.place_unit_id in common:
        return actor.place_unit_id  # type: ignore[return-value]
    return common[0]
