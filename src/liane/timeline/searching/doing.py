"""What the search proposes to do: only gestures whose right this reader holds, there where she holds it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.urls import reverse

from liane.access.actor import Actor
from liane.kit.gestures import Gesture
from liane.kit.slots import Slot, hung
from liane.kit.text import fold
from liane.people.queries.listing import Card

MOST = 6
_FEW = 3  # persons found: the first one is then who is meant


@dataclass(frozen=True, slots=True)
class Verb:
    """«écrire Samia»: the gestures that the first word calls, and the words that are left."""

    gestures: tuple[Gesture, ...]
    rest: str


@cache
def _said(gesture: Gesture) -> frozenset[str]:
    return frozenset(fold(" ".join((gesture.label.replace("{name}", ""), *gesture.verbs))).split())


@cache
def _verbs(gesture: Gesture) -> tuple[str, ...]:
    return tuple(fold(said) for said in gesture.verbs)


def all_gestures() -> Iterator[Gesture]:
    """In the order of the rooms."""
    for fill in hung(Slot.GESTURES):
        yield from fill()


def verb(words: Sequence[str]) -> Verb:
    """Does the first word call gestures about a person? «écr» is enough."""
    first, *rest = [word.upper() for word in words] or [""]
    called = [
        gesture
        for gesture in all_gestures()
        if gesture.about_person and len(first) > 2 and any(said.startswith(first) for said in _verbs(gesture))
    ]
    while rest and rest[0] in ("POUR", "DE", "D", "A", "LE", "LA", "L", "DOSSIER", "ESSENTIEL"):
        rest = rest[1:]
    return Verb(tuple(called), " ".join(rest).lower() if called else "")


def proposed(actor: Actor, words: Sequence[str], called: Verb, asked: list[Card], found: list[Card]) -> list[dict]:
    """Gestures to offer. `asked`: persons named after a verb; `found`: persons whose name was typed alone."""
    items: list[dict[str, Any]] = []
    if called.rest:
        items += _about(actor, called.gestures, asked)
    elif 0 < len(found) <= _FEW:
        items += _about(actor, [g for g in all_gestures() if g.about_person], found[:1])
    items += [_item(g, g.label) for g in all_gestures() if _answers(actor, g, words)]
    return items[:MOST]


def _answers(actor: Actor, gesture: Gesture, words: Sequence[str]) -> bool:
    if gesture.about_person or (gesture.right and not actor.may(gesture.right)):
        return False
    said = _said(gesture)
    return all(any(one.startswith(word.upper()) for one in said) for word in words)


def _about(actor: Actor, gestures: Iterable[Gesture], cards: list[Card]) -> Iterator[dict[str, Any]]:
    for card in cards:
        for gesture in gestures:
            if any(actor.may(gesture.right, unit) for unit in card.unit_ids):
                yield _item(gesture, gesture.label.format(name=card.person.full_name), record_id=card.record_id)


def _item(gesture: Gesture, label: str, **ids: UUID) -> dict[str, Any]:
    address = reverse(gesture.url_name, kwargs=ids) + (f"#{gesture.fragment}" if gesture.fragment else "")
    return {"label": label, "url": address, "icon": gesture.icon, "detail": ""}
