"""Read a notification: what is recognised is proposed, what is not is shown. Nothing is ever guessed in silence.

Two lines that say two things about one field leave it empty, with both shown. A date that does not exist, a number whose
key is wrong, a name whose parts cannot be told apart: shown, never written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from liane.kit.text import clean, fold
from liane.stays.referrals.lines import lines_of
from liane.stays.referrals.rules import OF_CONTACT, OF_PERSON, OF_SENDER, rules
from liane.stays.referrals.values import Unreadable, value_of

MOST_LINES = 2_000
_COLON = re.compile(r"^\s*([^:]{1,60}?)\s*:\s*(.*)$")
_NO_COLON = ("birth", "date", "period")  # «Née le 12/03/1992», «Décision du 3 mars 2026»: kinds read without colons
_PAGE = re.compile(r"^(?:page )?\d{1,3}(?:\s*/\s*\d{1,3})?$", re.I)


@dataclass(slots=True)
class Read:
    """What was read of a notification. `values`: proposed; `unread`: recognised, but not readable (label, text, why);
    `rest`: lines that no rule knows; `doubts`: sentences."""

    values: dict[str, str] = field(default_factory=dict)
    unread: list[tuple[str, str, str]] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Nothing at all was recognised."""
        return not self.values and not self.unread


@dataclass(frozen=True, slots=True)
class _Said:
    name: str
    label: str
    text: str


def read_notice(text: str) -> Read:
    """Everything that the rules recognise in this text, whatever program it was copied from."""
    read = Read()
    said: dict[str, dict[str, tuple[str, str]]] = {}
    for one in _lines(clean(text), read):
        if not one.text:
            continue
        try:
            found = value_of(rules().kinds[one.name], one.name, one.text)
        except Unreadable as problem:
            read.unread.append((one.label, one.text, str(problem)))
            continue
        for name, value in found.items():
            said.setdefault(name, {}).setdefault(fold(value) or value, (one.label, value))
    _settle(said, read)
    _origin(text, read)
    return read


def _lines(text: str, read: Read) -> Iterator[_Said]:
    """The lines that a rule knows, each with the words that follow it; the others go to `rest`."""
    section = "person"
    waiting: _Said | None = None
    for line in (line.strip() for line in lines_of(text, MOST_LINES)):
        if not line or _PAGE.match(line):
            if not line:
                waiting = _ended(waiting, read)
            continue
        if (heading := rules().sections.get(fold(line.rstrip(" :")))) and not _is_value_label(line):
            section, waiting = heading, _ended(waiting, read)
            continue
        name, label, value = _known(line, section)
        if name and value:
            waiting = None
            if rules().kinds[name] == "text":
                waiting = _Said(name, label, value)
            yield _Said(name, label, value)
        elif name:
            waiting = _Said(name, label, "")
        elif waiting is not None:
            yield _Said(waiting.name, waiting.label, line)
            waiting = waiting if rules().kinds[waiting.name] == "text" else None
        else:
            read.rest.append(line)
    _ended(waiting, read)


def _ended(waiting: _Said | None, read: Read) -> _Said | None:
    """A label that nothing follows is shown as such; nothing waits any more."""
    if waiting is not None and not waiting.text and rules().kinds[waiting.name] != "text":
        read.unread.append((waiting.label, "", "Rien n’est écrit après."))
    return None


def _is_value_label(line: str) -> bool:
    """«Décision : orientation en FAM» is a line, «Décision» alone is a heading."""
    found = _COLON.match(line)
    return bool(found and found[2])


def _known(line: str, section: str) -> tuple[str, str, str]:
    """(field, label as it is written, words after it); no field when no rule knows the line."""
    if found := _COLON.match(line):
        name = _named(fold(found[1]), section)
        return (name, found[1], found[2].strip()) if name else ("", "", "")
    words = line.split()
    for count in range(min(6, len(words)), 0, -1):
        label = " ".join(words[:count])
        name = _named(fold(label), section)
        rest = " ".join(words[count:])
        if name and (not rest or (rules().kinds[name] in _NO_COLON and any(c.isdigit() for c in rest))):
            return name, label, rest
    return "", "", ""


def _named(label: str, section: str) -> str:
    """The field of a label, in the part of the paper where it stands."""
    name = rules().labels.get(label, "")
    if section == "contact" and name in OF_PERSON | OF_CONTACT.keys():
        return OF_CONTACT.get(name, "")
    if section == "sender" and name in OF_PERSON | OF_SENDER.keys():
        return OF_SENDER.get(name, "")
    return name


def _settle(said: dict[str, dict[str, tuple[str, str]]], read: Read) -> None:
    """One value for a field is proposed; two are shown, and none is chosen."""
    for name, values in said.items():
        texts = [value for _, value in values.values()]
        if name == "request":
            read.values[name] = "\n".join(texts)
        elif len(texts) == 1:
            read.values[name] = texts[0]
        else:
            label = next(iter(values.values()))[0]
            read.doubts.append(
                f"«\u00a0{label}\u00a0» est écrit de plusieurs façons : {' ; '.join(texts[:4])}. Choisissez."
            )


def _origin(text: str, read: Read) -> None:
    """Where it comes from, when the paper itself says so."""
    folded = f" {fold(text)} "
    for code, words in rules().origins:
        if any(f" {word} " in folded for word in words):
            read.values["origin"] = code
            return
