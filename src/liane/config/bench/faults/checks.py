"""What a house must still hold, read by the owner of the tables: nothing lost, nothing twice, nothing half-written."""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connections

from liane.config.bench.faults.small_house import HOUSE
from liane.config.bench.faults.writers import Acknowledged, paper
from liane.documents import store
from liane.journal.sealing.runs import seal_and_export, verify_house
from liane.kit.text import clean

# What each kind of gesture must have left behind, all of it: the thing itself, its line in the fil, its trace.
_NOTE = """
    (SELECT count(*) FROM notes_note n WHERE n.id = w.id AND strpos(n.text, w.mark) > 0),
    (SELECT count(*) FROM timeline_entry e WHERE e.kind = 'NOTE' AND e.source_id = w.thread),
    (SELECT count(*) FROM journal_journalentry j WHERE j.object_id = w.id AND j.kind = w.trace)"""
_TASK = """
    (SELECT count(*) FROM notes_task t WHERE t.id = w.id AND strpos(t.label, w.mark) > 0), 1,
    (SELECT count(*) FROM journal_journalentry j WHERE j.object_id = w.id AND j.kind = w.trace)"""
_GOAL = """
    (SELECT count(*) FROM plans_goal g WHERE g.id = w.id AND strpos(g.wording, w.mark) > 0),
    (SELECT count(*) FROM timeline_entry e WHERE e.kind = 'GOAL' AND e.source_id = w.id),
    (SELECT count(*) FROM journal_journalentry j WHERE j.object_id = w.id AND j.kind = w.trace)"""
_HELD = {"task": _TASK, "goal": _GOAL}
_TRACES = {"task": "task.created", "goal": "goal.set", "correct": "note.corrected"}
_WANTED = "unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[]) AS w (id, thread, mark, trace)"

# Whatever was acknowledged or not: a row of one table never stands without those written with it.
_HALVES = {
    "écrit sans ligne du fil": """SELECT n.id FROM notes_note n WHERE n.version = 1 AND NOT EXISTS (
        SELECT 1 FROM timeline_entry e WHERE e.kind = 'NOTE' AND e.source_id = n.thread_id)""",
    "ligne du fil sans écrit": """SELECT e.source_id FROM timeline_entry e WHERE e.kind = 'NOTE' AND NOT EXISTS (
        SELECT 1 FROM notes_note n WHERE n.thread_id = e.source_id)""",
    "écrit sans trace": """SELECT n.id FROM notes_note n WHERE NOT EXISTS (SELECT 1 FROM journal_journalentry j
        WHERE j.object_id = n.id AND j.kind IN ('note.written', 'note.corrected'))""",
    "trace sans écrit": """SELECT j.object_id FROM journal_journalentry j WHERE j.kind IN ('note.written', 'note.corrected')
        AND NOT EXISTS (SELECT 1 FROM notes_note n WHERE n.id = j.object_id)""",
    "mots sans leurs deux citations": """SELECT n.id FROM notes_note n WHERE n.text LIKE 'Elle dit : «%%' AND (
        SELECT count(*) FROM notes_quote q WHERE q.note_id = n.id) <> 2""",
    "tâche née d’un écrit qui n’existe pas": """SELECT t.id FROM notes_task t WHERE t.source_thread_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM notes_note n WHERE n.id = t.source_thread_id)""",
    "urgent annoncé autrement qu’une fois": """SELECT n.id FROM notes_note n WHERE n.level = 2 AND n.version = 1 AND (
        SELECT count(*) FROM procrastinate_jobs p WHERE p.args ->> 'name' = 'notes.urgent_written'
            AND p.args -> 'payload' ->> 'note_id' = n.id::text) <> 1""",
    "objectif sans ligne du fil": """SELECT g.id FROM plans_goal g WHERE g.version = 1 AND NOT EXISTS (
        SELECT 1 FROM timeline_entry e WHERE e.kind = 'GOAL' AND e.source_id = g.id)""",
    "compte des lignes faux": """SELECT t.id FROM timeline_tally t WHERE t.lines <> (SELECT count(*) FROM timeline_entry e
        WHERE e.record_id = t.record_id AND e.unit_id = t.unit_id AND e.volet = t.volet)""",
    "deux fois le même texte": """SELECT min(n.id::text)::uuid FROM notes_note n WHERE strpos(n.text, 'repère ') > 0
        GROUP BY n.text HAVING count(*) > 1""",
    "deux fois la même tâche": """SELECT min(t.id::text)::uuid FROM notes_task t WHERE strpos(t.label, 'repère ') > 0
        GROUP BY t.label HAVING count(*) > 1""",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Figures of one check; all but the first are 0 in a house that keeps its word."""

    acknowledged: int
    lost: int
    doubled: int
    half_written: dict[str, int]
    journal: list[str]
    sealed_lines: int

    @property
    def holds(self) -> bool:
        """Nothing to be ashamed of."""
        return not (self.lost or self.doubled or self.half_written or self.journal)

    def figures(self) -> dict[str, object]:
        """For the report."""
        return {**asdict(self), "holds": self.holds}


def check(kept: Sequence[Acknowledged]) -> Verdict:
    """Compare what was acknowledged with what is there. Nobody writes meanwhile."""
    connections.close_all()
    lost = doubled = 0
    for kind in ("note", "task", "goal"):
        rows = [k for k in kept if k.kind != "draft" and (k.kind if k.kind in _HELD else "note") == kind]
        for counts in _counted(rows, _HELD.get(kind, _NOTE)):
            lost += min(counts) < 1
            doubled += max(counts) > 1
    lost += _drafts_lost([k for k in kept if k.kind == "draft"])
    lost += _papers_lost([k for k in kept if k.kind == "paper"])
    half = {name: found for name, sql in _HALVES.items() if (found := _count(sql))}
    if bare := _files_missing():
        half["papier sans son fichier"] = bare
    seal_and_export()
    report = verify_house()
    connections.close_all()
    return Verdict(
        len(kept), lost, doubled, half, [finding.sentence for finding in report.findings], report.lines - report.waiting
    )


def _counted(rows: Sequence[Acknowledged], held: str) -> list[tuple[int, ...]]:
    if not rows:
        return []
    values: list[Any] = [
        [r.id for r in rows],
        [r.thread or r.id for r in rows],
        [r.mark for r in rows],
        [_TRACES.get(r.kind, "note.written") for r in rows],
    ]
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT {held} FROM {_WANTED}", values)  # noqa: S608 - our own words
        return [tuple(row) for row in cursor.fetchall()]


def _drafts_lost(rows: Sequence[Acknowledged]) -> int:
    """A text not finished is there as it was last said to be kept, or as it was sent later."""
    last = {r.id: r for r in rows}  # the later states come after
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT key, fields, revision FROM kit_saveddraft WHERE key = ANY(%s)", [list(last)])
        found = {key: (fields, revision) for key, fields, revision in cursor.fetchall()}
    kept = (found.get(key, ("", 0)) for key in last)
    return sum(
        r.mark not in text and revision <= r.version for r, (text, revision) in zip(last.values(), kept, strict=True)
    )


def _papers_lost(rows: Sequence[Acknowledged]) -> int:
    """The paper is joined to its writing, once, and its file holds what was sent."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT d.line_id, f.digest FROM documents_document d JOIN documents_storedfile f ON f.id = d.file_id"
            " WHERE d.line_id = ANY(%s)", [[r.id for r in rows]],
        )  # fmt: skip
        found: dict[Any, list[str]] = {}
        for line, digest in cursor.fetchall():
            found.setdefault(line, []).append(digest)
    wanted = {r.id: store.digest_of_bytes(clean(paper(r.mark).decode()).encode()) for r in rows}
    return sum(found.get(key) != [digest] or store.read(HOUSE, digest) is None for key, digest in wanted.items())


def _files_missing() -> int:
    """A row says that a content is kept: it is on the disk, whole."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT organization_id, digest FROM documents_storedfile")
        rows = cursor.fetchall()
    read = ((digest, store.read(organization, digest)) for organization, digest in rows)
    return sum(data is None or store.digest_of_bytes(data) != digest for digest, data in read)


def _count(sql: str) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({sql}) found")  # noqa: S608 - our own words
        return int(cursor.fetchone()[0])


def work_goes_on(patience: float) -> bool:
    """Does the background give a sign of life that is newer than this question?"""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT now()")
        (asked,) = cursor.fetchone()
        limit = time.monotonic() + patience
        while time.monotonic() < limit:
            cursor.execute("SELECT coalesce(max(last_heartbeat) > %s, false) FROM procrastinate_workers", [asked])
            if cursor.fetchone()[0]:
                return True
            time.sleep(0.2)
    return False
