"""Write what was decided, correct it, say that it was a mistake. Nothing is overwritten: each gesture adds a version."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Volet
from liane.journal.kinds import Kind
from liane.kit.dates import short, when
from liane.kit.ids import uuid7
from liane.kit.once import already, insert
from liane.nomenclatures.legal_measures import measure_kinds
from liane.people.actions.holding import alone_on
from liane.people.door import open_record
from liane.people.facts import RecordFacts
from liane.people.models import Relative
from liane.people.protection import keeping
from liane.people.protection.data import AuthorityDraft, HearingDraft, MeasureDraft, Step, Wrong
from liane.people.protection.guardians import refuse_round
from liane.people.protection.keeping import WRITE
from liane.people.protection.models import Hearing, LegalMeasure, ParentalAuthority, Versioned
from liane.people.protection.policies import majority_of
from liane.people.protection.rules import Fault, authority_faults, hearing_faults, measure_faults
from liane.people.protection.unsaid import not_erased
from liane.people.protection.words import measure_label
from liane.people.queries.told import SPEAKS_OF_PLACES, told_to
from liane.people.telling import Told, tell

MEASURE, AUTHORITY, HEARING = "MEASURE", "AUTHORITY", "HEARING"  # the kinds of our lines in the fil
_KINDS: dict[type[Versioned], str] = {LegalMeasure: MEASURE, ParentalAuthority: AUTHORITY, Hearing: HEARING}


@transaction.atomic
def add_measure(
    actor: Actor,
    record_id: UUID,
    measure_id: UUID,
    draft: MeasureDraft,
    *,
    follows: UUID | None = None,
    is_shared: bool = False,
) -> None:
    """Write a measure. The same `measure_id` twice is once. `follows` (thread): the measure that this decision renews; it
    ends the day before at the latest, and its end asks nothing more.

    Raises Wrong with a sentence by question, NotVisible when this part of the record is not hers to keep.
    """
    if already(LegalMeasure, measure_id, record_id=record_id, author_id=actor.practitioner_id):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=WRITE, kind=Kind.PROTECTION_ADDED, object_id=measure_id)
    if follows is not None:
        _end_before(actor, facts, follows, draft)
    _check_measure(actor, facts, draft)
    row = LegalMeasure(id=measure_id, thread_id=measure_id, follows=follows)
    keeping.filled(row, draft)
    keeping.placed(actor, facts, row, measure_kinds()[draft.kind].volet, is_shared=is_shared)
    insert(keeping.signed(actor, row))
    _tell(actor, facts, row, "Mesure renouvelée" if follows else "Mesure")


@transaction.atomic
def correct_measure(actor: Actor, record_id: UUID, thread_id: UUID, step: Step, draft: MeasureDraft) -> None:
    """Other dates, an end before its time, another holder: the former version stays readable."""
    facts = _open(actor, LegalMeasure, record_id, thread_id, step, Kind.PROTECTION_CORRECTED)
    if facts is None:
        return
    row = keeping.current(actor, facts, LegalMeasure, thread_id, step)
    _check_measure(actor, facts, draft, thread_id)
    if draft.kind != row.kind:
        raise Wrong([("kind", "Une autre sorte de mesure s’écrit à part\u00a0: retirez celle-ci si elle est fausse.")])
    draft = not_erased(actor, facts, row, draft)
    _tell(actor, facts, keeping.advance(actor, keeping.filled(row, draft), step), "Mesure corrigée")


@transaction.atomic
def add_authority(
    actor: Actor, record_id: UUID, line_id: UUID, draft: AuthorityDraft, *, is_shared: bool = False
) -> None:
    """How one parent stands: always in the judicial part, whatever it says."""
    if already(ParentalAuthority, line_id, record_id=record_id, author_id=actor.practitioner_id):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=WRITE, kind=Kind.PROTECTION_ADDED, object_id=line_id)
    _check_authority(actor, facts, draft)
    row = keeping.filled(ParentalAuthority(id=line_id, thread_id=line_id), draft)
    keeping.placed(actor, facts, row, Volet.JUDICIAL, is_shared=is_shared)
    insert(keeping.signed(actor, row))
    _tell(actor, facts, row, "Autorité parentale")


@transaction.atomic
def correct_authority(actor: Actor, record_id: UUID, thread_id: UUID, step: Step, draft: AuthorityDraft) -> None:
    """A judgment changed it, or it was wrong."""
    facts = _open(actor, ParentalAuthority, record_id, thread_id, step, Kind.PROTECTION_CORRECTED)
    if facts is None:
        return
    row = keeping.current(actor, facts, ParentalAuthority, thread_id, step)
    _check_authority(actor, facts, draft, thread_id)
    draft = not_erased(actor, facts, row, draft)
    _tell(actor, facts, keeping.advance(actor, keeping.filled(row, draft), step), "Autorité parentale corrigée")


@transaction.atomic
def add_hearing(actor: Actor, record_id: UUID, thread_id: UUID, hearing_id: UUID, draft: HearingDraft) -> None:
    """The judge will hear about this measure (thread), on a day."""
    if already(Hearing, hearing_id, record_id=record_id, author_id=actor.practitioner_id):
        return
    alone_on(record_id)
    facts = open_record(actor, record_id, to=WRITE, kind=Kind.PROTECTION_ADDED, object_id=hearing_id)
    measure = keeping.current(actor, facts, LegalMeasure, thread_id)
    _refuse(list(hearing_faults(draft, measure)))
    row = keeping.filled(Hearing(id=hearing_id, thread_id=hearing_id, measure_thread_id=thread_id), draft)
    keeping.placed(actor, facts, row, measure.volet, is_shared=measure.is_shared)
    insert(keeping.signed(actor, row))
    _tell(actor, facts, row, "Audience")


@transaction.atomic
def correct_hearing(actor: Actor, record_id: UUID, thread_id: UUID, step: Step, draft: HearingDraft) -> None:
    """Put off, or elsewhere."""
    facts = _open(actor, Hearing, record_id, thread_id, step, Kind.PROTECTION_CORRECTED)
    if facts is None:
        return
    row = keeping.current(actor, facts, Hearing, thread_id, step)
    measure = keeping.current(actor, facts, LegalMeasure, row.measure_thread_id)
    _refuse(list(hearing_faults(draft, measure)))
    draft = not_erased(actor, facts, row, draft)
    _tell(actor, facts, keeping.advance(actor, keeping.filled(row, draft), step), "Audience corrigée")


@transaction.atomic
def strike(actor: Actor, record_id: UUID, model: type[Versioned], thread_id: UUID, step: Step) -> None:
    """It was written by mistake, or about somebody else: it stays readable with the reason, and counts no longer."""
    if not step.reason:
        raise Wrong([("reason", "Écrivez pourquoi c’était une erreur.")])
    facts = _open(actor, model, record_id, thread_id, step, Kind.PROTECTION_STRUCK)
    if facts is None:
        return
    row = keeping.current(actor, facts, model, thread_id, step)
    row.is_struck = True
    _tell(actor, facts, keeping.advance(actor, row, step), "Écrit par erreur")


def _open(
    actor: Actor, model: type[Versioned], record_id: UUID, thread_id: UUID, step: Step, kind: Kind
) -> RecordFacts | None:
    if keeping.sent(actor, model, record_id, thread_id, step):
        return None
    alone_on(record_id)
    return open_record(actor, record_id, to=WRITE, kind=kind, object_id=step.id)


def _refuse(found: list[Fault]) -> None:
    if found:
        raise Wrong(found)


def _check_measure(actor: Actor, facts: RecordFacts, draft: MeasureDraft, thread_id: UUID | None = None) -> None:
    there = keeping.readable(actor, facts, LegalMeasure).filter(is_current=True, is_struck=False)
    others = [other for other in there if other.thread_id != thread_id]
    found = list(measure_faults(draft, majority_of(facts), others))
    _refuse(found + _of_the_circle(actor, facts, draft.holder_id, "holder"))
    refuse_round(actor, facts, draft)


def _check_authority(actor: Actor, facts: RecordFacts, draft: AuthorityDraft, thread_id: UUID | None = None) -> None:
    there = keeping.readable(actor, facts, ParentalAuthority).filter(is_current=True, is_struck=False)
    others = [other for other in there if other.thread_id != thread_id]
    found = list(authority_faults(draft, majority_of(facts), others))
    _refuse(found + _of_the_circle(actor, facts, draft.contact_id, "contact"))


def _of_the_circle(actor: Actor, facts: RecordFacts, contact_id: UUID | None, name: str) -> list[Fault]:
    """A contact chosen is one of her own circle, that this reader is told."""
    links = told_to(actor, Relative.objects.filter(record_id=facts.id, contact_id=contact_id))
    if contact_id is None or links.exists():
        return []
    return [(name, "Cette personne n’est pas dans son entourage. Choisissez dans la liste.")]


def _end_before(actor: Actor, facts: RecordFacts, follows: UUID, draft: MeasureDraft) -> None:
    """The measure that is renewed ends the day before the new one, when it would run on."""
    former = keeping.current(actor, facts, LegalMeasure, follows)
    if former.kind != draft.kind:
        raise Wrong([("kind", "Une mesure se renouvelle par une mesure de même sorte.")])
    if draft.starts_on <= former.starts_on:
        raise Wrong([("starts_on", f"La mesure renouvelée commence le {short(former.starts_on)}. Vérifiez la date.")])
    if former.ends_on is None or former.ends_on >= draft.starts_on:
        former.ends_on = draft.starts_on - timedelta(days=1)
        keeping.advance(actor, former, Step(uuid7(), former.version, "Renouvelée"))


def told(row: Versioned, what: str, *, tells_why: bool = True) -> Told:
    """What the fil says of a line, to those who read this part for this unit; why it was corrected may say where she is."""
    title, body = f"{what}\u00a0: {_named(row)}", row.reason if tells_why else ""
    return Told(row.record_id, row.unit_id, row.volet, _KINDS[type(row)], row.pk, row.written_at, title, body)  # type: ignore[attr-defined, arg-type]


def _tell(actor: Actor, facts: RecordFacts, row: Versioned, what: str) -> None:
    tell(actor, told(row, what, tells_why=not facts.is_protected or row.volet in SPEAKS_OF_PLACES))


def _named(row: Versioned) -> str:
    if isinstance(row, LegalMeasure):
        until = f" au {short(row.ends_on)}" if row.ends_on else ", sans date de fin"
        return f"{measure_label(row.kind)}, du {short(row.starts_on)}{until}"
    if isinstance(row, ParentalAuthority):
        label = row.get_status_display()
        return f"{row.name}, {label[0].lower()}{label[1:]}"
    return when(row.held_at) if isinstance(row, Hearing) else ""
