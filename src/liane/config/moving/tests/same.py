"""Is it the same house? Every row of every table, by its content; what is only computed, by what it says."""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db.models import BinaryField

from liane.config.moving.staying import COMPUTED
from liane.kit.moving.nouns import Noun, nouns

# What a computed table says: the columns that are not an identifier of its own, nor the moment when it was computed.
SAYS = {
    "stays.ClockDue": ("stay_id", "record_id", "unit_id", "code", "source_id", "due_on", "why"),
    "stays.RetentionCase": (
        "record_id", "facility_id", "rule", "left_on", "archive_on", "end_on", "fate", "is_archived",
    ),
    "timeline.Tally": ("record_id", "unit_id", "volet", "lines", "last_at"),
}  # fmt: skip


def likeness() -> dict[str, Any]:
    """By table, what the organisme of the transaction has of it."""
    assert set(SAYS) == set(COMPUTED)
    told: dict[str, Any] = {noun.model._meta.label: dict(_rows(noun)) for noun in nouns()}
    for label, columns in SAYS.items():
        told[label] = Counter(apps.get_model(label)._default_manager.values_list(*columns))
    return told


def _rows(noun: Noun) -> Iterable[tuple[Any, str]]:
    """Each row that goes, digested over its columns but those that are said to be technical or computed elsewhere."""
    technical = {name for name, why in noun.left.items() if why == "technique"} | {"organization", "account"}
    columns = [one for one in noun.model._meta.concrete_fields if one.name not in technical]
    for row in noun.here():
        yield row.pk, sha256(repr([_value(one, row) for one in columns]).encode()).hexdigest()


def _value(column: Any, row: Any) -> Any:
    value = getattr(row, column.attname)
    return sha256(bytes(value)).hexdigest() if isinstance(column, BinaryField) else value


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What a reader of a failed test needs: which table, how many rows, which ones."""
    return {
        label: (len(before[label]), len(after[label]), _apart(before[label], after[label]))
        for label in before
        if before[label] != after[label]
    }


def _apart(one: dict[Any, Any], other: dict[Any, Any]) -> list[Any]:
    return [(key, one.get(key), other.get(key)) for key in {**one, **other} if one.get(key) != other.get(key)][:5]
