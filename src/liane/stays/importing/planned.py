"""What an import would do: each line with its verdict in words, and what acceptance needs."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from liane.organizations.models import Unit
from liane.people.entitlements.rules import RightDraft
from liane.people.importing.matching import Known
from liane.people.importing.rows import PersonLine
from liane.people.protection.data import MeasureDraft
from liane.stays.given import Details, Exit
from liane.stays.importing.models import Choice, Verdict
from liane.stays.importing.words import TO_CHECK, TO_CHOOSE, headline


@dataclass(slots=True)
class PlannedRow:
    """The verdict on one line, in words, and what acceptance needs."""

    person: PersonLine
    verdict: Verdict
    sentences: list[str] = field(default_factory=list)
    known: Known | None = None
    unit: Unit | None = None
    starts_on: date = date.min
    ends_on: date | None = None
    choice: Choice = Choice.NONE
    can_choose: bool = False
    fills: dict[str, object] = field(default_factory=dict)
    opens_stay: bool = False
    key_worker_id: UUID | None = None
    bed: UUID | None = None  # the place of the unit that her stay will hold
    bed_name: str = ""
    bed_taken: bool = False
    details: Details = Details()
    leaving: Exit | None = None
    rights: list[RightDraft] = field(default_factory=list)
    measure: MeasureDraft | None = None
    told_of: UUID | None = None  # the record of somebody whom she does not accompany, and of whom this line tells

    @property
    def line(self) -> int:
        """Number of the line in the file."""
        return self.person.line

    @property
    def place(self) -> Unit:
        """The unit of a line that has one: every line that is created or matched."""
        if self.unit is None:
            raise LookupError(f"line {self.line} has no unit")
        return self.unit

    @property
    def who(self) -> Known:
        """The identity of a line that is created or matched."""
        if self.known is None:
            raise LookupError(f"line {self.line} has no identity")
        return self.known

    @property
    def to_check(self) -> bool:
        """Something was guessed: a human being should look."""
        return any(sentence.startswith("À vérifier") for sentence in self.sentences)


@dataclass(slots=True)
class ImportPlan:
    """All the lines, and the sentences that sum them up."""

    rows: list[PlannedRow]
    notes: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each verdict, and how many a human being should look at."""
        found = Counter(row.verdict.value for row in self.rows)
        shown = {verdict.value: found.get(verdict.value, 0) for verdict in Verdict}
        asked = sum(row.can_choose for row in self.rows)
        return shown | {TO_CHOOSE: asked, TO_CHECK: sum(row.to_check for row in self.rows)}

    @property
    def headline(self) -> str:
        """«182 lignes prises, 3 à corriger : lignes 14, 57, 90. Rien n’est enregistré tant que…» (ux §12)."""
        refused = [row.line for row in self.rows if row.verdict is Verdict.REFUSED]
        doubts = [row.line for row in self.rows if row.verdict is Verdict.DOUBT]
        return headline(self.counts, refused, doubts)
