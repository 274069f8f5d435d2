"""What the rule needs to know to say who may do what: plain values, brought by one query (`protection.queries`)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from liane.access.enums import SECRET_VOLETS
from liane.kit.text import fold
from liane.nomenclatures.legal_measures import MeasureKind, measure_kinds


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """One measure, in its last version."""

    thread_id: UUID
    kind: str
    volet: str
    starts_on: date
    ends_on: date | None = None
    covers_goods: bool = True
    covers_person: bool = True
    authority_name: str = ""
    reference: str = ""
    decided_on: date | None = None
    report_due_on: date | None = None
    seized_on: date | None = None
    holder_name: str = ""
    holder_id: UUID | None = None
    second_name: str = ""
    second_role: str = ""
    note: str = ""
    follows: UUID | None = None
    version: int = 1

    @property
    def rule(self) -> MeasureKind | None:
        """Its kind; None when the file no longer has it: the measure is still shown, and changes nothing."""
        return measure_kinds().get(self.kind)

    @property
    def label(self) -> str:
        """«Curatelle renforcée»."""
        return self.rule.label if self.rule else self.kind.replace("_", " ").capitalize()

    def is_dated_on(self, on: date) -> bool:
        """First and last day included."""
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


@dataclass(frozen=True, slots=True)
class ParentFact:
    """How one parent stands, in its last version."""

    thread_id: UUID
    name: str
    status: str
    contact_id: UUID | None = None
    relation_label: str = ""
    remains: str = ""
    visits: str = ""
    visits_note: str = ""
    limit: str = ""
    authority_name: str = ""
    decided_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    version: int = 1

    def is_dated_on(self, on: date) -> bool:
        """First and last day included; no first day: since always."""
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or self.ends_on >= on)


@dataclass(frozen=True, slots=True)
class AroundFact:
    """Somebody of the circle, as far as rights go."""

    contact_id: UUID
    name: str
    relation: str = ""
    relation_label: str = ""
    is_trusted: bool = False
    is_trusted_care: bool = False
    is_legal: bool = False
    since: date | None = None
    ended_on: date | None = None
    died_on: str = ""

    def is_there_on(self, on: date) -> bool:
        """Part of the circle on that day."""
        return (self.since is None or self.since <= on) and (self.ended_on is None or self.ended_on > on)


@dataclass(frozen=True, slots=True)
class HearingFact:
    """One hearing, in its last version."""

    thread_id: UUID
    measure_thread_id: UUID
    volet: str
    held_at: datetime
    place: str = ""
    called: str = ""
    version: int = 1


@dataclass(frozen=True, slots=True)
class ProtectionFacts:
    """Everything about one record."""

    name: str
    birth_date: date | None = None
    birth_precision: str = "DAY"
    death_date: date | None = None
    measures: tuple[MeasureFact, ...] = ()
    parents: tuple[ParentFact, ...] = ()
    circle: tuple[AroundFact, ...] = ()
    hearings: tuple[HearingFact, ...] = ()

    def only(self, volets: frozenset[str]) -> "ProtectionFacts":
        """For who reads these parts. What is written in ADMIN is what everybody must know before acting."""
        told = volets | {"ADMIN"}
        return replace(
            self,
            measures=tuple(m for m in self.measures if m.volet in told),
            hearings=tuple(h for h in self.hearings if h.volet in told),
            parents=self.parents if SECRET_VOLETS & told else (),
        )

    def death_of(self, contact_id: UUID | None, name: str) -> date | None:
        """When somebody of the circle died, as far as it is written («2019», «12/03/2019»)."""
        for a in self.circle:
            if a.died_on and (a.contact_id == contact_id or fold(a.name) == fold(name)):
                return first_day(a.died_on)
        return None


def first_day(written: str) -> date | None:
    """The first day of «2019», the day of «12/03/2019»; None when it is not a date."""
    parts = written.split("/")
    try:
        return date(int(parts[-1]), int(parts[1]), int(parts[0])) if len(parts) == 3 else date(int(written), 1, 1)
    except ValueError:
        return None
