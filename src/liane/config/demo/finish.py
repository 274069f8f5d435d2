"""What PostgreSQL does better itself, once the rows are there: the fil, its tally, indexes and statistics."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connections

from liane.journal.models import JournalEntry
from liane.notes.models import Note, Quote, Reading
from liane.timeline.models import Entry

_HEAVY = (Note, Quote, Reading, Entry, JournalEntry)
_LINES = """
INSERT INTO timeline_entry (id, organization_id, record_id, unit_id, volet, kind, source_id, happened_at, announced_at,
    author_id, author_name, author_role, title, level, shared_unit_ids, words)
SELECT id, organization_id, record_id, unit_id, volet, 'NOTE', thread_id, happened_at, written_at,
    author_id, author_name, author_role, focus, level, '{}',
    timeline_words(concat_ws(' ', focus, text, observation, action, outcome), record_id)
FROM notes_note WHERE organization_id = ANY(%s)
"""
_GOALS = """
INSERT INTO timeline_entry (id, organization_id, record_id, unit_id, volet, kind, source_id, happened_at, announced_at,
    author_id, author_name, author_role, title, level, shared_unit_ids, words)
SELECT id, organization_id, record_id, unit_id, 'SUPPORT', 'GOAL', id, written_at, written_at, author_id, author_name,
    author_role, CASE state WHEN 'ACTIVE' THEN 'Un nouvel objectif' WHEN 'REACHED' THEN 'Objectif atteint'
        ELSE 'Objectif arrêté' END || E'\\u00a0: ' || CASE voice WHEN 'OBSERVED' THEN wording
        ELSE E'«\\u00a0' || wording || E'\\u00a0»' END, 0, '{}', timeline_words(concat_ws(' ', wording, proof), record_id)
FROM plans_goal WHERE organization_id = ANY(%s)
"""
_STAYS = """
INSERT INTO timeline_entry (id, organization_id, record_id, unit_id, volet, kind, source_id, happened_at, announced_at,
    author_id, author_name, author_role, title, level, shared_unit_ids, words)
SELECT s.id, s.organization_id, s.record_id, s.unit_id, 'SUPPORT', 'STAY', s.id, h.since + interval '10 hours',
    h.since + interval '10 hours', w.id, w.first_name || ' ' || w.last_name, w.profession, 'Arrivée : ' || f.name
        || CASE WHEN u.name = f.name THEN '' ELSE ', ' || u.name END, 0, '{}',
    timeline_words('Arrivée ' || f.name || ' ' || u.name, s.record_id)
FROM stays_stay s JOIN organizations_unit u ON u.id = s.unit_id JOIN organizations_facility f ON f.id = u.facility_id
JOIN people_recordunit h ON h.id = s.id
JOIN LATERAL (SELECT p.* FROM professionals_practitioner p JOIN professionals_practitionerrole post
    ON post.practitioner_id = p.id WHERE post.facility_id = f.id AND p.organization_id = s.organization_id
    AND post.role_code IN ('chef_de_service', 'secretaire', 'assistante_sociale', 'educateur', 'ide')
    ORDER BY post.role_code, p.id LIMIT 1) w ON true
WHERE s.organization_id = ANY(%s)
"""
_PAPERS = """
INSERT INTO timeline_entry (id, organization_id, record_id, unit_id, volet, kind, source_id, happened_at, announced_at,
    author_id, author_name, author_role, title, level, shared_unit_ids, words)
SELECT id, organization_id, record_id, unit_id, volet, line_kind, line_id, added_at, added_at, author_id, author_name,
    author_role, title, 0, '{}', timeline_words(title, record_id)
FROM documents_document WHERE organization_id = ANY(%s)
"""
_TALLY = """
INSERT INTO timeline_tally (id, organization_id, record_id, unit_id, volet, lines, last_at)
SELECT gen_random_uuid(), organization_id, record_id, unit_id, volet, count(*), max(happened_at)
FROM timeline_entry WHERE organization_id = ANY(%s) GROUP BY 2, 3, 4, 5
"""


def announce(cursor: Any, houses: list[UUID]) -> None:
    """The fil and its tally, from the writings and the stays themselves."""
    for statement in (_LINES, _GOALS, _STAYS, _PAPERS, _TALLY):
        cursor.execute(statement, [houses])


_INDEXES = """
SELECT format('DROP INDEX %%I', i.indexname), i.indexdef FROM pg_indexes i
WHERE i.schemaname = 'public' AND i.tablename = ANY(%s)
AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = quote_ident(i.indexname)::regclass)
"""
_LINKS = """
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', c.conrelid::regclass, c.conname),
    format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', c.conrelid::regclass, c.conname, pg_get_constraintdef(c.oid))
FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid = ANY(%s::regclass[])
"""


@contextmanager
def quick(cursor: Any, many: bool) -> Iterator[None]:
    """Millions of rows go in faster without secondary indexes and row-by-row links: both are made, and checked, at the end."""
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'; SET LOCAL synchronous_commit = off")
    again: list[str] = []
    if many:
        tables = [model._meta.db_table for model in _HEAVY]
        for query in (_INDEXES, _LINKS):
            cursor.execute(query, [tables])
            for drop, make in cursor.fetchall():
                cursor.execute(drop)
                again.append(make)
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in again:
        cursor.execute(statement)


def analyze() -> None:
    """Fresh statistics: the planner knows the house from the first page."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")
