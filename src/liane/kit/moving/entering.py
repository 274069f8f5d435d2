"""What an archive brings, written: all of it in the transaction of the caller, or nothing with every reason."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction

from liane.kit.moving.nouns import Noun
from liane.kit.moving.reading import Entry, Fate, Line

_TAKEN = "cet identifiant est déjà pris dans cette instance, chez un autre organisme\u00a0: une maison ne se recopie pas à côté d’elle-même."


def write_entry(entry: Entry, nouns: Iterable[Noun], by: Any) -> None:
    """Write what is new, noun by noun, then what follows from it (teams, delays, traces). Faults are added to the entry."""
    known = list(nouns)
    for noun in known:
        lines = [line for line in entry.lines[noun.name] if line.fate is Fate.NEW]
        entry.faults += _put(noun, lines)
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


def _put(noun: Noun, lines: Sequence[Line]) -> list[str]:
    """At once; when the database refuses, one by one, so that each refused line is named."""
    if not lines:
        return []
    try:
        with transaction.atomic():
            noun.put([line.row for line in lines])
        return []
    except (IntegrityError, DataError):
        return [f"{line.where}\u00a0: {fault}" for line in lines for fault in _alone(noun, line.row)]


def _alone(noun: Noun, row: Any) -> Iterable[str]:
    row._state.adding = True
    try:
        with transaction.atomic():
            noun.put([row])
    except (IntegrityError, DataError) as problem:
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
