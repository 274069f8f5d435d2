"""What Ma journée gathers, in few round trips."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.documents.queries import WAITS_HERE
from liane.kit.dates import today
from liane.notes.queries.goals import GOALS, goals_told
from liane.notes.queries.tasks import LATE_SQL, mine_sql, scope_sql
from liane.people.queries.held import held_sql
from liane.people.queries.names import FULL_NAME
from liane.plans.models import Goal
from liane.timeline.queries import readable_sql

# The menu is on every page: a pile of two thousand writings must not cost more there than a hundred.
MANY = 100
# Drafts of the account, each with «its record is closed to her now», as their list finds it out from their addresses
# (`about_records`, `about_writings`): the figure is what the list shows, without a query more.
_DRAFTS = f"""
SELECT s.changed_at, CASE
    WHEN s.record IS NOT NULL THEN NOT {held_sql("s.record", "%(readable)s")}
    WHEN s.thread IS NOT NULL THEN NOT EXISTS (SELECT 1 FROM timeline_entry e WHERE e.kind = 'NOTE'
        AND e.source_id = s.thread AND {held_sql("e.record_id", "%(readable)s")} AND {{scope}})
    ELSE false END AS closed
FROM (SELECT changed_at, substring(address FROM '^/personnes/([0-9a-f-]{{{{36}}}})/')::uuid AS record,
        substring(address FROM '^/ecrits/([0-9a-f-]{{{{36}}}})/')::uuid AS thread
    FROM kit_saveddraft WHERE account_id = %(account)s AND ended_at IS NULL) s
"""  # noqa: S608 - our own words
_COUNTERS = f"""
SELECT ({GOALS}),
       (SELECT count(*) FROM (SELECT 1 FROM notes_reading g
            JOIN timeline_entry e ON e.kind = 'NOTE' AND e.source_id = g.thread_id
            WHERE g.practitioner_id = %(me)s AND g.read_at IS NULL AND g.is_expected
            AND {held_sql("g.record_id", "%(readable)s")} AND {{scope}} LIMIT {MANY}) pile),
       (SELECT count(*) FROM notes_task t WHERE {{mine}}),
       ARRAY(SELECT thread_id FROM notes_reading WHERE practitioner_id = %(me)s AND read_at IS NULL AND is_expected
             AND record_id = %(record)s),
       (SELECT jsonb_build_array(count(*), count(*) FILTER (WHERE closed), max(changed_at) FILTER (WHERE closed))
        FROM ({_DRAFTS}) d),
       {WAITS_HERE.format(me="%(me)s", record="%(record)s")}
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class Counters:
    """What waits for somebody: writings to read, tasks, the writings of the record that is open, and one’s own drafts."""

    waiting: int = 0  # writings to read, `MANY` at most
    tasks: int = 0
    here: tuple[UUID, ...] = ()
    drafts: int = 0
    closed: int = 0  # of these drafts: about a record that is closed to her now
    closed_at: datetime | None = None  # the last word of those
    goals: tuple[Goal, ...] = ()
    files: bool = True  # may files wait to be joined here


def counters(actor: Actor, record_id: UUID | None = None) -> Counters:
    """The two figures of the menu and the «À lire» of a record, in one query. Short lists by nature, indexed as such.

    What waits is counted as the hand-over lists it, unit by volet: a figure that opens on nothing sends people searching.
    """
    if actor.practitioner_id is None:
        return Counters()
    readable = list(actor.units_with(Right.RECORD_READ))
    values = {"me": actor.practitioner_id, "account": actor.account_id, "record": record_id, "readable": readable}
    everyday = actor.on_pages_of(None)  # with her posts alone, as the hand-over lists them
    scope, told = _named("scope", *readable_sql(everyday))
    mine, hers = _named("mine", *mine_sql(everyday))
    with connection.cursor() as cursor:
        cursor.execute(_COUNTERS.format(scope=scope, mine=mine), values | told | hers)
        goals, waiting, tasks, here, kept, files = cursor.fetchone()
    drafts, closed, last = json.loads(kept)
    closed_at = datetime.fromisoformat(last) if last else None
    return Counters(waiting, tasks, tuple(here), drafts, closed, closed_at, goals_told(actor, goals), files)


def _named(prefix: str, sql: str, params: list[Any]) -> tuple[str, dict[str, Any]]:
    """A condition whose values are named, to stand beside others in one query."""
    named = {f"{prefix}{rank}": value for rank, value in enumerate(params)}
    return sql % tuple(f"%({name})s" for name in named), named


@dataclass(frozen=True, slots=True)
class News:
    """What waits by unit and volet, and the latest lines of those one is the référent of."""

    waiting: list[tuple[UUID, str, str, int]]
    followed: list[dict[str, Any]]


def _rows(sql: str, params: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def news(actor: Actor) -> News:
    """Two queries."""
    scope, params = readable_sql(actor)
    with connection.cursor() as cursor:
        held = list(actor.units_with(Right.RECORD_READ))
        cursor.execute(_WAITING.format(scope=scope), [actor.practitioner_id, held, *params])
        waiting = cursor.fetchall()
    return News(
        waiting,
        _rows(
            _FOLLOWED.format(name=FULL_NAME, scope=scope),
            [actor.practitioner_id, *params, actor.practitioner_id, today()],
        ),
    )


_WAITING = f"""
SELECT g.unit_id, u.name, e.volet, count(*) FROM notes_reading g
JOIN timeline_entry e ON e.kind = 'NOTE' AND e.source_id = g.thread_id
JOIN organizations_unit u ON u.id = g.unit_id
WHERE g.practitioner_id = %s AND g.read_at IS NULL AND g.is_expected AND {held_sql("g.record_id")} AND {{scope}}
GROUP BY g.unit_id, u.name, e.volet ORDER BY max(g.level) DESC, count(*) DESC
"""  # noqa: S608 - our own words
_FOLLOWED = """
SELECT e.record_id, e.source_id, e.happened_at AS at, e.title, e.author_name AS author, {name} AS person
FROM people_keyworker k JOIN people_record r ON r.id = k.record_id JOIN people_person p ON p.id = r.person_id
CROSS JOIN LATERAL (SELECT * FROM timeline_entry e WHERE e.record_id = k.record_id AND e.author_id <> %s
    AND e.happened_at > now() - interval '3 days' AND {scope} ORDER BY e.happened_at DESC LIMIT 2) e
WHERE k.practitioner_id = %s AND (k.until IS NULL OR k.until > %s)
ORDER BY e.happened_at DESC LIMIT 10
"""


@dataclass(frozen=True, slots=True)
class Morning:
    """What a head of service looks at first."""

    urgent: list[dict[str, Any]]
    unread: list[dict[str, Any]]
    absent: list[dict[str, Any]]
    written: int
    asked: int
    late: int  # tasks late since more than a week

    @property
    def noise(self) -> int:
        """Share of the week's writings that ask to be read, in percent: past 25, nobody reads any more (ux §5.7)."""
        return round(100 * self.asked / self.written) if self.written >= 20 else 0


def service_morning(actor: Actor) -> Morning:
    """What was urgent since yesterday, what the teams have not read yet, who is missing, and the noise of the week: four queries."""
    units = sorted(actor.units_with(Right.NOTE_CANCEL))
    scope, params = readable_sql(actor)
    urgent = _rows(_URGENT.format(name=FULL_NAME, scope=scope), [units, *params])
    unread = _rows(_UNREAD.format(name=FULL_NAME, scope=scope), [units, *params])
    absent = _rows(_ABSENT.format(name=FULL_NAME), [units])
    with connection.cursor() as cursor:
        told, hers = scope_sql(actor)
        cursor.execute(_WEEK.format(told=told), [units, *hers, units])
        written, asked, late = cursor.fetchone()
    return Morning(urgent, unread, absent, written, asked, late)


_WEEK = f"""
SELECT count(*), count(*) FILTER (WHERE level > 0),
    (SELECT count(*) FROM notes_task t WHERE {LATE_SQL} AND t.unit_id = ANY(%s) AND {{told}})
FROM timeline_entry
WHERE unit_id = ANY(%s) AND kind = 'NOTE' AND happened_at > now() - interval '7 days'
"""  # noqa: S608 - our own words
_URGENT = """
SELECT e.record_id, e.happened_at AS at, e.title, e.author_name AS author, u.name AS unit, {name} AS person
FROM timeline_entry e JOIN organizations_unit u ON u.id = e.unit_id
JOIN people_record r ON r.id = e.record_id JOIN people_person p ON p.id = r.person_id
WHERE e.unit_id = ANY(%s) AND e.happened_at > now() - interval '36 hours' AND e.level = 2 AND {scope}
ORDER BY e.happened_at DESC LIMIT 10
"""
_UNREAD = """
SELECT e.record_id, e.happened_at AS at, e.title, u.name AS unit, {name} AS person, n.asked, n.read
FROM (SELECT thread_id, count(*) AS asked, count(read_at) AS read FROM notes_reading
      WHERE unit_id = ANY(%s) AND is_expected AND asked_at > now() - interval '3 days'
      GROUP BY thread_id HAVING count(*) > count(read_at)) n
JOIN timeline_entry e ON e.kind = 'NOTE' AND e.source_id = n.thread_id
JOIN organizations_unit u ON u.id = e.unit_id
JOIN people_record r ON r.id = e.record_id JOIN people_person p ON p.id = r.person_id
WHERE {scope} ORDER BY e.level DESC, e.happened_at DESC LIMIT 10
"""
_ABSENT = """
SELECT h.record_id, u.name AS unit, {name} AS person,
    CASE h.presence WHEN 'HOSPITAL' THEN 'à l’hôpital' WHEN 'FAMILY' THEN 'en famille' ELSE 'absent(e)' END AS presence
FROM people_recordunit h JOIN organizations_unit u ON u.id = h.unit_id
JOIN people_record r ON r.id = h.record_id JOIN people_person p ON p.id = r.person_id
WHERE h.unit_id = ANY(%s) AND h.presence NOT IN ('PRESENT', 'EXPECTED') AND (h.until IS NULL OR h.until > now())
ORDER BY u.name, person LIMIT 30
"""
