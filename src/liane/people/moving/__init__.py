"""What of the file goes with a house that moves: identities, circle, rights, protection. Neither writings nor papers."""

from liane.kit.moving.nouns import Noun
from liane.people.moving import circle, identities, rights


def nouns() -> list[Noun]:
    """In the order of their links."""
    return [*identities.NOUNS, *circle.NOUNS, *rights.NOUNS]
