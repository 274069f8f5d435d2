"""Tasks: mine, the unit's, those of one person. Late ones first, undated ones last."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from liane.access.actor import Actor
from liane.access.enums import SECRET_VOLETS, Right
from liane.kit import dates
from liane.people.queries.names import FULL_NAME

_SQL = """
SELECT t.id, t.label, t.due_at, t.owner_id, coalesce(w.first_name || ' ' || w.last_name, ''), t.record_id, t.done_at,
    coalesce({name}, ''), t.unit_id, u.name
FROM notes_task t
JOIN organizations_unit u ON u.id = t.unit_id
LEFT JOIN professionals_practitioner w ON w.id = t.owner_id
LEFT JOIN people_record r ON r.id = t.record_id
LEFT JOIN people_person p ON p.id = r.person_id
WHERE {where}
ORDER BY (t.done_at IS NOT NULL), t.due_at NULLS LAST, t.id LIMIT {limit}
"""
LATE_SQL = "t.done_at IS NULL AND t.due_at < now() - interval '7 days'"
_SECRET = sorted(SECRET_VOLETS)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task, ready to be shown."""

    id: UUID
    label: str
    due_at: datetime | None
    owner_id: UUID | None
    owner: str
    record_id: UUID | None
    done_at: datetime | None
    person: str
    unit_id: UUID
    unit: str

    @property
    def when(self) -> str:
        """«avant aujourd’hui à 10 h», «en retard : lundi 23 novembre», or nothing."""
        if self.due_at is None:
            return ""
        late = self.done_at is None and self.due_at < timezone.now()
        return ("en retard : " if late else "pour ") + dates.when(self.due_at)

    @property
    def who(self) -> str:
        """The owner, or that nobody is named."""
        return self.owner or "personne n’est désigné"


def scope_sql(actor: Actor) -> tuple[str, list[Any]]:
    """Tasks of the units and volets that the actor reads, those she asked for and those she owns.

    In a secret volet owning is not enough: whoever no longer reads it is not told that something waits there.
    """
    read, params = _read(actor)
    mine = "(t.owner_id = %s OR t.author_id = %s) AND (t.record_id IS NULL OR t.volet <> ALL(%s))"
    me = actor.practitioner_id
    return f"(({mine}) OR {read})", [me, me, _SECRET, *params]


def _read(actor: Actor) -> tuple[str, list[Any]]:
    """Tasks of the units and volets that the actor reads."""
    parts, params = ["false"], []
    for units, volets in actor.scopes:
        parts.append("(t.unit_id = ANY(%s) AND (t.record_id IS NULL OR t.volet = ANY(%s)))")
        params += [units, volets]
    return "(" + " OR ".join(parts) + ")", params


def mine_sql(actor: Actor) -> tuple[str, list[Any]]:
    """What waits for her and is open to her: the list and the figure of the menu say the same."""
    read, params = _read(actor)
    units = list(actor.units_with(Right.TASK_WRITE))
    told = f"(t.record_id IS NULL OR t.volet <> ALL(%s) OR {read})"
    return f"t.owner_id = %s AND t.done_at IS NULL AND t.unit_id = ANY(%s) AND {told}", [
        actor.practitioner_id, units, _SECRET, *params,
    ]  # fmt: skip


def _lines(where: str, params: list[Any], limit: int = 100) -> list[TaskLine]:
    with connection.cursor() as cursor:
        cursor.execute(_SQL.format(name=FULL_NAME, where=where, limit=limit), params)
        rows: list[Any] = cursor.fetchall()
    return [TaskLine(*row) for row in rows]


def tasks_of_record(actor: Actor, record_id: UUID) -> list[TaskLine]:
    """What is left to do for one person (the door has been opened)."""
    scope, params = scope_sql(actor)
    return _lines(f"t.record_id = %s AND t.done_at IS NULL AND {scope}", [record_id, *params], 12)


def tasks_of(actor: Actor) -> list[TaskLine]:
    """Mine, where I still work: a post that ends takes its persons with it, and the team finds what I leave."""
    return _lines(*mine_sql(actor))


def late_in_service(actor: Actor, *, limit: int = 100) -> list[TaskLine]:
    """Late since more than a week in the services she answers for: nobody else will see them in time (ux §7)."""
    scope, params = scope_sql(actor)
    units = sorted(actor.units_with(Right.NOTE_CANCEL))
    return _lines(f"{LATE_SQL} AND t.unit_id = ANY(%s) AND {scope}", [units, *params], limit)


def tasks_of_units(actor: Actor, unit_ids: list[UUID], *, limit: int = 100) -> list[TaskLine]:
    """Those of the team."""
    scope, params = scope_sql(actor)
    return _lines(f"t.unit_id = ANY(%s) AND t.done_at IS NULL AND {scope}", [unit_ids, *params], limit)


def done_lately(actor: Actor, unit_ids: list[UUID]) -> list[TaskLine]:
    """Done in the last day: to undo a wrong tick, and to see that it is done."""
    scope, params = scope_sql(actor)
    return _lines(
        f"t.unit_id = ANY(%s) AND t.done_at > now() - interval '24 hours' AND {scope}", [unit_ids, *params], 30
    )
