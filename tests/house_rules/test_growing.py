"""A migration that would make the teams wait is refused, and the way that does not is accepted (J3)."""

from typing import Any

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RemoveField,
    RunPython,
    RunSQL,
)
from django.db.models.functions import Now

from liane.config.rules import growing

INDEX = models.Index(fields=["author_id"], name="essai")
CHECK = models.CheckConstraint(condition=models.Q(level__gte=0), name="essai")


def sentences(*operations: Any, room: str = "notes") -> list[str]:
    migration = Migration("0099_essai", room)
    migration.operations = list(operations)
    return list(growing.examine(migration, room))


@pytest.mark.parametrize(
    "operation",
    [
        AddIndex("note", INDEX),
        AddConstraint("note", CHECK),
        AddField("note", "x", models.IntegerField(default=0)),
        AddField("note", "x", models.DateTimeField(db_default=Now())),
        AddField("note", "x", models.IntegerField(null=True, unique=True)),
        AlterField("note", "level", models.BigIntegerField()),
        RunPython(RunPython.noop),
        RunSQL("CREATE INDEX essai ON notes_note (author_id)"),
        RunSQL("create unique index essai on notes_note (author_id);"),
        RunSQL("ALTER TABLE notes_note ADD CONSTRAINT c CHECK (level >= 0)"),
        RunSQL("ALTER TABLE notes_note ALTER COLUMN level SET NOT NULL"),
        RunSQL("ALTER TABLE notes_note ALTER COLUMN level TYPE bigint"),
        RunSQL("UPDATE notes_note SET level = 0"),
        RunSQL("SELECT 1;\nDELETE FROM notes_note WHERE level = 9;\n"),
        RunSQL("LOCK TABLE notes_note"),
    ],
)
def test_what_holds_a_table_that_grows_is_refused(operation: Any) -> None:
    assert len(sentences(operation)) == 1


@pytest.mark.parametrize(
    "operation",
    [
        AddIndexConcurrently("note", INDEX),
        AddField("note", "x", models.IntegerField(null=True)),
        AddField("note", "x", models.IntegerField(db_default=0)),
        RemoveField("note", "level"),
        RunSQL("CREATE INDEX CONCURRENTLY essai ON notes_note (author_id)"),
        RunSQL("ALTER TABLE notes_note ADD CONSTRAINT c CHECK (level >= 0) NOT VALID"),
        RunSQL("ALTER TABLE notes_note VALIDATE CONSTRAINT c"),
        RunSQL(
            "CREATE FUNCTION f() RETURNS trigger AS $$ BEGIN UPDATE notes_note SET level = 0; END $$ LANGUAGE plpgsql"
        ),
        RunSQL("UPDATE notes_settings SET x = 1"),
    ],
)
def test_what_lets_the_teams_write_is_accepted(operation: Any) -> None:
    assert sentences(operation) == []


def test_small_tables_and_new_ones_are_free() -> None:
    assert sentences(AddIndex("facility", INDEX), room="organizations") == []
    made = CreateModel("Note", [("id", models.BigAutoField(primary_key=True))])
    assert sentences(made, AddIndex("note", INDEX)) == []


def test_only_what_comes_after_a_version_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert growing.faults() == []
    monkeypatch.setitem(growing.RELEASED, "notes", "0000")
    monkeypatch.setitem(growing.RELEASED, "journal", "0000")
    read = {fault.path.rsplit("/", 1)[1] for fault in growing.faults()}
    known = {f"{name}.py" for room, name in MigrationLoader(None).disk_migrations if room in growing.RELEASED}
    assert read and read <= known


def test_every_table_that_grows_is_known() -> None:
    assert {("notes", "note"), ("timeline", "entry"), ("journal", "journalentry")} <= growing.growing()
