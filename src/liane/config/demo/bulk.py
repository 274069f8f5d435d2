"""Many rows at once: one COPY per table, by the owner of the tables (COPY does not pass through the second wall)."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from types import NoneType
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models.fields import NOT_PROVIDED
from django.utils import timezone

Cursor = Any  # a Django cursor: its `copy` is psycopg's
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Table:
    """Rows of one model, kept as lines of COPY until they are sent. Columns that are not named take their default."""

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        named = {field.name: field.column for field in model._meta.concrete_fields}
        named |= {field.column: field.column for field in model._meta.concrete_fields}
        asked = [named[column] for column in columns]
        others = [f for f in model._meta.concrete_fields if f.column not in asked and f.db_default is NOT_PROVIDED]
        self.table = model._meta.db_table
        self.columns = [*asked, *(field.column for field in others)]
        self.rest = "".join("\t" + encode(_default(field)) for field in others) + "\n"
        self.lines: list[str] = []

    def add(self, *values: object) -> None:
        """One more row, in the order of the columns."""
        self.lines.append("\t".join([_HOW.get(type(value), _otherwise)(value) for value in values]) + self.rest)

    def send(self, cursor: Cursor) -> int:
        """Write what is kept, and forget it."""
        count = len(self.lines)
        if count:
            names = ", ".join(f'"{column}"' for column in self.columns)
            with cursor.copy(f'COPY "{self.table}" ({names}) FROM STDIN') as copy:
                for start in range(0, count, 500):
                    copy.write("".join(self.lines[start : start + 500]))
            self.lines = []
        return count


def encode(value: object) -> str:
    """A value as the text format of COPY writes it."""
    return _HOW.get(type(value), _otherwise)(value)


def _text(value: Any) -> str:
    return value.translate(_ESCAPES) if not value.isprintable() or "\\" in value else value  # type: ignore[no-any-return]


def _otherwise(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value).translate(_ESCAPES)
    if isinstance(value, (list, tuple, frozenset, set)):
        return _array(list(value))
    return _text(str(value))


# An identifier is read by PostgreSQL with its dashes or without, and most of what is written is identifiers.
_HOW: dict[type, Callable[[Any], str]] = {
    str: _text, NoneType: lambda _: "\\N", bool: lambda value: "t" if value else "f", int: str,
    UUID: lambda value: f"{value.int:032x}", datetime: datetime.isoformat, date: date.isoformat, time: time.isoformat,
}  # fmt: skip


def _array(values: Sequence[object]) -> str:
    inside = ",".join('"' + str(v).replace("\\", "\\\\").replace('"', '\\"') + '"' for v in values)
    return ("{" + inside + "}").translate(_ESCAPES)


def vector(tokens: Sequence[str]) -> str:
    """Words as a text-search vector without positions, as `array_to_tsvector` writes it."""
    return " ".join("'" + token.replace("\\", "\\\\").replace("'", "''") + "'" for token in tokens)


def _default(field: Any) -> object:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return timezone.now()
    if field.has_default():
        return field.get_default()
    return None if field.null else ""
