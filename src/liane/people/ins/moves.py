"""How the status of an identity moves: the table of the RNIV, read as data. PostgreSQL refuses the same moves (migration)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from liane.kit.door import Refused
from liane.nomenclatures.identity import ANY, FORBIDDEN, SAME, StatusMove, status_moves
from liane.people.enums import IdentityStatus
from liane.people.models import Person


class Event(StrEnum):
    """What may happen to an identity."""

    CREATED = "CREATED"
    EVIDENCE_SEEN = "EVIDENCE_SEEN"
    EVIDENCE_CANCELLED = "EVIDENCE_CANCELLED"
    INS_FOUND = "INS_FOUND"
    INS_FOUND_WITH_EVIDENCE = "INS_FOUND_WITH_EVIDENCE"
    INS_NOT_CONFIRMED = "INS_NOT_CONFIRMED"
    DOUBT_RAISED = "DOUBT_RAISED"
    DOUBT_LIFTED = "DOUBT_LIFTED"
    FICTION_MARKED = "FICTION_MARKED"
    FICTION_LIFTED = "FICTION_LIFTED"
    HOMONYM_MARKED = "HOMONYM_MARKED"
    HOMONYM_LIFTED = "HOMONYM_LIFTED"
    TRAIT_CHANGED = "TRAIT_CHANGED"


class Mark(StrEnum):
    """Attributes of an identity (RNIV): only «douteuse» and «homonyme» may stand together."""

    HOMONYM = "HOMONYME"
    DOUBTFUL = "DOUTEUSE"
    FICTIVE = "FICTIVE"


_CHANGES: dict[Event, tuple[str, Mark]] = {
    Event.DOUBT_RAISED: ("+", Mark.DOUBTFUL), Event.DOUBT_LIFTED: ("-", Mark.DOUBTFUL),
    Event.FICTION_MARKED: ("+", Mark.FICTIVE), Event.FICTION_LIFTED: ("-", Mark.FICTIVE),
    Event.HOMONYM_MARKED: ("+", Mark.HOMONYM), Event.HOMONYM_LIFTED: ("-", Mark.HOMONYM),
}  # fmt: skip
LOCKED = (
    "Les traits de cette identité viennent du service national\u00a0: ils sont verrouillés. "
    "Signalez d’abord un doute\u00a0; l’identité redevient provisoire et se corrige."
)
_BARRED = {
    Mark.DOUBTFUL: "Cette identité est douteuse. Levez d’abord le doute.",
    Mark.FICTIVE: "Cette identité est fictive\u00a0: elle ne se vérifie pas.",
}
_TOGETHER = {  # two marks that exclude each other: why, and what to do instead
    (Event.FICTION_MARKED, Mark.HOMONYM): (
        "Un homonyme est signalé\u00a0: il y a donc deux vraies personnes du même nom, et celle-ci n’est pas inventée. "
        "Si elle l’est vraiment, retirez d’abord «\u00a0homonyme\u00a0», puis marquez-la fictive."
    ),
    (Event.FICTION_MARKED, Mark.DOUBTFUL): (
        "Un doute est signalé sur une vraie personne\u00a0: elle n’est donc pas inventée. "
        "Si elle l’est vraiment, levez d’abord le doute, puis marquez-la fictive."
    ),
    (Event.HOMONYM_MARKED, Mark.FICTIVE): (
        "Cette identité est fictive, inventée pour un essai ou une formation\u00a0: elle n’a pas d’homonyme. "
        "Si c’est une vraie personne, retirez d’abord «\u00a0fictive\u00a0», puis signalez l’homonyme."
    ),
    (Event.DOUBT_RAISED, Mark.FICTIVE): (
        "Cette identité est fictive, inventée pour un essai ou une formation\u00a0: il n’y a pas de doute à signaler. "
        "Si c’est une vraie personne, retirez d’abord «\u00a0fictive\u00a0», puis signalez le doute."
    ),
}
_NEEDED = {
    Mark.DOUBTFUL: "Aucun doute n’est signalé sur cette identité.",
    Mark.FICTIVE: "Cette identité n’est pas marquée fictive.",
    Mark.HOMONYM: "Aucun homonyme n’est signalé.",
}


@dataclass(frozen=True, slots=True)
class State:
    """A status and its marks."""

    status: IdentityStatus
    marks: frozenset[Mark] = frozenset()

    @classmethod
    def of(cls, person: Person) -> "State":
        """That of somebody."""
        marks = (
            (Mark.HOMONYM, person.is_homonym), (Mark.DOUBTFUL, person.is_doubtful), (Mark.FICTIVE, person.is_fictive),
        )  # fmt: skip
        return cls(IdentityStatus(person.identity_status), frozenset(mark for mark, there in marks if there))


def move(state: State, event: Event) -> State:
    """The state after the event; Refused with a sentence when the table has no such line."""
    line = next((m for m in _lines(event) if m.before in (ANY, state.status)), None)
    if line is None:
        raise Refused("Ce geste n’est pas possible pour une identité dans cet état.")
    for mark in (Mark.FICTIVE, Mark.DOUBTFUL, Mark.HOMONYM):
        if mark in line.barred and mark in state.marks:
            raise Refused(_TOGETHER.get((event, mark)) or _BARRED[mark])
        if mark in line.needed and mark not in state.marks:
            raise Refused(_NEEDED[mark])
    if line.after == FORBIDDEN:
        raise Refused(LOCKED)
    after = state.status if line.after == SAME else IdentityStatus(line.after)
    sign, mark = _CHANGES.get(event, ("", Mark.HOMONYM))
    marks = state.marks | {mark} if sign == "+" else state.marks - {mark} if sign == "-" else state.marks
    return replace(state, status=after, marks=frozenset(marks))


def _lines(event: Event) -> Iterable[StatusMove]:
    return (line for line in status_moves() if line.event == event)
