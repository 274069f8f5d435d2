"""Django’s `migrate`, where what a migration changes and the line that says so are one transaction.

Django writes that line after the transaction when indexes wait for its end: a power cut in between left tables changed by a
migration believed not done, and the next upgrade could not go on.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import transaction
from django.db.migrations.executor import MigrationExecutor


class WholeExecutor(MigrationExecutor):
    """Applies a migration and records it at once; those that cannot be in a transaction are as before."""

    def apply_migration(self, state: Any, migration: Any, fake: bool = False, fake_initial: bool = False) -> Any:
        if not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        with transaction.atomic(using=self.connection.alias):
            return super().apply_migration(state, migration, fake, fake_initial)


class Command(migrate.Command):
    """The command of Django, with our executor."""

    def handle(self, *args: Any, **options: Any) -> None:
        setattr(migrate, "MigrationExecutor", WholeExecutor)  # noqa: B010 - Django names it nowhere else
        super().handle(*args, **options)
