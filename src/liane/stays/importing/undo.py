"""Take an import back, while nobody has written in what it made; else say in which records, and take back nothing."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from liane.access.actor import Actor
from liane.journal.kinds import Kind
from liane.journal.many import Trace, touched_since, trace_many
from liane.kit.door import Refused
from liane.people.entitlements.actions import RIGHT
from liane.people.importing.unwriting import unwrite
from liane.people.protection.actions import MEASURE
from liane.stays.importing.apply import FIL_KIND, lock_imports
from liane.stays.importing.models import ImportBatch, ImportRow, ImportState
from liane.stays.importing.plan import organization_of
from liane.stays.models import Stay
from liane.timeline.many import withdraw

# Looking is not writing: these traces do not stop an undo.
LOOKED = (
    Kind.RECORD_OPENED, Kind.RECORD_REFUSED, Kind.RECORD_PRINTED, Kind.JOURNAL_READ, Kind.PERSONS_SEARCHED,
    Kind.HANDOVER_OPENED, Kind.HANDOVER_PRINTED,
)  # fmt: skip


def what_stops_undo(batch: ImportBatch) -> list[str]:
    """Names of the lines whose record was written in since the import, in the order of the file."""
    rows = [row for row in ImportRow.objects.filter(batch=batch, record_id__isnull=False).order_by("line") if row.wrote]
    touched = touched_since({row.record_id for row in rows}, batch.accepted_at, but=LOOKED)
    return [f"{row.who} (ligne {row.line})".strip() for row in rows if row.record_id in touched]


def undo_rows(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Delete what the import created, empty what it filled. Runs inside the transaction of actions.undo_import."""
    lock_imports(organization_of(actor))
    batch = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == ImportState.UNDONE:
        return batch
    if batch.state != ImportState.DONE:
        raise Refused("Cet import n’a rien enregistré. Il n’y a rien à annuler.")
    stopped = what_stops_undo(batch)
    if stopped:
        shown = ", ".join(stopped[:10]) + (f" et {len(stopped) - 10} autres" if len(stopped) > 10 else "")
        raise Refused(
            f"Quelqu’un a déjà écrit dans {'ces dossiers' if len(stopped) > 1 else 'ce dossier'} : {shown}. "
            "Rien n’a été annulé. Corrigez ces dossiers à la main."
        )
    wrote = list(ImportRow.objects.filter(batch=batch).exclude(wrote={}).values_list("wrote", flat=True))
    stays = _ids(wrote, "stay")
    withdraw(FIL_KIND, stays)
    Stay.objects.filter(pk__in=stays).delete()
    withdraw(RIGHT, [UUID(key) for one in wrote for key in one.get("rights", ())])
    withdraw(MEASURE, _ids(wrote, "measure"))
    take_back_rights(batch)
    unwrite(wrote)
    _trace(actor, batch, wrote)
    batch.state, batch.undone_at = ImportState.UNDONE, timezone.now()
    batch.save(update_fields=["state", "undone_at"])
    return batch


def take_back_rights(batch: ImportBatch) -> None:
    """What was written of a right stays written; what this very import wrote, and nobody corrected since, may go with it.
    The function of the database checks it (migration `0016_rights_of_an_import`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT stays_take_back_rights(%s)", [batch.pk])


def _trace(actor: Actor, batch: ImportBatch, wrote: list[dict[str, Any]]) -> None:
    """The records that go away keep their lines in the journal, this one last."""
    gone = [Trace(Kind.IMPORT_UNDONE, record_id=record, object_id=batch.pk) for record in _ids(wrote, "record")]
    whole = Trace(Kind.IMPORT_UNDONE, object_id=batch.pk, detail={"records": len(gone)})
    trace_many(actor, [*gone, whole], reason="Annulation d’un import")


def _ids(wrote: list[dict[str, Any]], name: str) -> list[UUID]:
    return [UUID(one[name]) for one in wrote if one.get(name)]
