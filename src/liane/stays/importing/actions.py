"""The gestures of an import: send a file, choose the columns, decide, accept, undo. Each leaves its trace."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.journal.many import Trace, trace_many
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refusal, Refused
from liane.kit.tables import Table, read_table
from liane.kit.tables.apart import read_table_apart
from liane.people.importing.columns import Mapping, propose_mapping
from liane.people.importing.fields import target_of
from liane.people.importing.headers import is_known_header
from liane.stays.importing.apply import kept_row, lock_imports, write_plan
from liane.stays.importing.models import Choice, ImportBatch, ImportRow, ImportState, Verdict
from liane.stays.importing.plan import Progress, organization_of, plan_import
from liane.stays.importing.planned import ImportPlan
from liane.stays.importing.storage import masked, pack, unpack
from liane.stays.importing.undo import undo_rows

BATCH = 500
TITLES = f"{is_known_header.__module__}:{is_known_header.__name__}"
KEPT, NAMES_KEPT = timedelta(days=7), timedelta(days=365)
TOLD = "Avant d’importer une liste"
_DECIDED = {Choice.NONE: Verdict.DOUBT, Choice.SAME: Verdict.MATCH, Choice.OTHER: Verdict.CREATE}
GONE = "Cet import est terminé. Envoyez le fichier à nouveau si vous voulez recommencer."


def read_file(source: bytes | Path, filename: str) -> Table:
    """Read a list as a house has it; a social security number goes no further than this line."""
    return masked(read_table(source, filename, is_header=is_known_header))


def read_file_apart(data: bytes, filename: str) -> Table:
    """The same for a file that arrives by the web: in a process of its own, whatever it hides."""
    return masked(read_table_apart(data, filename, is_header=TITLES))


@transaction.atomic
def start_import(
    actor: Actor, batch_id: UUID, filename: str, data: bytes, read: Callable[[bytes, str], Table] = read_file
) -> ImportBatch:
    """Read a file that was sent and propose its columns. The same sending twice is the same import."""
    organization_id = organization_of(actor)
    known = ImportBatch.objects.filter(pk=batch_id, author_id=actor.practitioner_id).first()
    if known is not None:
        return known
    forget_lists()
    table = read(data, filename)
    mapping = propose_mapping(table, today())
    batch = ImportBatch.objects.create(
        id=batch_id, organization_id=organization_id, file_name=Path(filename).name[:200], table=pack(table),
        digest=hashlib.sha256(data).hexdigest(), mapping=_plain(mapping), notes=list(table.notes), total=len(table.rows),
        author_id=actor.practitioner_id, author_name=actor.name,
    )  # fmt: skip
    trace(actor, Kind.IMPORT_PREVIEWED, object_id=batch.pk, lines=len(table.rows))
    return batch


def columns_of(batch: ImportBatch) -> tuple[Table, Mapping]:
    """The table kept, and its columns as they were last chosen."""
    if not batch.table:
        raise Refused(GONE)
    table = unpack(batch.table)
    proposed = propose_mapping(table, today())
    chosen = {int(index): target_of(code) for index, code in batch.mapping.items()}
    is_new = batch.state == ImportState.MAPPING and not batch.trouble
    return table, proposed if is_new else proposed.with_targets(chosen)


@transaction.atomic
def choose_columns(actor: Actor, batch_id: UUID, targets: dict[int, str], default_unit: UUID | None) -> ImportBatch:
    """What each column is, decided by a human being; the plan is made next."""
    batch = _mine(actor, batch_id)
    if batch.state not in (ImportState.MAPPING, ImportState.PREVIEW):
        raise Refused(GONE)
    if default_unit is not None and default_unit not in actor.units_with(Right.PERSONS_IMPORT):
        raise Refused("Vous ne pouvez pas importer dans cette unité. Choisissez-en une autre.")
    batch.state = ImportState.PLANNING
    batch.mapping = {str(index): target_of(code).code for index, code in targets.items()}
    _, mapping = columns_of(batch)
    if mapping.missing:
        raise Refused(" ".join(mapping.missing))
    batch.default_unit_id = default_unit
    batch.done, batch.trouble = 0, ""
    batch.save()
    return batch


def make_plan(actor: Actor, batch: ImportBatch, progress: Progress | None = None) -> ImportPlan:
    """The plan of an import under the columns and the decisions of this moment."""
    table, mapping = columns_of(batch)
    choices = {line: Choice(choice) for line, choice in batch.rows.exclude(choice="").values_list("line", "choice")}
    return plan_import(actor, table, mapping, default_unit=batch.default_unit_id, choices=choices, progress=progress)


@transaction.atomic
def preview_import(actor: Actor, batch_id: UUID, progress: Progress | None = None) -> ImportBatch:
    """Make the plan and keep its lines, so that they can be read, filtered and decided.

    The line of the import itself is only locked at the end: meanwhile its progress is written from another connection.
    """
    lock_imports(organization_of(actor))
    plan = make_plan(actor, _mine(actor, batch_id, lock=False), progress)
    batch = _mine(actor, batch_id)
    if batch.state != ImportState.PLANNING:
        return batch
    batch.rows.all().delete()
    ImportRow.objects.bulk_create((kept_row(batch, row) for row in plan.rows), batch_size=BATCH)
    batch.state, batch.counts, batch.notes = ImportState.PREVIEW, plan.counts, list(plan.notes)
    batch.done = batch.total
    batch.save()
    trace_told(actor, plan)
    return batch


def trace_told(actor: Actor, plan: ImportPlan) -> None:
    """Who is told that a person is followed elsewhere leaves a line in her journal, as before creating a record."""
    told = dict.fromkeys(row.told_of for row in plan.rows if row.told_of is not None)
    trace_many(actor, [Trace(Kind.PERSONS_SEARCHED, record_id=record) for record in told], reason=TOLD)


@transaction.atomic
def decide_row(actor: Actor, batch_id: UUID, line: int, choice: Choice) -> ImportRow:
    """A human being says whether a near twin is the same person."""
    batch = _mine(actor, batch_id)
    row = batch.rows.filter(line=line, can_choose=True).first()
    if row is None or batch.state != ImportState.PREVIEW:
        raise Refused(GONE)
    before = row.verdict
    row.choice, row.verdict = choice, _DECIDED[choice]
    row.save(update_fields=["choice", "verdict"])
    batch.counts[before] = batch.counts.get(before, 1) - 1
    batch.counts[row.verdict] = batch.counts.get(row.verdict, 0) + 1
    batch.save(update_fields=["counts"])
    return row


@transaction.atomic
def order_import(actor: Actor, batch_id: UUID) -> ImportBatch:
    """The acceptance of a long list is written in the background: from now on, it is on its way."""
    batch = _mine(actor, batch_id)
    if batch.state == ImportState.PREVIEW:
        batch.state, batch.done, batch.trouble = ImportState.APPLYING, 0, ""
        batch.save(update_fields=["state", "done", "trouble"])
    elif batch.state not in (ImportState.APPLYING, ImportState.DONE):
        raise Refused(GONE)
    return batch


@transaction.atomic
def accept_import(actor: Actor, batch_id: UUID, progress: Progress | None = None) -> ImportBatch:
    """Write everything that the plan takes, all or nothing. Accepting twice writes once."""
    lock_imports(organization_of(actor))
    batch = _mine(actor, batch_id, lock=False)
    if batch.state == ImportState.DONE:
        return batch
    if batch.state not in (ImportState.PREVIEW, ImportState.APPLYING):
        raise Refused(GONE)
    return write_plan(actor, batch, make_plan(actor, batch), progress)


@transaction.atomic
def stop_import(actor: Actor, batch_id: UUID, trouble: str) -> ImportBatch:
    """The background could not do it: nothing was written, the page says what happened and offers to go on."""
    batch = _mine(actor, batch_id)
    before = {ImportState.PLANNING: ImportState.MAPPING, ImportState.APPLYING: ImportState.PREVIEW}
    batch.state = before.get(ImportState(batch.state), batch.state)
    batch.trouble = trouble[:500]
    batch.save(update_fields=["state", "trouble"])
    return batch


@transaction.atomic
def import_table(
    actor: Actor,
    filename: str,
    digest: str,
    table: Table,
    plan_of: Callable[[], ImportPlan],
    progress: Progress | None = None,
) -> ImportBatch:
    """The same in one gesture, from the command line: the plan that was shown is made again and written."""
    organization_id = organization_of(actor)
    lock_imports(organization_id)
    batch = ImportBatch.objects.create(
        organization_id=organization_id, file_name=filename[:200], digest=digest, total=len(table.rows),
        author_id=actor.practitioner_id, author_name=actor.name,
    )  # fmt: skip
    return write_plan(actor, batch, plan_of(), progress)


@transaction.atomic
def undo_import(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Take an import back while nobody has written in the new records; else Refused says in which."""
    return undo_rows(actor, _mine(actor, batch_id))


@transaction.atomic
def cancel_import(actor: Actor, batch_id: UUID) -> ImportBatch:
    """Give up before acceptance: what was read of the file is forgotten."""
    batch = _mine(actor, batch_id)
    if batch.state in (ImportState.DONE, ImportState.UNDONE):
        raise Refused("Cet import est déjà enregistré. Vous pouvez l’annuler depuis son résultat.")
    batch.rows.all().delete()
    batch.state, batch.table, batch.counts, batch.notes = ImportState.CANCELLED, b"", {}, []
    batch.save()
    return batch


def _mine(actor: Actor, batch_id: UUID, *, lock: bool = True) -> ImportBatch:
    """An import belongs to whoever sent the file: its lines name people that others may not know."""
    organization_of(actor)
    batches = ImportBatch.objects.select_for_update() if lock else ImportBatch.objects.all()
    batch = batches.filter(pk=batch_id, author_id=actor.practitioner_id).first()
    if batch is None:
        raise NotVisible(Refusal(right=Right.PERSONS_IMPORT, why="Cet import n’est pas le sien"), actor)
    return batch


def import_of(actor: Actor, batch_id: UUID) -> ImportBatch:
    """One import of the actor, to show it."""
    return _mine(actor, batch_id, lock=False)


def imports_of(actor: Actor, limit: int = 10) -> list[ImportBatch]:
    """The last imports of the actor, the newest first."""
    mine = ImportBatch.objects.filter(author_id=actor.practitioner_id).exclude(state=ImportState.CANCELLED)
    return list(mine.defer("table").order_by("-created_at")[:limit])


def forget_lists() -> int:
    """Each night: a list that was read and never accepted is forgotten after a week; of one that was written, the names and
    the reasons of its lines after a year: those whom it did not bring have no record that would take them away. How many."""
    now = timezone.now()
    old = ImportBatch.objects.filter(created_at__lt=now - KEPT)
    waiting = old.filter(state__in=[ImportState.MAPPING, ImportState.PLANNING, ImportState.PREVIEW])
    ImportRow.objects.filter(batch__in=waiting).delete()
    named = ImportRow.objects.filter(batch__accepted_at__lt=now - NAMES_KEPT).exclude(who="")
    gone = named.update(who="", where="", sentences=[])
    return gone + waiting.update(state=ImportState.CANCELLED, table=b"", counts={}, notes=[])


def _plain(mapping: Mapping) -> dict[str, str]:
    return {str(column.index): column.target.code for column in mapping.columns}
