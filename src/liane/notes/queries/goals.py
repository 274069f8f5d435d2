"""What she aims at, as the composer offers it: the goals that this author linked last come first.

The record page receives them with its counters (no query more); other pages ask for them alone.
"""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.plans.models import Goal
from liane.plans.queries import from_rows, may_read
from liane.timeline.queries import COLUMNS, Line, readable_sql

# Latest version of each goal of %(record)s; those of nobody when there is no record.
GOALS = """
SELECT jsonb_agg(to_jsonb(a) - 'linked' ORDER BY a.linked DESC NULLS LAST, a.since, a.thread_id) FROM (
    SELECT DISTINCT ON (g.thread_id) g.*, (SELECT n.happened_at FROM notes_note n
        WHERE n.goal_id = g.thread_id AND n.author_id = %(me)s ORDER BY n.happened_at DESC LIMIT 1) AS linked
    FROM plans_goal g WHERE g.record_id = %(record)s ORDER BY g.thread_id, g.version DESC) a
"""


def goals_told(actor: Actor, found: Any) -> tuple[Goal, ...]:
    """What the database answered, as far as this actor reads the teams that wrote it."""
    rows = json.loads(found) if isinstance(found, str) else found or []
    return tuple(goal for goal in from_rows(rows) if may_read(actor, goal))


def goals_here(actor: Actor, record_id: UUID) -> tuple[Goal, ...]:
    """The goals of a record (its door has been opened)."""
    with connection.cursor() as cursor:
        cursor.execute(GOALS, {"me": actor.practitioner_id, "record": record_id})
        return goals_told(actor, cursor.fetchone()[0])


def under_goals(
    actor: Actor,
    goal_ids: list[UUID],
    *,
    limit: int,
    since: datetime | None = None,
    before: tuple[datetime, UUID] | None = None,
) -> list[tuple[UUID, Line]]:
    """Writings linked to each of these goals, newest first, as far as this actor may read them: one query for all."""
    scope, params = readable_sql(actor)
    moment, key = before or (None, None)
    values = [goal_ids, since, since, moment, moment, key, *params, limit]
    with connection.cursor() as cursor:
        cursor.execute(_UNDER.format(scope=scope), values)
        return [(row[0], Line(*row[1:])) for row in cursor.fetchall()]


_UNDER = f"""
SELECT wanted.goal, e.* FROM unnest(%s::uuid[]) WITH ORDINALITY AS wanted (goal, rank)
CROSS JOIN LATERAL (
    SELECT {COLUMNS} FROM notes_note n JOIN timeline_entry e ON e.kind = 'NOTE' AND e.source_id = n.thread_id
    WHERE n.goal_id = wanted.goal AND n.record_id = (SELECT g.record_id FROM plans_goal g WHERE g.id = wanted.goal) AND (%s::timestamptz IS NULL OR n.happened_at >= %s)
        AND (%s::timestamptz IS NULL OR (n.happened_at, n.thread_id) < (%s, %s))
        AND NOT EXISTS (SELECT 1 FROM notes_note x WHERE x.thread_id = n.thread_id AND x.version > n.version)
        AND {{scope}}
    ORDER BY n.happened_at DESC, n.thread_id DESC LIMIT %s) e
ORDER BY wanted.rank, e.happened_at DESC, e.source_id DESC
"""  # noqa: S608 - our own words
