"""The engine named by DATABASES. It knows whether PostgreSQL has hung up without asking it at each page."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Kept connections outlive a restart of PostgreSQL: nobody gets an error page because the database was updated."""

    def is_usable(self) -> bool:
        """A connection that was closed has something to read, its end; a quiet one is taken at its word."""
        if self.connection is None or self.connection.closed:
            return False
        line = select.poll()
        line.register(self.connection.fileno(), select.POLLIN)
        return not line.poll(0) or super().is_usable()
