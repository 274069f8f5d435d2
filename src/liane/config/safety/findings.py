"""One thing that was looked at: how serious it is, what was seen, and the next gesture."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """From what is well to what cannot wait."""

    GOOD = "bien"
    WATCH = "à voir"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of ./liane doctor."""

    level: Level
    subject: str
    sentence: str
    gesture: str = ""


def good(subject: str, sentence: str) -> Finding:
    """Nothing to do."""
    return Finding(Level.GOOD, subject, sentence)


def watch(subject: str, sentence: str, gesture: str) -> Finding:
    """Soon."""
    return Finding(Level.WATCH, subject, sentence, gesture)


def grave(subject: str, sentence: str, gesture: str) -> Finding:
    """Now."""
    return Finding(Level.GRAVE, subject, sentence, gesture)
