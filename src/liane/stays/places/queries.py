"""Questions asked to the places of a unit."""

from uuid import UUID

from liane.kit.text import fold
from liane.organizations.models import Place


def place_named(unit_id: UUID, text: str) -> Place | None:
    """The place of this unit that somebody means by «12», «chambre 12»; nothing when the unit keeps no such place."""
    said = fold(text)
    if not said:
        return None
    found = list(Place.objects.filter(unit_id=unit_id))
    exact = [place for place in found if fold(place.name) == said]
    if not exact and said.isdigit():
        exact = [place for place in found if fold(place.name).split()[-1] == said]
    return exact[0] if len(exact) == 1 else None


def same_place(place: Place | None, text: str) -> str:
    """What is written of it everywhere: the name that the unit gives it, else what was typed."""
    return place.name if place is not None else text
