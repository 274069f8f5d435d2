"""The places of the units of an import: which one a line means, and whether somebody holds it on these days."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from liane.kit.text import fold
from liane.organizations.models import Place
from liane.stays.models import Occupation


class Beds:
    """Asked once for all the lines; a line takes its place before the next is looked at."""

    def __init__(self, unit_ids: Iterable[UUID]) -> None:
        self.places: dict[tuple[UUID, str], Place] = {}
        self.held: dict[UUID, list[tuple[date, date]]] = {}
        for place in Place.objects.filter(unit_id__in=set(unit_ids)):
            name = fold(place.name)
            self.places[place.unit_id, name] = place
            self.places.setdefault((place.unit_id, name.split()[-1]), place)
        ids = {place.pk for place in self.places.values()}
        for place_id, starts_on, ends_on in Occupation.objects.filter(place_id__in=ids).values_list(
            "place_id", "starts_on", "ends_on"
        ):
            self.held.setdefault(place_id, []).append((starts_on, ends_on or date.max))

    def take(self, unit_id: UUID, text: str, starts_on: date, ends_on: date | None) -> tuple[Place | None, str]:
        """The place of the unit that this line means, or why it is not held by it. An unknown name stays a text."""
        place = self.places.get((unit_id, fold(text))) if text else None
        if place is None:
            return None, ""
        last = ends_on or date.max
        held = self.held.setdefault(place.pk, [])
        if any(starts_on <= until and since <= last for since, until in held):
            return None, f"À vérifier : {place.name} est déjà occupée à ces dates. La place reste à attribuer."
        held.append((starts_on, last))
        return place, ""
