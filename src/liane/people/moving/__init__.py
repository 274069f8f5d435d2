"""What of the file goes with a house that moves: identities, circle, rights, protection. What was told of her too."""

from liane.kit.moving.nouns import Noun
from liane.people.moving import circle, doubles, identities, rights, told


def nouns() -> list[Noun]:
    """In the order of their links."""
    return [*identities.NOUNS, *told.NOUNS, *doubles.NOUNS, *circle.NOUNS, *rights.NOUNS]
