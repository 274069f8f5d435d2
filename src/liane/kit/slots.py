"""Places that a room leaves open for the rooms above it: the upper room hangs something there, the lower never looks up.

The whole list of slots is the enum below, so that a reader sees in one page who may hang what, and where.
"""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum
from typing import Any


class Slot(StrEnum):
    """Every open place of the house."""

    GATE = "gate"  # (request, gate) -> page: something is asked of who is signed in before any other page opens
    PROOF = "proof"  # (request) -> page or None: a gesture that asks to prove again that it is really her
    LIMIT = "limit"  # (request, name) -> page or None: too many of these gestures in too short a time
    NAV = "nav"  # (request) -> list of menu entries, with their counters
    OPENS = "opens"  # (actor, record_id) -> bool: may she open this record; a refusal inside it says what was refused
    RECORD_COMPOSER = "record.composer"  # (request, record) -> Fragment: where one writes, on top of the fil
    RECORD_PATH = (
        "record.path"  # (request, record) -> Fragment: the ribbon under the tabs; its «chosen» narrows the fil
    )
    RECORD_ASIDE = "record.aside"  # (request, record) -> Fragment: a card of the right column
    FIL_CONTENT = "fil.content"  # (actor, lines) -> {source id: card}: what each line of a room shows
    FIL_JOINED = "fil.joined"  # (actor, lines, cards) -> {source id: card}: what is joined to lines, asked once
    FIL_UNREAD = "fil.unread"  # (request, record_id) -> source ids that wait for this reader
    TELL = "tell"  # (actor, people.telling.Told): a fact of the file is written in the fil, in its transaction
    PAPERS = "papers"  # (actor, record_id) -> [(id, title)]: papers that she reads in a record, to point at one
    ESSENTIAL = "essential"  # (actor, facts) -> {title, icon, link, lines}: a card of «L’essentiel», also on paper
    GOAL_WRITINGS = "goal.writings"  # (actor, goal ids, since=, before=, limit=) -> {goal id: [(line, card)]}
    GESTURES = "gestures"  # () -> kit.gestures.Gesture…: what the search everywhere proposes to do
    FINDS = "finds"  # (actor, words, limit) -> {label, items}: what else the search everywhere finds by a name
    HOME = "home"  # (request) -> Fragment or nothing: what must be known first, on top of Ma journée
    DEADLINES = "deadlines"  # (since, until) -> people.deadlines.Deadline…: dates of the records that are reminded
    CONFORMITY = "conformity"  # (request) -> Fragment or nothing: a card of the page «Conformité»
    PAPER_CHECKED = "paper.checked"  # (name, data) -> (name, media type, data) ready to be kept, or Refused in words
    PAPER_BROUGHT = (
        "paper.brought"  # (actor, record_id, unit_id, Brought): a paper received before the record is filed in it
    )
    MERGE = "merge"  # () -> people.doubles.following.Plan: what of a room follows a record joined to another, or parted
    MOVING = "moving"  # () -> kit.moving.nouns.Noun…: tables of a room that go with a house which moves
    ERASE = "erase"  # (record_id) -> {table: ids}: rows about somebody that no link of the database leads to
    STAY_OPENED = "stay.opened"  # (actor, record_id, arrival): a record is created, its first stay is written


_hung: dict[Slot, list[tuple[int, Callable[..., Any]]]] = defaultdict(list)


def hang(slot: Slot, renderer: Callable[..., Any], *, order: int = 100) -> None:
    """Called from an upper room's `apps.ready()`: hang a renderer in a place left open below."""
    _hung[slot].append((order, renderer))
    _hung[slot].sort(key=lambda pair: pair[0])


def hung(slot: Slot) -> list[Callable[..., Any]]:
    """What hangs in a place, in its order."""
    return [renderer for _, renderer in _hung[slot]]
