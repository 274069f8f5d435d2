"""Writings that answer a search: only those this reader may read, in records she may open now, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit.text import fold
from liane.organizations.queries import unit_names
from liane.timeline.queries import COLUMNS, Line, readable_sql
from liane.timeline.searching.wanted import Wanted

PAGE = 20
_MOST_MARKS = 64  # beyond, reading each line costs less than so many words
_MOST_ALONE = 400  # the same, when nothing else narrows the search
_MOST_AUTHORS = 20
_SEARCH = f"""
WITH found AS MATERIALIZED (
    SELECT keys, is_begun FROM timeline_searched(
        to_tsquery('french', NULLIF(%(whole)s, '')), to_tsquery('french', NULLIF(%(begun)s, '')),
        coalesce(%(authors)s::tsquery && to_tsquery('french', NULLIF(%(focus)s, '')), %(authors)s::tsquery,
            to_tsquery('french', NULLIF(%(focus)s, ''))),
        %(scope)s::tsquery, %(reader)s, %(readable)s::text[], %(holding)s::uuid[], %(inside)s::uuid[], %(about)s,
        coalesce(%(since)s::timestamptz, '-infinity'), %(before_at)s::timestamptz, %(before_id)s::uuid, %(most)s))
SELECT {COLUMNS}, found.is_begun FROM found JOIN timeline_entry e ON e.id = ANY (found.keys)
WHERE {{scope}} ORDER BY e.happened_at DESC, e.id DESC
"""  # noqa: S608 - no input in the text


@dataclass(frozen=True, slots=True)
class After:
    """Where the last page stopped, and whether its last word was only begun (keyset: never an offset)."""

    at: datetime
    id: UUID
    is_begun: bool

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}_{int(self.is_begun)}"

    @classmethod
    def read(cls, text: str) -> "After | None":
        """What a link of the former page said; anything else is the first page."""
        moment, _, rest = text[:100].partition("_")
        key, _, begun = rest.partition("_")
        try:
            at = datetime.fromisoformat(moment)
            return cls(at, UUID(key), begun == "1") if at.tzinfo else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Found:
    """Lines to show, and where the next page starts (nothing when there is none). Never how many there are."""

    lines: list[Line] = field(default_factory=list)
    after: After | None = None
    problem: str = ""  # a filter that names nothing, in a sentence


def search(actor: Actor, what: Wanted, *, after: After | None = None, limit: int = PAGE) -> Found:
    """Up to `limit` lines. A filter that names nobody and one that names a secret answer the same."""
    if actor.practitioner_id is None or not actor.scopes:
        return Found()
    inside, problem = _inside(actor, what.unit)
    if problem or not what or what.said_since:
        said = f"« {what.said_since[:40]} » n’est pas une date. Écrivez par exemple depuis:lundi ou depuis:01/11."
        return Found(problem=problem or (said if what.said_since else ""))
    authors = _authors(actor, what.author) if what.author else []
    if what.author and not authors:
        return Found()
    marks = _marks(actor, inside)
    if len(marks) > _MOST_ALONE and not (what.whole or what.author or what.focus):
        return Found(problem="Ajoutez un mot, un auteur ou une unité : vous lisez beaucoup d’équipes.")
    rows = _rows(actor, what, _Scope(actor.practitioner_id, marks, inside, authors), after, limit + 1)
    lines = [Line(*row[:-1]) for row in rows]
    last = lines[limit - 1] if len(lines) > limit else None
    is_begun = after.is_begun if after else bool(rows and rows[0][-1])
    return Found(lines[:limit], After(last.happened_at, last.id, is_begun) if last else None)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where to look: the marks that this reader may read, inside some units or everywhere, from some authors or all."""

    reader: UUID
    marks: list[str]
    inside: list[UUID] | None
    authors: list[UUID]


def _marks(actor: Actor, inside: list[UUID] | None) -> list[str]:
    """Unit and part, as the words of a line carry them (see the migration): what her posts read at this moment."""
    read = {(u, v) for units, volets in actor.scopes for u in units for v in volets if inside is None or u in inside}
    return sorted(f"in:{unit.hex}:{volet}" for unit, volet in read)


def _rows(actor: Actor, what: Wanted, scope: _Scope, after: After | None, most: int) -> list[tuple[Any, ...]]:
    whole, begun = (what.begun, "") if after and after.is_begun else (what.whole, what.begun)
    mine = _any([*scope.marks, f"by:{scope.reader.hex}"])
    authors = _any(f"by:{author.hex}" for author in scope.authors)
    condition, scoped = readable_sql(actor)
    named = {f"scope{rank}": value for rank, value in enumerate(scoped)}
    values = {
        "whole": whole,
        "begun": "" if after else begun,
        "authors": authors or (None if what.whole or what.focus else mine),
        "focus": " & ".join(what.focus.split()),
        "about": what.focus,
        "scope": mine if len(scope.marks) <= _MOST_MARKS else None,
        "reader": scope.reader,
        "readable": scope.marks,
        "holding": sorted(actor.units_with(Right.RECORD_READ)),
        "inside": scope.inside,
        "since": what.since,
        "before_at": after.at if after else None,
        "before_id": after.id if after else None,
        "most": most,
    }
    sql = _SEARCH.format(scope=condition % tuple(f"%({name})s" for name in named))
    with connection.cursor() as cursor:
        cursor.execute(sql, {**values, **named})
        return cursor.fetchall()


def _any(marks: Iterable[str]) -> str:
    return "|".join(f"'{mark}'" for mark in marks)


def _inside(actor: Actor, name: str) -> tuple[list[UUID] | None, str]:
    """Her units that bear this name (or whose facility does); a name of nowhere and one of elsewhere are the same."""
    if not name:
        return None, ""
    words = name.upper().split()
    found = [
        unit.id
        for unit in unit_names(actor.units_with(Right.RECORD_READ))
        if all(any(said.startswith(word) for said in fold(unit.label).split()) for word in words)
    ]
    return found, "" if found else f"Aucune de vos unités ne s’appelle « {name} »."


_AUTHORS = """
SELECT p.id FROM professionals_practitioner p
WHERE ' ' || timeline_folded(p.first_name || ' ' || p.last_name) LIKE ALL (%s) ORDER BY p.id LIMIT %s
"""


def _authors(actor: Actor, name: str) -> list[UUID]:
    """Colleagues of her organisme who bear these names; «moi» is herself."""
    if name in ("moi", "moi meme"):
        return [actor.practitioner_id] if actor.practitioner_id else []
    with connection.cursor() as cursor:
        cursor.execute(_AUTHORS, [[f"% {word}%" for word in name.split()], _MOST_AUTHORS])
        return [key for (key,) in cursor.fetchall()]
