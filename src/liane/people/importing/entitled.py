"""Which rights and measure of a line may be written: what is hers to keep, what is not there yet, what the rules allow."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.dates import today
from liane.nomenclatures.entitlements import kinds
from liane.nomenclatures.legal_measures import measure_kinds
from liane.people.entitlements.rules import RightDraft, faults
from liane.people.importing.matching import Known
from liane.people.importing.rights import read_measure
from liane.people.importing.rows import PersonLine
from liane.people.models import Entitlement, LegalMeasure
from liane.people.protection.data import MeasureDraft
from liane.people.protection.facts import ProtectionFacts
from liane.people.protection.policies import majority_day
from liane.people.protection.rules import measure_faults
from liane.people.queries.told import told_to


@dataclass(slots=True)
class Kept:
    """What a line brings, and the sentences about it."""

    rights: list[RightDraft] = field(default_factory=list)
    measure: MeasureDraft | None = None
    sentences: list[str] = field(default_factory=list)


class RightsHere:
    """What each record says already, as far as this reader is told. What is there is never replaced nor doubled."""

    def __init__(self, actor: Actor, records: Iterable[UUID | None]) -> None:
        self.actor = actor
        self.kinds: dict[UUID | int, set[str]] = defaultdict(set)
        self.measures: dict[UUID | int, list[LegalMeasure]] = defaultdict(list)
        ids = [record for record in records if record is not None]
        rights = Entitlement.objects.filter(record_id__in=ids, is_current=True, is_withdrawn=False)
        for record_id, kind in told_to(actor, rights).values_list("record_id", "kind"):
            self.kinds[record_id].add(kind)
        for measure in told_to(actor, LegalMeasure.objects.filter(record_id__in=ids, is_current=True, is_struck=False)):
            self.measures[measure.record_id].append(measure)

    def plan(self, line: PersonLine, unit_id: UUID, known: Known, *, tells: bool = True) -> Kept:
        """What this line adds to somebody, for a unit. `tells`: this reader opens her record today, and may be told what is there."""
        who = known.record_id or id(known)
        kept = Kept()
        born = line.traits.birth_date or known.traits.birth_date
        for draft in line.rights:
            label = kinds()[draft.kind].label
            if draft.kind in self.kinds[who]:
                kept.sentences += [f"{label} : déjà écrit, laissé tel quel."] if tells else []
            elif not self._may(Right.ENTITLEMENT_WRITE, unit_id, kinds()[draft.kind].volet):
                kept.sentences.append(f"{label} : votre rôle n’écrit pas ce droit. Il n’est pas repris.")
            elif wrong := " ".join(sentence for _, sentence in faults(draft, born)):
                kept.sentences.append(f"À vérifier : {label} : {wrong} Ce droit n’est pas repris.")
            else:
                self.kinds[who].add(draft.kind)
                kept.rights.append(draft)
        self._measure(line, unit_id, known, who, kept, tells)
        return kept

    def _may(self, right: Right, unit_id: UUID, volet: str) -> bool:
        """Nobody writes where she does not read."""
        return self.actor.may(right, unit_id) and self.actor.reads(unit_id, volet)

    def _measure(self, line: PersonLine, unit_id: UUID, known: Known, who: UUID | int, kept: Kept, tells: bool) -> None:
        traits = line.traits if line.traits.birth_date else known.traits
        majority = majority_day(ProtectionFacts("", traits.birth_date, traits.birth_precision))
        draft, remarks = read_measure(line.measure, today(), majority)
        if draft is None:
            kept.sentences += remarks
            return
        kind = measure_kinds()[draft.kind]
        there = self.measures[who]
        if not self._may(Right.PROTECTION_WRITE, unit_id, kind.volet):
            kept.sentences.append(f"{kind.label} : votre rôle n’écrit pas les mesures. Elle n’est pas reprise.")
        elif any(measure.kind == draft.kind and measure.ends_on in (None, draft.ends_on) for measure in there):
            kept.sentences += [f"{kind.label} : déjà écrite, laissée telle quelle."] if tells else []
        elif wrong := " ".join(sentence for _, sentence in measure_faults(draft, majority, there)):
            why = wrong if tells else "elle ne va pas avec ce qui est écrit."
            kept.sentences.append(f"À vérifier : {kind.label} : {why} La mesure n’est pas reprise.")
        else:
            kept.sentences += remarks
            kept.measure = draft
            row = LegalMeasure(kind=draft.kind, starts_on=draft.starts_on, ends_on=draft.ends_on)
            self.measures[who].append(row)
