"""What an archive brings, written: all of it in the transaction of the caller, or nothing with every reason."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction

from liane.kit.moving.nouns import Noun
from liane.kit.moving.reading import Entry, Fate, Line

_FEW = 50
# A text that is not what its column asks (words of the fil) is, for PostgreSQL, a fault of syntax.
_REFUSED = (IntegrityError, DataError, ProgrammingError)
_TAKEN = "cet identifiant est déjà pris dans cette instance, chez un autre organisme\u00a0: une maison ne se recopie pas à côté d’elle-même."


def write_entry(entry: Entry, nouns: Iterable[Noun], by: Any) -> None:
    """Write what is new, noun by noun, then what follows from it (teams, delays, traces). Faults are added to the entry."""
    known = list(nouns)
    for noun in known:
        lines = [line for line in entry.lines[noun.name] if line.fate is Fate.NEW]
        entry.faults += _put_with_contents(entry, noun, lines) if _in_column(noun) else _put(noun, lines)
    if entry.faults:
        return
    for noun in known:
        if rows := entry.new(noun.name):
            noun.settle(rows, by)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    except IntegrityError as problem:
        entry.faults.append(f"un lien ne mène nulle part ({_rule(problem)}).")


def keep_contents(entry: Entry, nouns: Iterable[Noun]) -> None:
    """Contents that the disk keeps, once every row is written: those of a refusal or of a trial never come."""
    for noun in nouns:
        if noun.piece and not noun.piece.is_column:
            for row in entry.new(noun.name):
                noun.piece.keep(row, entry.pieces.read(getattr(row, noun.piece.attname)))


def _in_column(noun: Noun) -> bool:
    return noun.piece is not None and noun.piece.is_column


def _put_with_contents(entry: Entry, noun: Noun, lines: Sequence[Line]) -> Iterator[str]:
    """A few rows at a time, so that all the photos of a house are never in memory together."""
    piece = noun.piece
    for first in range(0, len(lines), _FEW):
        few = lines[first : first + _FEW]
        digests = [getattr(line.row, piece.attname) for line in few]  # type: ignore[union-attr]
        for line, digest in zip(few, digests, strict=True):
            piece.keep(line.row, entry.pieces.read(digest))  # type: ignore[union-attr]
        yield from _put(noun, few)
        for line, digest in zip(few, digests, strict=True):
            setattr(line.row, piece.attname, digest)  # type: ignore[union-attr]


def _put(noun: Noun, lines: Sequence[Line]) -> list[str]:
    """At once; when the database refuses, one by one, so that each refused line is named."""
    if not lines:
        return []
    try:
        with transaction.atomic():
            noun.put([line.row for line in lines])
        return []
    except _REFUSED:
        return [f"{line.where}\u00a0: {fault}" for line in lines for fault in _alone(noun, line.row)]


def _alone(noun: Noun, row: Any) -> Iterable[str]:
    row._state.adding = True
    try:
        with transaction.atomic():
            noun.put([row])
    except _REFUSED as problem:
        yield _sentence(noun, problem)


def _sentence(noun: Noun, problem: Exception) -> str:
    told = str(problem)
    rule = _rule(problem)
    if rule.endswith("_pkey"):
        return _TAKEN
    for name, sentence in noun.refusals.items():
        if name == rule or name in told:
            return sentence
    return f"la base refuse cette ligne ({rule or problem.__class__.__name__})."


def _rule(problem: Exception) -> str:
    """The name of the rule that the database kept."""
    diagnostic = getattr(problem.__cause__, "diag", None)
    return str(getattr(diagnostic, "constraint_name", None) or "")
