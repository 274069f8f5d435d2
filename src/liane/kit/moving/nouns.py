"""One description of a table for both ways: which columns, under which titles, and how a value is written and read back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models

from liane.kit.door import Refused
from liane.kit.moving.pieces import Piece, digest_of
from liane.kit.moving.values import Codec, codec_of
from liane.kit.slots import Slot, hung

ID = "identifiant"
Rows = Mapping[str, Mapping[UUID, Any]]  # the rows of an archive: by name of noun, then by identifier


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. `target`: the model at which it points, when it does."""

    title: str
    attname: str
    codec: Codec
    target: type[models.Model] | None = None

    def text(self, row: Any) -> str:
        """What the file says of this row."""
        return self.codec.write(getattr(row, self.attname))


def _nobody(rows: Sequence[Any], by: Any) -> None:
    """Nothing else to do."""


def _no_fault(row: Any, rows: Rows) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Noun:
    """A table of the trade: «séjours». `titles`: field of the model → title of its column, in the order of the file.

    `shown`: columns for the eye, written and never read. `left`: fields that do not leave, with the reason. `thread`: the rows
    that share this field are one line written several times, taken or left together. `within`: the field of a parent with which
    alone they come. `piece`: the content that goes beside each row. `leave_room`: what gives way here before they are compared.
    `faults`: what the pages would refuse. `refusals`: the sentence of each rule that the database keeps.
    """

    name: str
    label: str
    model: type[models.Model]
    titles: Mapping[str, str]
    left: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    leaves: Callable[[], Any] | None = None
    thread: str = ""
    within: str = ""
    faults: Callable[[Any, Rows], Iterable[str]] = _no_fault
    refusals: Mapping[str, str] = field(default_factory=dict)
    piece: Piece | None = None
    leave_room: Callable[[Sequence[Any]], None] | None = None
    insert: Callable[[Sequence[Any]], None] | None = None
    settle: Callable[[Sequence[Any], Any], None] = _nobody

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The identifier, then each title."""
        fields = [(ID, self.model._meta.pk)] + [(title, self._field(name)) for name, title in self.titles.items()]
        return tuple(
            Column(title, one.attname, codec_of(one), one.related_model if one.is_relation else None)
            for title, one in fields
        )

    def _field(self, name: str) -> Any:
        return self.model._meta.get_field(name)

    @property
    def file(self) -> str:
        """Its name in the archive."""
        return f"{self.name}.csv"

    @property
    def headers(self) -> list[str]:
        """The first line of the file: what is for the eye comes last."""
        return [column.title for column in self.columns] + list(self.shown)

    def here(self) -> Any:
        """The rows of the organisme of the transaction that leave: the second wall shows no other."""
        found = self.leaves() if self.leaves else self.model._default_manager.all()
        return found.select_related(*self.related).order_by("pk")

    def texts(self, row: Any) -> tuple[str, ...]:
        """A row as the file says it, without what is for the eye."""
        return tuple(column.text(row) for column in self.columns)

    def lines(self) -> Iterator[list[str]]:
        """The file, title first."""
        yield self.headers
        for row in self.here().iterator(chunk_size=2000):
            yield [*self.texts(row), *(say(row) for say in self.shown.values())]

    def contents(self) -> Iterator[tuple[str, bytes]]:
        """What goes beside the table, one by one: a paper that is lost stops the export, in words."""
        if self.piece is None:
            return
        for row in self.here().iterator(chunk_size=20):
            data = self.piece.read(row)
            if data is None:
                raise Refused(
                    f"un contenu ({self.label}) n’est plus sur le disque, ou a changé : {getattr(row, self.piece.attname)}. "
                    "Reprenez-le dans une sauvegarde. Rien n’est exporté."
                )
            yield digest_of(data), data

    def put(self, rows: Sequence[Any]) -> None:
        """Write new rows."""
        with _dated_as_told(self.model):
            if self.insert:
                self.insert(rows)
            else:
                self.model._default_manager.bulk_create(rows, batch_size=500)


@contextmanager
def _dated_as_told(model: type[models.Model]) -> Iterator[None]:
    """«Écrit le» is when it was written there, not the moment at which it enters here."""
    stamped: list[Any] = [one for one in model._meta.concrete_fields if getattr(one, "auto_now_add", False)]
    for one in stamped:
        one.auto_now_add = False
    try:
        yield
    finally:
        for one in stamped:
            one.auto_now_add = True


def nouns() -> list[Noun]:
    """Every noun of every room, those that others point at first."""
    return [noun for tell in hung(Slot.MOVING) for noun in tell()]
