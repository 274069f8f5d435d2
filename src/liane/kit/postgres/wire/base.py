"""The engine named by DATABASES: it knows whether PostgreSQL has hung up without asking it, and reads its dates fast."""

import select
from typing import Any

from django.db.backends.postgresql import base
from psycopg.types.datetime import TimestamptzLoader

# Plans that one connection keeps: a house asks several hundred different questions, and planning one costs more than its answer.
PLANS = 1000


class DatabaseWrapper(base.DatabaseWrapper):
    """Kept connections outlive a restart of PostgreSQL: nobody gets an error page because the database was updated."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Dates are read by psycopg's compiled loader, ten times faster than Django's: the house stores UTC, always."""
        connection = super().get_new_connection(conn_params)
        connection.adapters.register_loader("timestamptz", TimestamptzLoader)
        connection.prepared_max = PLANS
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """As Django's, without asking each cursor for the time zone of the connection."""
        if name is None:
            return self.connection.cursor()
        return self.connection.cursor(name, scrollable=False, withhold=self.connection.autocommit)

    def is_usable(self) -> bool:
        """A connection that was closed has something to read, its end; a quiet one is taken at its word."""
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0) or super().is_usable()
