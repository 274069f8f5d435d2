"""Fewer journeys between the house and PostgreSQL. Everything still passes through Django's connection and its guards."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def one_round_trip() -> Iterator[None]:
    """Statements whose answers nobody awaits leave together, and fail together at the end of the block."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
