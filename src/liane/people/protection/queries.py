"""The facts of one record, by one query: measures, parental authority, hearings in their last version, and the circle."""

import json
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import date, datetime
from typing import Any, TypeVar, get_args
from uuid import UUID

from django.db import connection

from liane.people.protection.facts import AroundFact, HearingFact, MeasureFact, ParentFact, ProtectionFacts
from liane.people.queries.names import FULL_NAME
from liane.people.queries.told import told_sql

Fact = TypeVar("Fact")
_LAST = """(SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.thread_id), '[]') FROM {table} v
    WHERE v.record_id = r.id AND v.is_current AND NOT v.is_struck AND {told})"""
_SQL = """
SELECT {name}, p.birth_date, p.birth_precision, p.death_date, {measures}, {parents}, {hearings},
    (SELECT coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object('name', n.name, 'died_on', n.died_on) ORDER BY n.name, c.id), '[]')
        FROM people_relative c JOIN people_contact n ON n.id = c.contact_id
        WHERE c.record_id = r.id AND n.kind = 'PERSON' AND {circle})
FROM people_record r JOIN people_person p ON p.id = r.person_id WHERE r.id = %(record)s
"""


def protection_facts(record_id: UUID, reader: Iterable[UUID] | None = None) -> ProtectionFacts | None:
    """Everything that is written; for one reader (units through which she reads), what a discreet facility tells her.

    None when there is no such record in the organisation of the transaction.
    """
    told = (lambda line: "true") if reader is None else told_sql
    tables = {"measures": "people_legalmeasure", "parents": "people_parentalauthority", "hearings": "people_hearing"}
    last = {name: _LAST.format(table=table, told=told("v")) for name, table in tables.items()}
    with connection.cursor() as cursor:
        sql = _SQL.format(name=FULL_NAME, circle=told("c"), **last)
        cursor.execute(sql, {"record": record_id, "reader": list(reader or ())})
        row = cursor.fetchone()
    if row is None:
        return None
    measures, parents, hearings, circle = (json.loads(part) for part in row[4:])
    return ProtectionFacts(
        row[0], row[1], row[2], row[3],
        tuple(_fact(MeasureFact, m) for m in measures), tuple(_fact(ParentFact, a) for a in parents),
        tuple(_fact(AroundFact, a) for a in circle), tuple(_fact(HearingFact, h) for h in hearings),
    )  # fmt: skip


def _fact(kind: type[Fact], row: dict[str, Any]) -> Fact:
    known = [f for f in fields(kind) if f.name in row]  # type: ignore[arg-type]
    return kind(**{f.name: _value(row[f.name], {f.type, *get_args(f.type)}) for f in known})


def _value(value: Any, types: set[Any]) -> Any:
    """JSON holds texts: the annotation of a fact says what each is."""
    if value is None:
        return None
    read = next((_READ[one] for one in types if one in _READ), None)
    return read(value) if read else value


_READ: dict[Any, Callable[[str], Any]] = {UUID: UUID, datetime: datetime.fromisoformat, date: date.fromisoformat}
