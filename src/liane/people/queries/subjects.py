"""About whom: the persons behind many addresses at once, as far as their records are open to this reader now."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from liane.access.actor import Actor
from liane.people.models import Record


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
