"""Those whose entry is planned: admitted, expected on a day, her place kept; written by the gesture of the house itself."""

from datetime import timedelta
from uuid import UUID

from liane.access.actor import Actor
from liane.access.queries import actor_of
from liane.config.demo.places_rows import unit_id
from liane.config.demo.seed import fixed_id
from liane.kit.dates import today
from liane.kit.tenancy import acting_for
from liane.organizations.models import Unit
from liane.professionals.models import Practitioner, PractitionerRole
from liane.stays.actions import open_stay
from liane.stays.given import Details, Opening
from liane.stays.models import Stay

# From where she comes, to where, in how many days, which room.
_EXPECTED = (
    ("savs", "acacia", 23, "Chambre 19"),
    ("secteur_nord", "jardin", 9, "Chambre 21"),
    ("lucioles", "hirondelles", 40, ""),
)


def expect_some(organization_id: UUID) -> int:
    """How many are expected; none in an organisme that has not these units."""
    with acting_for(organization_id):
        units = {unit.pk: unit for unit in Unit.objects.all()}
        found = 0
        for here, there, days, place in _EXPECTED:
            unit, actor = units.get(unit_id(there)), _management()
            stay = Stay.objects.filter(unit_id=unit_id(here), ends_on=None).order_by("-starts_on", "pk").first()
            if unit is None or stay is None or actor is None:
                continue
            details = Details(
                admitted_on=today() - timedelta(days=6), entry_mode="ESMS", origin=units[stay.unit_id].name
            )
            opening = Opening(unit.pk, today() + timedelta(days=days), place, details=details)
            open_stay(actor, stay.record_id, fixed_id("attendue", stay.pk), opening)
            found += 1
        return found


def _management() -> Actor | None:
    """Who answers for the whole organisme opens both records and both units."""
    post = PractitionerRole.objects.filter(role_code="directeur", facility=None, unit=None).order_by("pk").first()
    return actor_of(Practitioner.objects.get(pk=post.practitioner_id)) if post else None
