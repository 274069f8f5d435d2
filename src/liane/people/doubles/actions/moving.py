"""Lines pass from one record to another: by the functions of the database, which keep each move in the ledger."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import DatabaseError, IntegrityError, connection, transaction

from liane.kit.door import Refused
from liane.people.doubles.following import Chosen, Follow, plans, rows_of
from liane.people.doubles.models import Regrouping
from liane.people.models import Record

OVERLAPS = (
    "Les deux dossiers disent deux choses qui ne peuvent pas être vraies ensemble\u00a0: deux absences en cours, par exemple. "
    "Rien n’a été modifié. Corrigez d’abord l’un des deux."
)


def hold_records(record_ids: Iterable[UUID]) -> dict[UUID, Record]:
    """Both records, held until the end of the transaction: who writes in one of them is waited for, then waits."""
    found = Record.objects.select_for_update().filter(pk__in=list(record_ids)).order_by("pk")
    return {record.pk: record for record in found}


def move_lines(regrouping: Regrouping, table: str, column: str, ids: list[UUID] | None = None) -> int:
    """All the lines of a table, or these ones. Gives how many passed."""
    return int(_ask("SELECT people_move_lines(%s, %s, %s, %s)", regrouping.pk, table, column, ids))


def set_aside(regrouping: Regrouping, table: str, gone: UUID, kept: UUID) -> None:
    """A line that says the same as another: kept in the ledger, and what pointed at it points at the other."""
    _ask("SELECT people_set_aside(%s, %s, %s, %s)", regrouping.pk, table, gone, kept)


def move_back(regrouping: Regrouping) -> int:
    """Exactly the lines that had moved and are still there."""
    prepare(regrouping)
    moved = int(_ask("SELECT people_move_back(%s)", regrouping.pk))
    settle(regrouping.target_id, regrouping.source_id)
    check_links()
    return moved


def prepare(regrouping: Regrouping) -> None:
    """What each room only computes goes away: it is made anew once the lines have passed."""
    for plan in plans():
        plan.prepare(regrouping.source_id, regrouping.target_id)


def move_everything(regrouping: Regrouping) -> int:
    """Every line of every room. A contradiction stops all of it, in words."""
    moved = 0
    try:
        with transaction.atomic():
            prepare(regrouping)
            for follow in [follow for plan in plans() for follow in plan.follows]:
                _settle_twins(regrouping, follow)
                if not (follow.once and _has_one(follow, regrouping)):
                    moved += move_lines(regrouping, follow.table, follow.column)
            settle(regrouping.source_id, regrouping.target_id)
            set_aside(regrouping, "people_record", regrouping.source_id, regrouping.target_id)
            check_links()
    except IntegrityError as problem:
        raise Refused(OVERLAPS) from problem
    except DatabaseError as problem:
        if "append_only" not in str(problem) and "exclusion" not in str(problem):
            raise
        raise Refused(OVERLAPS) from problem
    return moved


def move_parts(regrouping: Regrouping, chosen: Chosen) -> int:
    """The lines chosen, with all that goes with them."""
    moved = 0
    try:
        with transaction.atomic():
            prepare(regrouping)
            for follow, ids in rows_of(regrouping.source_id, chosen):
                moved += move_lines(regrouping, follow.table, follow.column, ids)
            settle(regrouping.source_id, regrouping.target_id)
            check_links()
    except IntegrityError as problem:
        raise Refused(OVERLAPS) from problem
    return moved


def settle(one: UUID, other: UUID) -> None:
    """What each room computes from its lines, made anew for both records."""
    for plan in plans():
        plan.settle(one, other)


def check_links() -> None:
    """Nothing points any longer at a record that is closed: said now, not at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _settle_twins(regrouping: Regrouping, follow: Follow) -> None:
    """One after the other, since the line kept may itself be a part of a longer one."""
    if not follow.twins:
        return
    values = {"source": regrouping.source_id, "target": regrouping.target_id}
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(follow.twins, values)
            row = cursor.fetchone()
            if row is None:
                return
            set_aside(regrouping, follow.table, *row)


def _has_one(follow: Follow, regrouping: Regrouping) -> bool:
    target = regrouping.target_person_id if follow.column == "person_id" else regrouping.target_id
    quote = connection.ops.quote_name
    sql = f"SELECT EXISTS (SELECT 1 FROM {quote(follow.table)} WHERE {quote(follow.column)} = %s)"  # noqa: S608 - our own names
    return bool(_ask(sql, target))


def _ask(sql: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(values))
        return cursor.fetchone()[0]
