"""About whom: the persons behind many addresses at once, as far as their records are open to this reader now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.people.models import Record
from liane.people.queries.held import held_sql
from liane.people.queries.names import FULL_NAME


def names_of(actor: Actor, record_ids: Iterable[UUID]) -> dict[UUID, str]:
    """How each of these persons is called in a list; a record closed to this actor is simply not there."""
    found = Record.objects.visible_to(actor).filter(pk__in=set(record_ids)).select_related("person")
    return {record.pk: record.person.full_name for record in found}


def about_records(actor: Actor, addresses: list[Mapping[str, Any]]) -> list[str | None]:
    """For the drafts of forms whose address names a record: about whom, or None when it is closed to their author."""
    names = names_of(actor, (address["record_id"] for address in addresses))
    return [names.get(address["record_id"]) for address in addresses]


def born_on(record_id: UUID) -> date | None:
    """Birth date of the person of a record that has just been created: no door was opened yet, the gesture is its first."""
    return Record.objects.filter(pk=record_id).values_list("person__birth_date", flat=True).first()


_CALLED = f"""
SELECT r.id, {FULL_NAME}, p.sort_key, {held_sql("r.id")} FROM people_record r JOIN people_person p ON p.id = r.person_id
WHERE r.id = ANY(%s)
"""  # noqa: S608 - no input in the text


@dataclass(frozen=True, slots=True)
class Called:
    """How somebody is named in a list, where she stands in it, and whether her record opens to this reader now."""

    name: str
    sort_key: str
    opens: bool


def called(actor: Actor, record_ids: Iterable[UUID]) -> dict[UUID, Called]:
    """Names of people whom a list of the reader’s own units must tell, also once they have left (census, occupation)."""
    with connection.cursor() as cursor:
        cursor.execute(_CALLED, [sorted(actor.units_with(Right.RECORD_READ)), list(set(record_ids))])
        return {row[0]: Called(*row[1:]) for row in cursor.fetchall()}
