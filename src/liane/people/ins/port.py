"""What the rooms ask of the national identity service (INSi), in our words. The adapter will live in `exchanges/ins`.

Until it does, `service()` answers «not connected», the page says so, and identities are checked with papers alone.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from liane.people.models import Person

NOT_CONNECTED = (
    "Le service national d’identité (INSi) n’est pas encore branché à Liane\u00a0: "
    "aucune INS n’est demandée ni vérifiée. Vérifiez l’identité avec une pièce."
)


class Outcome(StrEnum):
    """What the service may answer; `FOUND` is its 00, `UNKNOWN` its 01, `SEVERAL` its 02."""

    FOUND = "FOUND"
    UNKNOWN = "UNKNOWN"
    SEVERAL = "SEVERAL"
    CONFIRMED = "CONFIRMED"
    NOT_CONFIRMED = "NOT_CONFIRMED"
    UNREACHABLE = "UNREACHABLE"
    NOT_CONNECTED = "NOT_CONNECTED"


@dataclass(frozen=True, slots=True)
class FormerNumber:
    """An INS that she had before (INSHISTO)."""

    matricule: str
    oid: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity as the service holds it."""

    matricule: str
    oid: str
    birth_name: str
    first_names: str
    first_name: str
    sex: str
    birth_date: date
    birth_place_code: str
    former: tuple[FormerNumber, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome, the identity when there is one, and the sentence for whoever asked."""

    outcome: Outcome
    sentence: str = ""
    identity: Identity | None = None


class InsService(Protocol):
    """The two questions of the Guide d’implémentation INS. Neither is ever asked for a doubtful or fictive identity."""

    is_connected: bool

    def search(self, person: Person, *, finess: str) -> Answer:
        """Which INS has she, from her strict traits?"""
        ...

    def verify(self, person: Person, *, finess: str) -> Answer:
        """Is the INS that we hold still hers?"""
        ...


class NotConnected:
    """The service of a house that has none: it says so, and nothing else."""

    is_connected = False

    def search(self, person: Person, *, finess: str) -> Answer:
        """Not connected."""
        return Answer(Outcome.NOT_CONNECTED, NOT_CONNECTED)

    def verify(self, person: Person, *, finess: str) -> Answer:
        """Not connected."""
        return Answer(Outcome.NOT_CONNECTED, NOT_CONNECTED)


_plugged: list[InsService] = [NotConnected()]


def plug(service: InsService) -> None:
    """The room of exchanges brings its own (or a test its stand-in)."""
    _plugged[:] = [service]


def service() -> InsService:
    """The one in use."""
    return _plugged[0]
