"""Where drafts wait: one line per form being filled, read and written by its author alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from liane.kit.ids import uuid7
from liane.kit.models import SavedDraft

KEPT = timedelta(days=30)  # after the last word; then forgotten by a job
ENDED = timedelta(days=1)  # how late a slow copy may arrive
MOST = 100
LONGEST = 400_000


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose drafts: the account that signed in (never the colleague as whom one looks), in one organisme."""

    account_id: UUID
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class Typed:
    """One state of a form, as the browser sends it; `revision` grows with each, whatever the clock of the device."""

    key: UUID
    form: str
    address: str
    page: str
    device: str
    fields: str
    revision: int


def owner_of(request: HttpRequest) -> Owner | None:
    """Whoever signed in on this page; nobody outside an organisme (the administrator of the instance writes about nobody)."""
    actor: Any = getattr(request, "actor", None)
    if actor is None or actor.organization_id is None or not request.user.is_authenticated:
        return None
    return Owner(request.user.pk, actor.organization_id)


# Kept only if it is newer than what is there, and if what is there has not been finished meanwhile.
_KEEP = """
INSERT INTO kit_saveddraft (id, organization_id, account_id, key, form, address, page, device, fields, revision,
    begun_at, changed_at)
SELECT %(id)s, %(organization)s, %(account)s, %(key)s, %(form)s, %(address)s, %(page)s, %(device)s, %(fields)s,
    %(revision)s, now(), now()
WHERE (SELECT count(*) FROM kit_saveddraft WHERE account_id = %(account)s AND ended_at IS NULL) < %(most)s
    OR EXISTS (SELECT 1 FROM kit_saveddraft WHERE account_id = %(account)s AND key = %(key)s)
ON CONFLICT (organization_id, account_id, key) DO UPDATE
SET form = excluded.form, address = excluded.address, page = excluded.page, device = excluded.device,
    fields = excluded.fields, revision = excluded.revision, changed_at = excluded.changed_at
WHERE kit_saveddraft.ended_at IS NULL AND kit_saveddraft.revision < excluded.revision
"""
# The words leave in the transaction that writes them for good; the line stays, so that a late copy finds it.
_END = """
INSERT INTO kit_saveddraft (id, organization_id, account_id, key, form, address, page, device, fields, revision,
    begun_at, changed_at, ended_at)
VALUES (%(id)s, %(organization)s, %(account)s, %(key)s, '', '', '', '', '[]', 0, now(), now(), now())
ON CONFLICT (organization_id, account_id, key) DO UPDATE SET fields = '[]', ended_at = now()
"""
_NAMING = """
SELECT DISTINCT s.id FROM kit_saveddraft s,
    regexp_matches(s.address || ' ' || s.page, '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})', 'g') named
WHERE named[1]::uuid = ANY(%s)
"""


def keep(owner: Owner, typed: Typed) -> str:
    """Keep one state. Gives «kept», «ended» (already saved for good), «elsewhere» (another device went on) or «full»."""
    values: dict[str, Any] = {
        "id": uuid7(), "organization": owner.organization_id, "account": owner.account_id, "key": typed.key,
        "form": typed.form, "address": typed.address, "page": typed.page, "device": typed.device,
        "fields": typed.fields, "revision": typed.revision, "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
        if cursor.rowcount:
            return "kept"
    known = SavedDraft.objects.filter(account_id=owner.account_id, key=typed.key).first()
    if known is None:
        return "full"
    if known.ended_at is not None:
        return "ended"
    return "kept" if (known.revision, known.fields) == (typed.revision, typed.fields) else "elsewhere"


def end(owner: Owner, key: UUID) -> None:
    """What was written is saved for good, or was emptied by its author: the draft has nothing more to keep."""
    values = {
        "id": uuid7(),
        "organization": owner.organization_id,
        "account": owner.account_id,
        "key": key,
    }
    with connection.cursor() as cursor:
        cursor.execute(_END, values)


def waiting(owner: Owner, addresses: list[str] | None = None) -> list[SavedDraft]:
    """Drafts that wait for their author (in these forms, when some are named), the latest first."""
    found = SavedDraft.objects.filter(account_id=owner.account_id, ended_at=None).order_by("-changed_at")
    return list(found if addresses is None else found.filter(address__in=addresses))


def finished(owner: Owner, keys: list[UUID]) -> list[UUID]:
    """Those of these keys whose text is saved for good: the browser may forget its copy."""
    over = SavedDraft.objects.filter(account_id=owner.account_id, key__in=keys, ended_at__isnull=False)
    return list(over.values_list("key", flat=True))


def throw(owner: Owner, draft_id: UUID) -> bool:
    """«Jeter»: out of the list, its words stay a day for whoever changes her mind."""
    mine = SavedDraft.objects.filter(account_id=owner.account_id, pk=draft_id)
    return bool(mine.filter(ended_at=None).update(ended_at=timezone.now()) or mine.exists())


def is_thrown(owner: Owner, draft_id: UUID) -> bool:
    """May it still be taken back?"""
    thrown = SavedDraft.objects.filter(account_id=owner.account_id, pk=draft_id, ended_at__isnull=False)
    return thrown.exclude(fields="[]").exists()


def take_back(owner: Owner, draft_id: UUID) -> bool:
    """«Annuler» after «Jeter»."""
    thrown = SavedDraft.objects.filter(account_id=owner.account_id, pk=draft_id).exclude(fields="[]")
    return bool(thrown.update(ended_at=None))


def naming(ids: Iterable[UUID]) -> list[UUID]:
    """Drafts of the house whose form, or page, names one of these: asked by a room when what they speak of is erased for good."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMING, [list(ids)])
        return [row[0] for row in cursor.fetchall()]


def forget() -> int:
    """Those that nobody came back to for thirty days, and the lines of finished ones after a day. A function of the owner
    of the tables: it reads no text, crosses every organisme, and only deletes what is too old."""
    with connection.cursor() as cursor:
        limits: list[Any] = [KEPT, ENDED]
        cursor.execute("SELECT kit_forget_drafts(%s, %s)", limits)
        return int(cursor.fetchone()[0])
