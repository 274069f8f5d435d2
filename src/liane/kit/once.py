"""Sending twice is harmless: the identifier chosen by the form is looked for before writing."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from liane.kit.door import NotVisible, Refusal


class SentTwice(NotVisible):
    """The identifier was taken between the question and the writing: by the same sending arriving twice at once, most
    often. The page is asked again, and then finds the first; an identifier behind a wall stays what does not exist."""


def already(model: type[Model], row_id: UUID, **same: Any) -> bool:
    """Was this very sending received before (same identifier, same record)? Where a record is meant, its door is asked too:
    whoever may not open it learns nothing of an identifier that she knows."""
    return bool(model._default_manager.filter(pk=row_id, **same).exists())


def insert(row: Model) -> None:
    """Write a new row. An identifier taken elsewhere, perhaps behind a wall, is answered like what does not exist."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as problem:
        if "_pkey" not in str(problem):
            raise
        raise SentTwice(Refusal(why="Identifiant déjà pris")) from problem
