"""How one value is written in a cell and read back without loss: dates as they are said, moments with their clock."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models

from liane.kit.dates import local
from liane.kit.moving.pieces import digest_of, is_digest

YES, NO = "Oui", "Non"
_NUMBER = re.compile(r"-?\d{1,18}", re.ASCII)
MOST_SHOWN = 40


class ValueFault(ValueError):
    """A cell that says nothing that may be kept, in words."""


@dataclass(frozen=True, slots=True)
class Codec:
    """Both ways of one kind of value."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


def codec_of(field: Any) -> Codec:
    """The way that goes with a field of a model."""
    if isinstance(field, ArrayField):
        return Codec(_writing(_json), _reading(field, lambda text: _read_list(field.base_field, text)))
    for kind, write, read in _KINDS:
        if isinstance(field, kind):
            return Codec(_writing(write), _reading(field, read))
    raise TypeError(f"no way to move {field}")


def _writing(write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: "" if value is None else write(value)


def _reading(field: Any, read: Callable[[str], Any]) -> Callable[[str], Any]:
    """An empty cell is nothing where nothing may be; a text is never nothing."""
    is_text = isinstance(field, models.CharField | models.TextField)
    choices = {str(value) for value, _ in field.flatchoices} if field.choices else set()

    def value(text: str) -> Any:
        if is_text:
            if field.max_length and len(text) > field.max_length:
                raise ValueFault(f"{field.max_length} signes au plus, et non {len(text)}")
            if choices and text and text not in choices:
                raise ValueFault(
                    f"«\u00a0{_short(text)}\u00a0» n’est pas dans la liste ({', '.join(sorted(choices - {''}))})"
                )
            if text or not field.null:
                return text
            return None
        if not text:
            if field.null:
                return None
            raise ValueFault("la case est vide")
        try:
            return read(text)
        except (ValueError, TypeError, ValidationError) as problem:
            raise ValueFault(f"«\u00a0{_short(text)}\u00a0» n’est pas lisible") from problem

    return value


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"


def _day(value: date) -> str:
    return f"{value:%d/%m}/{value.year:04d}"


def _read_day(text: str) -> date:
    found = datetime.strptime(text, "%d/%m/%Y").date()
    if _day(found) != text:
        raise ValueError(text)
    return found


def _moment(value: datetime) -> str:
    return local(value).isoformat(sep=" ")


def _read_moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def _read_yes(text: str) -> bool:
    return {YES: True, NO: False}[text] if text in (YES, NO) else _wrong(text)


def _wrong(text: str) -> Any:
    raise ValueError(text)


def _read_number(text: str) -> int:
    return int(text) if _NUMBER.fullmatch(text) else _wrong(text)


def _read_digest(text: str) -> str:
    return text if is_digest(text) else _wrong(text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def _read_list(inner: Any, text: str) -> list[Any]:
    found = json.loads(text)
    return [inner.to_python(one) for one in found] if isinstance(found, list) else _wrong(text)


# The first that fits: a moment is a date for Django, and a link is read as the identifier at which it points.
_KINDS: tuple[tuple[Any, Callable[[Any], str], Callable[[str], Any]], ...] = (
    ((models.ForeignKey, models.UUIDField), str, UUID),
    (models.BooleanField, lambda value: YES if value else NO, _read_yes),
    (models.DateTimeField, _moment, _read_moment),
    (models.DateField, _day, _read_day),
    (models.TimeField, lambda value: value.isoformat(), time.fromisoformat),
    (models.JSONField, _json, json.loads),
    (models.IntegerField, str, _read_number),
    (models.BinaryField, lambda value: digest_of(bytes(value)), _read_digest),
    (SearchVectorField, str, str),
    ((models.CharField, models.TextField), str, str),
)
