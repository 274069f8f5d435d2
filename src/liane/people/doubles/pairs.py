"""Questions asked about records joined or parted: where a closed one leads, which ones a record has taken in."""

from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from liane.access.actor import Actor
from liane.people.doubles.models import Double, DoubleState

# The records that were joined into `r.id`, for the pages that read all in one trip.
TAKEN_IN = """ARRAY(SELECT g.source_id FROM people_regrouping g WHERE g.target_id = r.id AND g.kind = 'JOIN'
        AND g.undone_at IS NULL)"""
_KEPT = """
WITH RECURSIVE path (id, depth) AS (
    SELECT g.target_id, 1 FROM people_regrouping g
    WHERE g.source_id = %(record)s AND g.kind = 'JOIN' AND g.undone_at IS NULL
    UNION ALL SELECT g.target_id, p.depth + 1 FROM path p JOIN people_regrouping g ON g.source_id = p.id
    WHERE g.kind = 'JOIN' AND g.undone_at IS NULL AND p.depth < 20)
SELECT p.id FROM path p WHERE EXISTS (SELECT 1 FROM people_record r WHERE r.id = p.id) ORDER BY p.depth DESC LIMIT 1
"""
_ALL = """
WITH RECURSIVE known (id) AS (
    SELECT %(record)s::uuid
    UNION SELECT g.source_id FROM known k JOIN people_regrouping g ON g.target_id = k.id
    WHERE g.kind = 'JOIN' AND g.undone_at IS NULL)
SELECT id FROM known
"""


def kept_record(record_id: UUID) -> UUID | None:
    """The record to which a closed one leads; nothing when it was never joined to another."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, {"record": record_id})
        row = cursor.fetchone()
    return row[0] if row else None


def all_ids(record_id: UUID) -> list[UUID]:
    """Every identifier under which this record was written: its own, and those it has taken in. The journal keeps both."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL, {"record": record_id})
        return [row[0] for row in cursor.fetchall()]


def answered_between(one: UUID, other: UUID) -> bool:
    """Did somebody answer that these are two persons?"""
    return between(one, other).filter(state=DoubleState.APART).exists()


def settle_pair(actor: Actor, one: UUID, other: UUID, *, joined: bool, why: str) -> None:
    """The pair is answered, whether the rule had seen it or not: it is never asked again."""
    answer = {
        "state": DoubleState.JOINED if joined else DoubleState.APART, "answered_at": timezone.now(),
        "author_id": actor.practitioner_id, "author_name": actor.name, "answer": why,
    }  # fmt: skip
    if not between(one, other).update(**answer):
        pair = {"organization_id": actor.organization_id, "first_id": one, "second_id": other}
        Double.objects.create(**pair, points=0, found_at=timezone.now(), **answer)


def carry_answers(gone: UUID, kept: UUID) -> None:
    """She is not her sister: said of the record that is closed, it is true of the one that is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_CARRY, {"gone": gone, "kept": kept})


def between(one: UUID, other: UUID) -> QuerySet[Double]:
    """The pair, in either order."""
    return Double.objects.filter(Q(first_id=one, second_id=other) | Q(first_id=other, second_id=one))


_CARRY = """
INSERT INTO people_double (id, organization_id, first_id, second_id, points, reasons, state, found_at, answered_at,
    author_id, author_name, answer)
SELECT gen_random_uuid(), d.organization_id, %(kept)s, CASE WHEN d.first_id = %(gone)s THEN d.second_id ELSE d.first_id END,
    d.points, d.reasons, d.state, d.found_at, d.answered_at, d.author_id, d.author_name, d.answer
FROM people_double d WHERE d.state = 'APART' AND %(gone)s IN (d.first_id, d.second_id)
    AND %(kept)s NOT IN (d.first_id, d.second_id)
ON CONFLICT DO NOTHING
"""
