"""Read the fil: what this actor may read, newest first, 30 lines at a time, at the same cost whatever the record's age."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import VOLET_LABELS, Right, Volet
from liane.access.policies import may_tell_existence
from liane.kit.text import fold
from liane.timeline.models import Entry

PAGE = 30
COLUMNS = """e.id, e.record_id, e.unit_id, e.volet, e.kind, e.source_id, e.happened_at, e.announced_at, e.author_id,
    e.author_name, e.author_role, e.title, e.level, e.shared_unit_ids"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the fil, as announced."""

    id: UUID
    record_id: UUID
    unit_id: UUID
    volet: str
    kind: str
    source_id: UUID
    happened_at: datetime
    announced_at: datetime
    author_id: UUID
    author_name: str
    author_role: str
    title: str
    level: int
    shared_unit_ids: list[UUID]


@dataclass(frozen=True, slots=True)
class Within:
    """The facts of one unit between two moments (end excluded): one step of the path."""

    unit_id: UUID
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FilFilter:
    """What part of the fil: a volet, words, a set of facts, and where the last page stopped (keyset)."""

    volet: str = ""
    words: str = ""
    source_ids: list[UUID] | None = None
    within: Within | None = None
    before: tuple[datetime, UUID] | None = None
    down_to: tuple[datetime, UUID] | None = None  # the page begins with this line: where a search leads


def readable_sql(actor: Actor, alias: str = "e") -> tuple[str, list[Any]]:
    """The scoped condition of every list of the fil: unit × volet of each post held, shared lines, and one's own."""
    parts = [f"{alias}.author_id = %s"]
    params: list[Any] = [actor.practitioner_id]
    for units, volets in actor.scopes:
        parts.append(
            f"({alias}.volet = ANY(%s) AND ({alias}.unit_id = ANY(%s) OR {alias}.shared_unit_ids && %s::uuid[]))"
        )
        params += [volets, units, units]
    return "(" + " OR ".join(parts) + ")", params


def fil(actor: Actor, record_id: UUID, wanted: FilFilter | None = None) -> list[Line]:
    """Up to PAGE + 1 lines (the last one only says that there is a next page). The door must have been opened."""
    wanted = wanted or FilFilter()
    scope, params = readable_sql(actor)
    where = ["e.record_id = %s", scope]
    params = [record_id, *params]
    if wanted.volet:
        where.append("e.volet = %s")
        params.append(wanted.volet)
    if wanted.source_ids is not None:
        where.append("e.source_id = ANY(%s)")
        params.append(wanted.source_ids)
    if wanted.within is not None:
        where.append("e.unit_id = %s AND e.happened_at >= %s AND (%s::timestamptz IS NULL OR e.happened_at < %s)")
        within = wanted.within
        params += [within.unit_id, within.since, within.until, within.until]
    if terms := _terms(wanted.words):
        where.append("e.id = ANY((SELECT timeline_found(%s, to_tsquery('french', %s)))::uuid[])")
        params += [record_id, terms]
    if wanted.before:
        where.append("(e.happened_at, e.id) < (%s, %s)")
        params += wanted.before
    elif wanted.down_to:
        where.append("(e.happened_at, e.id) <= (%s, %s)")
        params += wanted.down_to
    sql = f"SELECT {COLUMNS} FROM timeline_entry e WHERE {' AND '.join(where)}"  # noqa: S608 - no input in the text
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY e.happened_at DESC, e.id DESC LIMIT {PAGE + 1}", params)
        return [Line(*row) for row in cursor.fetchall()]


def every_line(actor: Actor, record_id: UUID, *, limit: int = 1000) -> list[Line]:
    """Every line of a record that this actor may read, newest first: what is sorted when two persons were in one file."""
    scope, params = readable_sql(actor)
    sql = f"SELECT {COLUMNS} FROM timeline_entry e WHERE e.record_id = %s AND {scope}"  # noqa: S608 - no input in the text
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY e.happened_at DESC, e.id DESC LIMIT {int(limit)}", [record_id, *params])
        return [Line(*row) for row in cursor.fetchall()]


def _terms(words: str) -> str:
    """Words as a query: folded, each also as a beginning («photo» finds «photos»); short ones must be whole."""
    return " & ".join(f"{word}:*" if len(word) > 3 else word for word in fold(words).lower().split()[:8])


def written_since(actor: Actor, unit_ids: list[UUID], since: datetime, limit: int = 100) -> list[Line]:
    """What was written for these units since a moment, newest first: the matter of the hand-over.

    Nobody dates a writing in the future: one that is was written while a clock ran ahead, and must be read all the same.
    """
    scope, params = readable_sql(actor)
    sql = f"""SELECT {COLUMNS} FROM timeline_entry e
        WHERE e.unit_id = ANY(%s) AND e.happened_at >= %s AND (e.happened_at <= clock_timestamp() OR e.kind = 'NOTE') AND {scope}
        ORDER BY e.happened_at DESC LIMIT {int(limit)}"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [unit_ids, since, *params])
        return [Line(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Unseen:
    """What exists and this actor may not read: said without its content, with whom to ask (peers B3)."""

    volet: str
    unit: str
    lines: int = field(compare=False)


def unseen(actor: Actor, record_id: UUID) -> list[Unseen]:
    """Volets of the record that exist but stay closed to this actor. Never the secret ones, never discreet units.

    Nor those where every line is hers: a secretary opens a stay, whose line she reads without reading the volet.
    """
    blind = [u for u in actor.units_with(Right.STAY_WRITE) if not actor.reads(u, Volet.SUPPORT)]  # most have none
    with connection.cursor() as cursor:
        cursor.execute(_UNSEEN, [record_id, blind, actor.practitioner_id])
        rows = cursor.fetchall()
    return [
        Unseen(VOLET_LABELS[volet], unit, lines)
        for unit_id, volet, lines, unit, is_discreet in rows
        if not actor.reads(unit_id, volet)
        and may_tell_existence(volet)
        and (not is_discreet or unit_id in actor.unit_ids)
    ]


_UNSEEN = """
SELECT t.unit_id, t.volet, t.lines, u.name, f.is_discreet FROM timeline_tally t
JOIN organizations_unit u ON u.id = t.unit_id JOIN organizations_facility f ON f.id = u.facility_id
WHERE t.record_id = %s AND (t.unit_id <> ALL (%s::uuid[]) OR EXISTS (
    SELECT 1 FROM timeline_entry e WHERE e.record_id = t.record_id AND e.unit_id = t.unit_id AND e.volet = t.volet
        AND e.author_id <> %s))
ORDER BY t.volet, u.name
"""


def lines_of(actor: Actor, kind: str, source_ids: list[UUID]) -> list[Line]:
    """The lines of some facts of one room, as far as this actor may read them."""
    scope, params = readable_sql(actor)
    sql = f"SELECT {COLUMNS} FROM timeline_entry e WHERE e.kind = %s AND e.source_id = ANY(%s) AND {scope}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [kind, source_ids, *params])
        return [Line(*row) for row in cursor.fetchall()]


def shared_with(kind: str, source_id: UUID) -> list[UUID]:
    """Units to which a line was opened beside its own."""
    found = Entry.objects.filter(kind=kind, source_id=source_id).values_list("shared_unit_ids", flat=True).first()
    return list(found or [])


def line_read_by(actor: Actor, kind: str, source_id: str) -> tuple[str, list[Any]]:
    """Condition lent to the rooms whose facts are read by a line of the fil: `kind` and `source_id` name their columns."""
    scope, params = readable_sql(actor)
    seen = f"EXISTS (SELECT 1 FROM timeline_entry e WHERE e.kind = {kind} AND e.source_id = {source_id} AND {scope})"  # noqa: S608
    return seen, params
