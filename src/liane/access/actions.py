"""Gestures on one's own place."""

from uuid import UUID

from liane.access.actor import Actor
from liane.access.queries import House, houses_of
from liane.journal.actions import trace
from liane.journal.kinds import Kind
from liane.kit.door import Refused
from liane.organizations.models import Unit


def choose_unit(actor: Actor, unit_id: UUID) -> Unit:
    """The unit where one works today, among those of one's posts: what the pages show first. It gives no right."""
    unit = Unit.objects.filter(pk=unit_id, is_open=True).first() if unit_id in actor.unit_ids else None
    if unit is None:
        raise Refused("Ce lieu ne fait pas partie de vos postes. Choisissez-en un dans la liste.")
    trace(actor, Kind.PLACE_CHANGED, object_id=unit.pk)
    return unit


def choose_house(actor: Actor, organization_id: UUID) -> House:
    """The organisme in which one acts, when the same human being works in several. Traced in the one that is left."""
    found = [house for house in houses_of(actor) if house.organization_id == organization_id]
    if not found:
        raise Refused("Vous n’avez pas de poste dans cet organisme. Choisissez-en un dans la liste.")
    trace(actor, Kind.PLACE_CHANGED, object_id=organization_id)
    return found[0]
