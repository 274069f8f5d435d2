"""Keep the circle up to date: add, correct without overwriting, and say when somebody no longer counts."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from liane.access.actor import Actor
from liane.access.enums import Right
from liane.journal.kinds import Kind
from liane.kit.dates import today
from liane.kit.door import NotVisible, Refusal, Refused, Stale
from liane.kit.once import already, insert
from liane.people.actions.identity import who_changed
from liane.people.door import open_record
from liane.people.models import Relative
from liane.people.policies import may_read_addresses, may_share, writes_for
from liane.people.queries.told import told_to
from liane.people.relative_data import RelativeData

MOST_RELATIVES = 60


@transaction.atomic
def add_relative(
    actor: Actor, record_id: UUID, relative_id: UUID, data: RelativeData, *, is_shared: bool = False
) -> None:
    """Somebody who counts for her. `is_shared`: told to the other teams, when the writer’s facility is discreet."""
    if already(Relative, relative_id, record_id=record_id):
        return
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.RELATIVE_ADDED, object_id=relative_id)
    if told_to(actor, Relative.objects.filter(record_id=record_id, ended_on=None)).count() >= MOST_RELATIVES:
        raise Refused("L’entourage compte déjà 60 personnes. Retirez d’abord celles qui n’y sont plus.")
    unit_id = writes_for(actor, facts, Right.CIRCLE_WRITE).unit_id
    relative = Relative(id=relative_id, organization_id=facts.organization_id, record_id=record_id, unit_id=unit_id)
    relative.is_shared = is_shared
    insert(data.put_on(relative))


@transaction.atomic
def change_relative(
    actor: Actor, record_id: UUID, relative_id: UUID, data: RelativeData, *, version: int, is_shared: bool = False
) -> None:
    """Correct what is known of somebody. A stale version is given back, never written."""
    facts = open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.RELATIVE_CHANGED, object_id=relative_id)
    relative = _relative(actor, record_id, relative_id)
    if not may_read_addresses(actor, facts):  # she does not see the address: she cannot erase it either
        data = replace(data, address=relative.address)
    if not may_share(actor, relative.unit_id):
        is_shared = relative.is_shared
    if relative.version != version:
        if RelativeData.of(relative) == data and relative.is_shared == is_shared:
            return
        raise Stale(who_changed(actor, record_id, Kind.RELATIVE_CHANGED), relative)
    data.put_on(relative)
    relative.is_shared = is_shared
    relative.version += 1
    relative.save()


@transaction.atomic
def end_relative(actor: Actor, record_id: UUID, relative_id: UUID) -> None:
    """She is no longer part of the circle; who she was stays known."""
    open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.RELATIVE_CHANGED, object_id=relative_id)
    relative = _relative(actor, record_id, relative_id)
    if relative.ended_on is None:
        relative.ended_on = today()
        relative.version += 1
        relative.save(update_fields=["ended_on", "version", "changed_at"])


@transaction.atomic
def restore_relative(actor: Actor, record_id: UUID, relative_id: UUID) -> None:
    """She was taken away by mistake, or she is back."""
    open_record(actor, record_id, to=Right.CIRCLE_WRITE, kind=Kind.RELATIVE_CHANGED, object_id=relative_id)
    relative = _relative(actor, record_id, relative_id)
    if relative.ended_on is not None:
        relative.ended_on = None
        relative.version += 1
        relative.save(update_fields=["ended_on", "version", "changed_at"])


def _relative(actor: Actor, record_id: UUID, relative_id: UUID) -> Relative:
    found = told_to(actor, Relative.objects.select_for_update().filter(pk=relative_id, record_id=record_id)).first()
    if found is None:
        raise NotVisible(Refusal(record_id, Right.CIRCLE_WRITE, "Personne de tel dans cet entourage"), actor)
    return found
