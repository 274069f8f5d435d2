"""A migration operation: all the tables of a room at once."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation


class Together(Operation):
    """The tables of a room, with their keys, constraints and indexes, drawn once.

    One operation for each table makes Django draw again, at each of them, every table that is linked to it: a house of
    ninety tables opened in twenty seconds instead of three.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        """What the models are afterwards; they are drawn when somebody asks."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Each table as it is at the end: its indexes and constraints come with it."""
        for name in self._tables():
            schema_editor.create_model(to_state.apps.get_model(app_label, name))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Nothing is left of them."""
        for name in reversed(self._tables()):
            schema_editor.delete_model(from_state.apps.get_model(app_label, name))

    def describe(self) -> str:
        """For whoever reads the plan."""
        return f"Create {', '.join(self._tables())}"

    def _tables(self) -> list[str]:
        return [operation.name for operation in self.operations if isinstance(operation, CreateModel)]
