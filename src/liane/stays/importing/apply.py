"""Write an accepted import: all of it in one transaction, by batches, with its traces and its lines in the fil."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Volet
from liane.journal.kinds import Kind
from liane.journal.many import Trace, trace_many
from liane.kit.dates import at_clock, today
from liane.kit.door import Refused
from liane.kit.ids import uuid7
from liane.kit.text import fold
from liane.people.importing.writing import Writing, called_in_order, fill_empty
from liane.stays.given import plain
from liane.stays.importing.models import ImportBatch, ImportRow, ImportState, Verdict
from liane.stays.importing.plan import Progress, organization_of
from liane.stays.importing.planned import ImportPlan, PlannedRow
from liane.stays.models import Occupation, Stay, stay_identifier
from liane.timeline.actions import Announcement
from liane.timeline.many import announce_many

BATCH = 500
FIL_KIND = "STAY"  # as stays.actions announces them
REASON = "Import d’un tableau"
WRITTEN = (Verdict.CREATE, Verdict.MATCH)


@dataclass(slots=True)
class _Applying:
    """What is gathered while the lines are walked through, before anything is written."""

    actor: Actor
    batch: ImportBatch
    writing: Writing
    stays: list[Stay] = field(default_factory=list)
    beds: list[Occupation] = field(default_factory=list)
    facts: list[Announcement] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    rows: list[ImportRow] = field(default_factory=list)
    fills: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    orders: dict[UUID, int] = field(default_factory=dict)


def lock_imports(organization_id: UUID) -> None:
    """One import at a time in an organisme: two of the same list at once would double everybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('liane.import'), hashtext(%s))", [str(organization_id)])


def write_plan(actor: Actor, batch: ImportBatch, plan: ImportPlan, progress: Progress | None = None) -> ImportBatch:
    """Write the lines taken. Runs inside the transaction in which the plan was made again (see actions.accept_import)."""
    applying = _Applying(actor, batch, Writing(organization_of(actor)))
    applying.writing.know(actor, [contact for row in plan.rows for contact in row.person.contacts])
    for rank, row in enumerate(plan.rows, start=1):
        _walk(applying, row)
        if progress and rank % 200 == 0:
            progress(rank, len(plan.rows))
    applying.writing.write()
    Stay.objects.bulk_create(applying.stays, batch_size=BATCH)
    _take_places(applying.beds)
    _remember_fills(applying, fill_empty(applying.fills))
    announce_many(actor, applying.facts)
    counts = plan.counts
    trace_many(actor, applying.traces, reason=REASON)
    trace_many(actor, [Trace(Kind.IMPORT_ACCEPTED, object_id=batch.pk, detail=dict(counts))])
    ImportRow.objects.filter(batch=batch).delete()
    ImportRow.objects.bulk_create(applying.rows, batch_size=BATCH)
    batch.state, batch.counts, batch.notes = ImportState.DONE, counts, list(plan.notes)
    batch.accepted_at, batch.table = timezone.now(), b""
    batch.done = batch.total = len(plan.rows)
    batch.save()
    return batch


def _take_places(beds: list[Occupation]) -> None:
    """The plan was made again just before; only a hand that took a place at this very moment is met here."""
    try:
        with transaction.atomic():
            Occupation.objects.bulk_create(beds, batch_size=BATCH)
    except IntegrityError as problem:
        if "place_taken" not in str(problem):
            raise
        raise Refused(
            "Une place de cette liste vient d’être prise. Rien n’a été enregistré. Relisez les lignes."
        ) from problem


def _walk(applying: _Applying, row: PlannedRow) -> None:
    """One line: the person, her stay, her circle; and the memory of what was written, for the undo."""
    wrote: dict[str, Any] = {}
    kept = kept_row(applying.batch, row)
    applying.rows.append(kept)
    if row.verdict not in WRITTEN:
        return
    known = row.who
    if row.verdict is Verdict.CREATE:
        person, record = applying.writing.newcomer(row.person)
        known.person_id, known.record_id = person.pk, record.pk
        wrote |= {"person": str(person.pk), "record": str(record.pk)}
        _trace(applying, Kind.RECORD_CREATED, record.pk)
        _circle(applying, row, record.pk, wrote, set())
        wrote["numbers"] = [str(_number(applying, row, person.pk, k, v)) for k, v in row.person.numbers.items()]
    else:
        _complete(applying, row, wrote)
    record_id = known.its_record
    if row.opens_stay:
        _open_stay(applying, row, record_id, wrote)
    if row.key_worker_id and (row.verdict is Verdict.CREATE or not known.has_key_worker):
        wrote["key_worker"] = str(applying.writing.key_worker(record_id, row.key_worker_id, row.starts_on))
        known.has_key_worker = True
    _rights(applying, row, record_id, wrote)
    kept.record_id, kept.wrote = record_id, wrote


def _rights(applying: _Applying, row: PlannedRow, record_id: UUID, wrote: dict[str, Any]) -> None:
    """Rights and measure, as somebody would write them on the pages: signed, traced, told in the fil."""
    unit_id = row.place.pk
    told = [applying.writing.right(applying.actor, record_id, unit_id, draft) for draft in row.rights]
    if told:
        wrote["rights"] = [str(one.source_id) for one in told]
        _trace(applying, Kind.RIGHT_ADDED, record_id, rights=len(told))
    if row.measure is not None:
        measure = applying.writing.measure(applying.actor, record_id, unit_id, row.measure)
        wrote["measure"] = str(measure.source_id)
        _trace(applying, Kind.PROTECTION_ADDED, record_id)
        told.append(measure)
    applying.facts += [
        Announcement(record_id, unit_id, one.volet, one.kind, one.source_id, one.happened_at, one.title, body=REASON)
        for one in told
    ]


def _complete(applying: _Applying, row: PlannedRow, wrote: dict[str, Any]) -> None:
    """Somebody already known: what is missing, and nothing else."""
    known, record_id, person_id, facility_id = row.who, row.who.its_record, row.who.its_person, row.place.facility_id
    already = set(known.relatives)
    _circle(applying, row, record_id, wrote, already)
    known.relatives = frozenset(already)
    missing = {k: v for k, v in row.person.numbers.items() if not known.has_number(k, v, facility_id)}
    wrote["numbers"] = [str(_number(applying, row, person_id, k, v)) for k, v in missing.items()]
    known.numbers.extend({"kind": k, "value": v, "facility_id": facility_id} for k, v in missing.items())
    if row.fills and person_id not in applying.fills:
        applying.fills[person_id] = dict(row.fills)
        wrote["person_filled"] = str(person_id)
    if row.fills or wrote.get("relatives") or missing:
        _trace(applying, Kind.RECORD_CHANGED, record_id)


def _number(applying: _Applying, row: PlannedRow, person_id: UUID, kind: str, value: str) -> UUID:
    return applying.writing.number(person_id, kind, value, row.place.facility_id)


def _circle(applying: _Applying, row: PlannedRow, record_id: UUID, wrote: dict[str, Any], already: set[str]) -> None:
    """People around her who are not there yet, in their order of call."""
    added = []
    start = applying.orders.get(record_id, len(already) if already else 0)
    for contact, order in called_in_order(row.person.contacts):
        if fold(contact.name) in already:
            continue
        already.add(fold(contact.name))
        rank = order + start if order else None
        added.append(str(applying.writing.relative(record_id, row.place.pk, contact, rank)))
    if added:
        wrote["relatives"], wrote["contacts"] = added, applying.writing.contacts_made(added)


def _open_stay(applying: _Applying, row: PlannedRow, record_id: UUID, wrote: dict[str, Any]) -> None:
    """The stay, the unit that holds the record, and their line in the fil."""
    unit, start, stay_id = row.place, row.starts_on, uuid7()
    place = "" if row.bed_taken else row.bed_name or row.person.place
    expected = start > today()
    stay = Stay(
        id=stay_id, organization_id=applying.batch.organization_id, record_id=record_id, unit=unit, place=place,
        identifier=stay_identifier(unit.facility.finess_et, record_id, stay_id), ends_on=row.ends_on,
        starts_on=None if expected else start, planned_starts_on=start if expected else None, **plain(row.details),
    )  # fmt: skip
    if row.leaving is not None:
        stay.exit_mode, stay.destination = row.leaving.exit_mode, row.leaving.destination
    applying.stays.append(stay)
    if row.bed is not None:
        applying.beds.append(
            Occupation(
                id=uuid7(), organization_id=stay.organization_id, stay=stay, place_id=row.bed, starts_on=start,
                ends_on=row.ends_on,
            )
        )  # fmt: skip
    until = at_clock(row.ends_on + timedelta(days=1), time(0)) if row.ends_on else None
    applying.writing.hold(stay.pk, record_id, unit.pk, place, at_clock(start, time(0)), until)
    title = "Début de l’accompagnement"
    applying.facts.append(
        Announcement(record_id, unit.pk, Volet.SUPPORT, FIL_KIND, stay.pk, _moment(start), title, body=REASON)
    )
    wrote["stay"] = str(stay.pk)
    _trace(applying, Kind.STAY_OPENED, record_id, unit=unit.pk)


def _moment(start: date) -> datetime:
    """When the fact took place: at noon of its day, never later than now."""
    return min(at_clock(start, time(12)), timezone.now())


def _trace(applying: _Applying, kind: Kind, record_id: UUID, **detail: Any) -> None:
    applying.traces.append(Trace(kind, record_id=record_id, object_id=applying.batch.pk, detail=detail))


def _remember_fills(applying: _Applying, filled: dict[UUID, dict[str, Any]]) -> None:
    """Keep what was really filled, so that the undo can empty it again, and nothing else."""
    for kept in applying.rows:
        person_id = kept.wrote.get("person_filled")
        if person_id:
            done = filled.get(UUID(person_id), {})
            kept.wrote["filled"] = {name: str(value) for name, value in done.items()}


def kept_row(batch: ImportBatch, row: PlannedRow) -> ImportRow:
    """One line as it is kept and shown."""
    where = f"{row.unit.name}, {row.unit.facility.name}" if row.unit else ""
    record_id = row.known.record_id if row.known and row.verdict in (Verdict.MATCH, Verdict.DOUBT) else None
    return ImportRow(
        organization_id=batch.organization_id, batch=batch, line=row.line, verdict=row.verdict, choice=row.choice,
        can_choose=row.can_choose, to_check=row.to_check, who=row.person.who[:310], where=where[:330],
        sentences=row.sentences, record_id=record_id,
    )  # fmt: skip
