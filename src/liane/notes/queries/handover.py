"""What the hand-over is built from: what was written since the reader's own last passage."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.kit import dates
from liane.organizations.queries import WorkShift, shift_on
from liane.people.queries.held import held_sql
from liane.people.queries.names import FIRST_NAME, LAST_NAME
from liane.timeline.queries import COLUMNS, Line, readable_sql

MOST_WAITING = 500  # months of absence: past that, the page says «plus de 500»

_OPENING = """
SELECT u.name, f.name, f.pack,
    (SELECT jsonb_agg(jsonb_build_array(s.name, s.starts, s.ends)) FROM organizations_shift s WHERE s.unit_id = u.id),
    (SELECT max(t.taken_at) FROM notes_takeover t WHERE t.unit_id = u.id AND t.practitioner_id = %(who)s
        AND t.taken_at <= clock_timestamp() + interval '1 minute'),
    (SELECT jsonb_agg(jsonb_build_array(h.shift, h.word, h.author_name, h.given_at, h.starts_at) ORDER BY h.given_at DESC)
        FROM (SELECT * FROM notes_handover x WHERE x.unit_id = u.id AND x.given_at > now() - interval '2 days'
              ORDER BY x.given_at DESC LIMIT 4) h)
FROM organizations_unit u JOIN organizations_facility f ON f.id = u.facility_id WHERE u.id = %(unit)s
"""


@dataclass(frozen=True, slots=True)
class Opening:
    """The unit, its shifts of these days, the reader's last passage, and what the outgoing teams said."""

    unit: str
    facility: str
    pack: str
    shifts: list[WorkShift]
    last_taken: datetime | None
    handovers: list[dict[str, Any]]

    def shift_at(self, moment: datetime) -> WorkShift | None:
        """The shift that runs at a moment: at 2 in the morning, the night that began the day before."""
        running = [s for s in self.shifts if moment in s.period]
        return running[-1] if running else None

    def before(self, moment: datetime) -> WorkShift | None:
        """The last shift ended at that moment: the one that hands over."""
        ended = [s for s in self.shifts if s.period.end is not None and s.period.end <= moment]
        return max(ended, key=lambda s: s.period.end or moment) if ended else None

    def since(self, moment: datetime) -> datetime:
        """Start of the reading: one's own last passage, at most a week ago; else the shift before this one."""
        floor = moment - timedelta(days=7)
        if self.last_taken and self.last_taken > floor:
            return self.last_taken
        before = self.before(moment)
        return before.period.start if before else moment - timedelta(hours=24)


def opening(actor: Actor, unit_id: UUID) -> Opening:
    """One query for the frame of the hand-over. Nights span midnight, and both clock changes (kit.dates.at_clock)."""
    with connection.cursor() as cursor:
        cursor.execute(_OPENING, {"unit": unit_id, "who": actor.practitioner_id})
        unit, facility, pack, shifts_told, taken, words_told = cursor.fetchone()
    rows, words = (json.loads(told) if told else [] for told in (shifts_told, words_told))
    today = dates.today()
    days = [today + timedelta(days=gap) for gap in (-2, -1, 0, 1)]
    clocks = [(name, _clock(starts), _clock(ends)) for name, starts, ends in rows]
    shifts = sorted((shift_on(day, *c) for day in days for c in clocks), key=lambda s: s.period.start)
    said = [
        {
            "shift": s,
            "word": w,
            "author": a,
            "given_at": datetime.fromisoformat(g),
            "starts_at": datetime.fromisoformat(b),
        }
        for s, w, a, g, b in words
    ]
    return Opening(unit, facility, pack, shifts, taken, said)


def _clock(text: str) -> Any:
    return datetime.strptime(text[:5], "%H:%M").time()


def waiting(actor: Actor, *, volet: str = "", limit: int = MOST_WAITING) -> list[Line]:
    """What waits for this reader, in all her units, about those whose record she may open: urgent first, then the oldest.

    All of it: a page shows some and says how many follow, so that nobody back from leave believes she has read everything.
    """
    scope, params = readable_sql(actor)
    sql = f"""SELECT {COLUMNS} FROM notes_reading g
        JOIN timeline_entry e ON e.kind = 'NOTE' AND e.source_id = g.thread_id
        WHERE g.practitioner_id = %s AND g.read_at IS NULL AND g.is_expected AND {held_sql("g.record_id")} AND {scope}
        {"AND e.volet = %s" if volet else ""}
        ORDER BY g.level DESC, g.asked_at, g.thread_id LIMIT {int(limit)}"""  # noqa: S608
    extra = [volet] if volet else []
    with connection.cursor() as cursor:
        cursor.execute(sql, [actor.practitioner_id, list(actor.units_with(Right.RECORD_READ)), *params, *extra])
        return [Line(*row) for row in cursor.fetchall()]


_PERSONS = f"""
SELECT h.record_id, h.place, h.presence, {FIRST_NAME}, {LAST_NAME},
    EXISTS (SELECT 1 FROM people_portrait f WHERE f.person_id = p.id),
    (SELECT jsonb_agg(jsonb_build_array(c.seen_at, c.remark) ORDER BY c.seen_at)
        FROM notes_roundcheck c WHERE c.record_id = h.record_id AND c.unit_id = h.unit_id AND c.seen_at >= %(since)s)
FROM people_recordunit h JOIN people_record r ON r.id = h.record_id JOIN people_person p ON p.id = r.person_id
WHERE h.unit_id = %(unit)s AND h.presence <> 'EXPECTED' AND (h.until IS NULL OR h.until > now())
ORDER BY 5, 4 LIMIT 200
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True)
class UnitPerson:
    """Somebody of the unit, with the rounds on which she was seen."""

    record_id: UUID
    place: str
    presence: str
    first_name: str
    name: str
    has_portrait: bool
    checks: list[tuple[datetime, str]]

    @property
    def full_name(self) -> str:
        """As on a list."""
        return f"{self.first_name} {self.name}".strip()

    @property
    def seen(self) -> str:
        """«vue à 23 h, 3 h · a dormi», or nothing when no round noted her."""
        hours = ", ".join(dates.hour(at) for at, _ in self.checks)
        words = [remark for _, remark in self.checks if remark]
        return " · ".join(filter(None, [f"vu(e) à {hours}" if hours else "", words[-1] if words else ""]))


def persons_of_unit(unit_id: UUID, since: datetime) -> list[UnitPerson]:
    """Those whom the unit accompanies now."""
    with connection.cursor() as cursor:
        cursor.execute(_PERSONS, {"unit": unit_id, "since": since})
        rows: list[Any] = cursor.fetchall()
    return [
        UnitPerson(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            [(datetime.fromisoformat(at), r) for at, r in json.loads(row[6] or "[]")],
        )
        for row in rows
    ]


_TEAM = """
SELECT w.id, w.first_name || ' ' || w.last_name, w.profession,
    (SELECT max(t.taken_at) FROM notes_takeover t WHERE t.unit_id = %(unit)s AND t.practitioner_id = w.id
        AND t.taken_at > now() - interval '12 hours'),
    coalesce(g.asked, 0), coalesce(g.read, 0)
FROM professionals_practitioner w
LEFT JOIN (SELECT practitioner_id, count(*) AS asked, count(read_at) AS read FROM notes_reading
    WHERE unit_id = %(unit)s AND is_expected AND asked_at >= %(since)s GROUP BY practitioner_id) g ON g.practitioner_id = w.id
WHERE w.id IN (SELECT post.practitioner_id FROM professionals_practitionerrole post
    JOIN access_role r ON r.organization_id = post.organization_id AND r.code = post.role_code
    JOIN organizations_unit u ON u.id = %(unit)s
    WHERE (post.unit_id = u.id OR (post.unit_id IS NULL AND post.facility_id = u.facility_id))
    AND post.starts_at <= now() AND (post.ends_at IS NULL OR post.ends_at > now()) AND 'handover.take' = ANY (r.rights))
ORDER BY w.id = %(me)s DESC, 4 DESC NULLS LAST, w.last_name LIMIT 40
"""


def team_readings(actor: Actor, unit_id: UUID, since: datetime) -> list[dict[str, Any]]:
    """Who of the team took over, and how many of what was asked they have read. No ranking: names in order."""
    with connection.cursor() as cursor:
        cursor.execute(_TEAM, {"unit": unit_id, "since": since, "me": actor.practitioner_id})
        rows = cursor.fetchall()
    return [
        {"id": who, "name": name, "role": role, "taken_at": taken, "asked": asked, "read": read}
        for who, name, role, taken, asked, read in rows
    ]
