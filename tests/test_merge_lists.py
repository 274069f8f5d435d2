"""A table that points at a record says what becomes of its rows when two records are one person, or one held two persons.

Found in the database itself: a new table with a record is refused here until its room's `Slot.MERGE` names it.
"""

from collections import Counter

import pytest
from django.db import connection

from liane.people.doubles.following import CHOSEN, WITH, plans

# Rows that are about a record or a person: a column that points at one, or that is named after it.
_COLUMNS = """
SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped AND a.attname <> 'organization_id'
    AND (a.attname = 'record_id' OR EXISTS (SELECT 1 FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid
        WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey)
            AND t.relname IN ('people_record', 'people_person')))
"""
_APPEND_ONLY = """
SELECT c.relname, p.prosrc FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgname = 'stays_written'
"""


def declared() -> Counter[str]:
    """Every column named by a room, and how often."""
    found: Counter[str] = Counter()
    for plan in plans():
        found.update(f"{follow.table}.{follow.column}" for follow in plan.follows)
        found.update(plan.keeps.keys())
    return found


@pytest.mark.django_db
def test_every_table_with_a_record_says_whether_it_follows() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        there = {name for (name,) in cursor.fetchall()}
    named = declared()
    assert there - named.keys() == set(), "name these columns in the Slot.MERGE of their room (follows, or keeps)"
    assert named.keys() - there == set(), "these columns are no longer there"
    assert [name for name, times in named.items() if times > 1] == []


@pytest.mark.django_db
def test_every_line_written_about_somebody_may_pass_to_another_record() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_APPEND_ONLY)
        triggers = dict(cursor.fetchall())
    follows = {follow.table for plan in plans() for follow in plan.follows if follow.column == "record_id"}
    deaf = [table for table in follows & triggers.keys() if "liane.regrouping" not in triggers[table]]
    assert deaf == [], "the trigger of this table would stop every merge: use kit.rls.append_only"


def test_how_a_row_goes_when_a_file_is_parted_is_said() -> None:
    for plan in plans():
        for follow in plan.follows:
            assert follow.parted in (CHOSEN, WITH) or len(follow.parted) > 20, f"{follow.table}: say why it stays"
        assert all(len(reason) > 15 for reason in plan.keeps.values())


@pytest.mark.django_db
def test_the_journal_is_never_moved() -> None:
    moved = {follow.table for plan in plans() for follow in plan.follows}
    assert not [table for table in moved if table.startswith("journal_")]
