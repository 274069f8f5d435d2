"""Papers as a reader sees them: only those whose line of the fil she reads, at the same cost whatever the record's age."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.utils import timezone

from liane.access.actor import Actor
from liane.documents.models import StoredFile, Upload
from liane.kit.text import fold
from liane.timeline.queries import line_read_by

PAGE = 50
WAITS = timedelta(hours=24)
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, with what is needed to show it, open it, and say that it was withdrawn."""

    id: UUID
    record_id: UUID
    unit_id: UUID
    volet: str
    line_kind: str
    line_id: UUID
    kind: str
    title: str
    dated_on: date | None
    file_name: str
    author_id: UUID
    author: str
    role: str
    added_at: datetime
    digest: str
    size: int
    media_type: str
    preview: str | None  # digest of the small image
    withdrawn: list[Any]  # by whom, why; empty while it is in use


_COLUMNS = """d.id, d.record_id, d.unit_id, d.volet, d.line_kind, d.line_id, d.kind, d.title, d.dated_on, d.file_name,
    d.author_id, d.author_name, d.author_role, d.added_at, f.digest, f.size, f.media_type,
    (SELECT p.digest FROM documents_storedfile p WHERE p.id = f.preview_id),
    (SELECT jsonb_build_array(w.author_name, w.reason) FROM documents_withdrawal w WHERE w.document_id = d.id)"""
_FROM = "FROM documents_document d JOIN documents_storedfile f ON f.id = d.file_id"


@dataclass(frozen=True, slots=True)
class PaperFilter:
    """Which papers: a sort, words of the title, and where the last page stopped (keyset)."""

    kind: str = ""
    words: str = ""
    before: tuple[datetime, UUID] | None = None


def papers_of_record(actor: Actor, record_id: UUID, wanted: PaperFilter | None = None) -> list[Paper]:
    """Up to PAGE + 1 papers, newest first (the last one only says that there is a next page)."""
    wanted = wanted or PaperFilter()
    scope, params = line_read_by(actor, "d.line_kind", "d.line_id")
    where, values = ["d.record_id = %s", scope], [record_id, *params]
    if wanted.kind:
        where.append("d.kind = %s")
        values.append(wanted.kind)
    for word in fold(wanted.words).split()[:8]:
        where.append("d.title_key LIKE %s")
        values.append(f"%{word}%")
    if wanted.before:
        where.append("(d.added_at, d.id) < (%s, %s)")
        values += wanted.before
    return _asked(f"{' AND '.join(where)} ORDER BY d.added_at DESC, d.id DESC LIMIT {PAGE + 1}", values)


def papers_to_point(actor: Actor, record_id: UUID) -> list[tuple[UUID, str]]:
    """Papers in use that she reads in a record, newest first, at which a right may point (slot)."""
    return [(one.id, one.title) for one in papers_of_record(actor, record_id)[:PAGE] if not one.withdrawn]


def kinds_of_record(actor: Actor, record_id: UUID) -> set[str]:
    """Sorts of papers that she may read here: only those are offered as filters, the others are not told."""
    scope, params = line_read_by(actor, "d.line_kind", "d.line_id")
    sql = f"SELECT DISTINCT d.kind FROM documents_document d WHERE d.record_id = %s AND {scope}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [record_id, *params])
        return {row[0] for row in cursor.fetchall()}


def papers_of_lines(line_ids: list[UUID]) -> dict[UUID, list[Paper]]:
    """Papers joined to lines of the fil that a scoped query has already let through."""
    found: dict[UUID, list[Paper]] = {}
    for paper in _asked("d.line_id = ANY(%s) ORDER BY d.added_at, d.id", [line_ids]) if line_ids else []:
        found.setdefault(paper.line_id, []).append(paper)
    return found


def titles_of_line(line_id: UUID) -> str:
    """The titles of the papers joined to a writing: it is found by them too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(title, ' ') FROM documents_document WHERE line_id = %s", [line_id])
        return str(cursor.fetchone()[0] or "")


def paper(document_id: UUID) -> Paper | None:
    """One paper, before the door has been asked."""
    return next(iter(_asked("d.id = %s", [document_id])), None)


def may_read(actor: Actor, document_id: UUID) -> bool:
    """Does she read the line of the fil under which this paper is filed, on a record that she opens?"""
    scope, params = line_read_by(actor, "d.line_kind", "d.line_id")
    sql = f"SELECT EXISTS (SELECT 1 FROM documents_document d WHERE d.id = %s AND {scope})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [document_id, *params])
        return bool(cursor.fetchone()[0])


def _asked(condition: str, values: list[Any]) -> list[Paper]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} {_FROM} WHERE {condition}", values)
        return [Paper(*row[:-1], withdrawn=json.loads(row[-1]) if row[-1] else []) for row in cursor.fetchall()]


def waiting(actor: Actor, record_id: UUID) -> list[Upload]:
    """Files that she sent for this record and has not filed yet."""
    since = timezone.now() - WAITS
    sent = Upload.objects.filter(practitioner_id=actor.practitioner_id, record_id=record_id, filed_at=None)
    return list(sent.filter(sent_at__gte=since).select_related("file").order_by("sent_at", "id"))


# Lent to the page of a record, which asks it with its other counters: is there something to show at all?
WAITS_HERE = """EXISTS (SELECT 1 FROM documents_upload WHERE practitioner_id = {me} AND record_id = {record}
    AND filed_at IS NULL AND sent_at > now() - interval '24 hours')"""


def sent_today(actor: Actor) -> int:
    """Files that she sent in the last twenty-four hours."""
    return Upload.objects.filter(practitioner_id=actor.practitioner_id, sent_at__gte=timezone.now() - DAY).count()


def room_left(actor: Actor) -> int:
    """Bytes that her organisme may still keep (LIANE_FILES_QUOTA_GB)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(size), 0) FROM documents_storedfile WHERE organization_id = %s",
            [actor.organization_id],
        )
        return int(settings.FILES_QUOTA - cursor.fetchone()[0])


def orphans(organization_id: UUID, before: datetime) -> list[StoredFile]:
    """Files that nothing points at, and that nobody asked for lately."""
    return list(StoredFile.objects.raw(_ORPHANS, [organization_id, before]))


_ORPHANS = """
SELECT f.* FROM documents_storedfile f WHERE f.organization_id = %s AND f.wanted_at < %s
AND NOT EXISTS (SELECT 1 FROM documents_document d WHERE d.file_id = f.id)
AND NOT EXISTS (SELECT 1 FROM documents_upload u WHERE u.file_id = f.id)
AND NOT EXISTS (SELECT 1 FROM documents_storedfile p WHERE p.preview_id = f.id)
"""


def known_digests(organization_id: UUID) -> set[str]:
    """Every content that an organisme keeps."""
    return set(StoredFile.objects.filter(organization_id=organization_id).values_list("digest", flat=True))


def hold_content(organization_id: UUID, digest: str) -> None:
    """Until the end of the transaction nobody else keeps or sweeps this content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{organization_id}/{digest}"])
