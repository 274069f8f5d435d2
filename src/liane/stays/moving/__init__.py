"""What of the stays goes with a house that moves: the path of each person, the requests for admission, what was kept of them."""

from liane.kit.moving.nouns import Noun
from liane.stays.moving import kept, path, requests


def nouns() -> list[Noun]:
    """In the order of their links."""
    return [*path.NOUNS, *requests.NOUNS, *kept.NOUNS]
