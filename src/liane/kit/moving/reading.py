"""An archive read line by line: what each one would become here, and everything that does not hold, in words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from liane.kit.door import Refused
from liane.kit.moving.archive import Read
from liane.kit.moving.nouns import Column, Noun
from liane.kit.moving.pieces import Pieces
from liane.kit.moving.values import ValueFault

CHUNK = 5000


class Fate(StrEnum):
    """What becomes of a line."""

    NEW = "NEW"
    SAME = "SAME"
    DIFFERENT = "DIFFERENT"
    APART = "APART"


WORDS = {
    Fate.NEW: "sera créé",
    Fate.SAME: "déjà ici, identique",
    Fate.DIFFERENT: "différent ici\u00a0: laissé tel quel",
    Fate.APART: "va avec une ligne qui a changé ici\u00a0: laissé de côté",
}


@dataclass(slots=True)
class Line:
    """One line of one table. `number`: as a spreadsheet shows it; `row`: the row that it would be."""

    noun: Noun
    number: int
    row: Any
    texts: tuple[str, ...]
    label: str = ""
    fate: Fate = Fate.NEW

    @property
    def where(self) -> str:
        """«sejours.csv, ligne 12»."""
        return f"{self.noun.file}, ligne {self.number}"


@dataclass
class Entry:
    """The whole archive, as it would enter this organisme."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    pieces: Pieces = field(default_factory=Pieces)

    def count(self, fate: Fate, name: str = "") -> int:
        """How many lines have this fate, in one table or in all."""
        chosen = [self.lines[name]] if name else self.lines.values()
        return sum(line.fate is fate for lines in chosen for line in lines)

    def new(self, name: str) -> list[Any]:
        """The rows to write."""
        return [line.row for line in self.lines[name] if line.fate is Fate.NEW]


def read_entry(tables: Mapping[str, Read], pieces: Pieces, nouns: Iterable[Noun], organization_id: UUID) -> Entry:
    """Read, check, compare. Inside the organisme of the transaction; nothing is written. The cells go as they are read: a house
    that writes much has millions of them."""
    known = list(nouns)
    entry = Entry(pieces=pieces)
    for noun in known:
        entry.lines[noun.name] = list(_lines(noun, tables[noun.file], organization_id, entry.faults))
        tables[noun.file].lines.clear()
    _links(entry, known)
    _contents(entry, known)
    rows = {name: {line.row.pk: line.row for line in lines} for name, lines in entry.lines.items()}
    for lines in entry.lines.values():
        for line in lines:
            entry.faults += [f"{line.where}\u00a0: {fault}" for fault in line.noun.faults(line.row, rows)]
    for noun in known:
        if noun.leave_room:
            noun.leave_room([line.row for line in entry.lines[noun.name]])
        _compare(entry, noun)
    return entry


def _lines(noun: Noun, table: Read, organization_id: UUID, faults: list[str]) -> Iterator[Line]:
    where = _columns(noun, table.headers)
    seen: set[UUID] = set()
    is_house = not hasattr(noun.model, "organization_id")
    for number, cells in enumerate(table.lines, start=2):
        at = f"{noun.file}, ligne {number}"
        if len(cells) != len(table.headers):
            faults.append(f"{at}\u00a0: elle a {len(cells)} cases et non {len(table.headers)}.")
            continue
        values, texts = {}, []
        wrong = len(faults)
        for column, index in where:
            try:
                values[column.attname] = column.codec.read(cells[index])
                texts.append(cells[index])
            except ValueFault as problem:
                faults.append(f"{at}, colonne {column.title}\u00a0: {problem}.")
        if len(faults) > wrong:
            continue
        row = noun.model(**values) if is_house else noun.model(organization_id=organization_id, **values)
        if row.pk in seen:
            faults.append(f"{at}\u00a0: le même identifiant est déjà plus haut.")
            continue
        seen.add(row.pk)
        yield Line(noun, number, row, tuple(texts), _label(table.headers, cells, noun))


def _label(headers: list[str], cells: list[str], noun: Noun) -> str:
    """By what somebody recognises a line: its name or its kind, and what is written for the eye."""
    by_title = dict(zip(headers, cells, strict=True))
    named = [noun.titles[name] for name in ("name", "kind", "value", "motive", "code") if name in noun.titles]
    return ", ".join(text for title in (*named, *noun.shown) if (text := by_title.get(title, "")))


def _columns(noun: Noun, headers: list[str]) -> list[tuple[Column, int]]:
    """Where each column is. A title that nobody knows, or one that is not there, stops everything."""
    wanted = {column.title for column in noun.columns}
    if strange := [title for title in headers if title not in wanted and title not in noun.shown]:
        raise Refused(
            f"La table {noun.file} a une colonne inconnue\u00a0: {', '.join(strange)}. Rien n’a été enregistré."
        )
    if missing := [title for title in wanted if headers.count(title) != 1]:
        raise Refused(
            f"La table {noun.file} n’a pas une fois et une seule la colonne {', '.join(sorted(missing))}. "
            "Rien n’a été enregistré."
        )
    return [(column, headers.index(column.title)) for column in noun.columns]


def _links(entry: Entry, nouns: list[Noun]) -> None:
    """Each link leads to a line of the archive, or to a row that is here already."""
    inside = {noun.model: {line.row.pk for line in entry.lines[noun.name]} for noun in nouns}
    lost: dict[Any, dict[UUID, list[tuple[Line, Column]]]] = defaultdict(lambda: defaultdict(list))
    for noun in nouns:
        pointing = [column for column in noun.columns if column.target is not None]
        for line in entry.lines[noun.name]:
            for column in pointing:
                key = getattr(line.row, column.attname)
                if key is not None and key not in inside.get(column.target, ()):  # type: ignore[arg-type]
                    lost[column.target][key].append((line, column))
    for model, by_key in lost.items():
        there = {row.pk for row in _rows_here(model, list(by_key))}
        for key, ends in by_key.items():
            if key not in there:
                entry.faults += [
                    f"{line.where}, colonne {column.title}\u00a0: {key} n’est ni dans l’archive, ni ici."
                    for line, column in ends
                ]


def _contents(entry: Entry, nouns: list[Noun]) -> None:
    """Each line that has a content finds it in the archive, and nothing is there that no line names."""
    named: set[str] = set()
    for noun in nouns:
        for line in entry.lines[noun.name] if noun.piece else ():
            digest = getattr(line.row, noun.piece.attname)  # type: ignore[union-attr]
            named.add(digest)
            if digest not in entry.pieces.digests:
                entry.faults.append(f"{line.where}\u00a0: son contenu n’est pas dans l’archive.")
    entry.faults += [
        f"contenus/{digest}\u00a0: aucune ligne ne nomme ce contenu." for digest in sorted(entry.pieces.digests - named)
    ]


def _rows_here(model: Any, keys: list[Any]) -> Iterator[Any]:
    for first in range(0, len(keys), CHUNK):
        yield from model._default_manager.filter(pk__in=keys[first : first + CHUNK])


def _compare(entry: Entry, noun: Noun) -> None:
    """What is here already: the same, or changed by somebody. A line written several times is taken whole, or left whole."""
    lines = entry.lines[noun.name]
    here = {row.pk: row for row in _rows_here(noun.model, [line.row.pk for line in lines])}
    for line in lines:
        if line.row.pk in here:
            line.fate = Fate.SAME if noun.texts(here[line.row.pk]) == line.texts else Fate.DIFFERENT
        line.texts = ()
    if noun.thread:
        _threads(noun, lines)
    if noun.within:
        parents = {line.row.pk for found in entry.lines.values() for line in found if line.fate is Fate.NEW}
        for line in lines:
            if line.fate is Fate.NEW and getattr(line.row, noun.within) not in parents:
                line.fate = Fate.APART


def _threads(noun: Noun, lines: list[Line]) -> None:
    told = Counter(getattr(line.row, noun.thread) for line in lines)
    here: Counter[Any] = Counter()
    keys = list(told)
    for first in range(0, len(keys), CHUNK):
        there = noun.model._default_manager.filter(**{f"{noun.thread}__in": keys[first : first + CHUNK]})
        here.update(there.values_list(noun.thread, flat=True))
    for line in lines:
        thread = getattr(line.row, noun.thread)
        if line.fate is Fate.NEW and here[thread]:
            line.fate = Fate.APART
