"""What a door answers when it stays closed. No business word here: see people/door.py for the door itself."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a door stayed closed: what the journal keeps, and what may be told to the person refused.

    `sentence` is only filled for a colleague of the same organisation who may know that something exists
    (ux §12, «No right»): the answer then says whom to ask. Everybody else gets the page of what does not exist.
    """

    record_id: UUID | None = None
    right: str = ""
    why: str = ""
    sentence: str = ""
    emergency: str = ""  # address of the emergency door, when this colleague may knock there


class NotVisible(Exception):
    """Absent and forbidden are the same answer. One middleware turns it into a page and traces the refusal."""

    def __init__(self, refusal: Refusal, actor: Any = None) -> None:
        super().__init__(refusal.why)
        self.refusal = refusal
        self.actor = actor


class Moved(NotVisible):
    """This record was joined to another one, which she may open: reading goes there, and nothing is written under the old address."""

    def __init__(self, refusal: Refusal, actor: Any, to: UUID) -> None:
        super().__init__(refusal, actor)
        self.to = to


class Refused(Exception):
    """A gesture that a rule of the trade forbids: `str(error)` is the French sentence shown beside the kept input."""


class Stale(Refused):
    """Somebody changed the same thing meanwhile: both versions are shown, nothing is overwritten."""

    def __init__(self, sentence: str, current: Any = None) -> None:
        super().__init__(sentence)
        self.current = current
