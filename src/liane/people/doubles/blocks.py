"""Which pairs of a whole organisme deserve to be compared: those that share a key. Never each with each.

Ten thousand persons make fifty million pairs; the keys below leave some tens of thousands. A key shared by too many
(«1er janvier», date unknown) is left aside: its persons are met again by the others.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from liane.kit.text import sound
from liane.people.doubles.scoring import Face, close_days

MOST = 60  # persons under one key
Key = TypeVar("Key")


def keys(face: Face) -> Iterator[str]:
    """Under which keys somebody is looked for."""
    firsts = {sound(word) for word in (face.first[:1] or face.called[:1])}
    names = {sound(name) for name in face.names}
    for name in names:
        for first in firsts:
            yield "n" + "|".join(sorted((name, first)))  # in both orders: names exchanged
    if face.born is None:
        return
    if face.precision == "DAY":
        for day in close_days(face.born):
            yield f"d{day:%Y%m%d}"
    for word in firsts | names:
        yield f"y{face.born.year}{word}"
        yield f"m{face.born:%m%d}{word}"


def pairs(people: Iterable[tuple[Key, Face]]) -> Iterator[tuple[Key, Key]]:
    """Each pair worth comparing, once."""
    blocks: dict[str, list[int]] = defaultdict(list)
    known: list[Key] = []
    for number, (key, face) in enumerate(people):
        known.append(key)
        for block in set(keys(face)):
            blocks[block].append(number)
    seen: set[tuple[int, int]] = set()
    for together in blocks.values():
        if len(together) < 2 or len(together) > MOST:
            continue
        for place, one in enumerate(together):
            for other in together[place + 1 :]:
                if (one, other) not in seen:
                    seen.add((one, other))
                    yield known[one], known[other]
