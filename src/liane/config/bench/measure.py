"""What one request asks PostgreSQL, and what the same would cost without Liane."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from django.db import connection, transaction
from django.test import Client

from liane.config.bench.browsers import Ask, Unexpected

Statement = tuple[str, Any]
_MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def statements(client: Client, ask: Ask) -> list[Statement]:
    """The SQL of one request, marks of transactions left out; what it writes is undone."""
    seen: list[Statement] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not str(sql).startswith(_MARKS):
            seen.append((str(sql), params))
        return execute(sql, params, many, context)

    with transaction.atomic(), connection.execute_wrapper(note):
        send = client.get if ask.fields is None else client.post
        answer = send(ask.path, ask.fields, headers=ask.headers)
        transaction.set_rollback(True)
    if answer.status_code != ask.status:
        raise Unexpected(f"{ask.method} {ask.path} : {answer.status_code} au lieu de {ask.status}")
    return seen


class Bare:
    """PostgreSQL without Liane: the same statements, the same rows, one connection, one transaction a request."""

    def __init__(self) -> None:
        database = connection.settings_dict
        self.connection = psycopg.connect(
            host=database["HOST"], port=database["PORT"], user=database["USER"], password=database["PASSWORD"],
            dbname=database["NAME"],
        )  # fmt: skip
        self.typed: dict[str, bool] = {}

    def play(self, request: Sequence[Statement]) -> float:
        """Milliseconds to run the statements of one request and fetch their rows, commit included."""
        for sql, params in request:
            self._learn(sql, params)
        self.connection.rollback()
        begun = time.perf_counter()
        for sql, params in request:
            self._cursor(sql).execute(sql, params)
        self.connection.commit()
        return (time.perf_counter() - begun) * 1000

    def _cursor(self, sql: str) -> "psycopg.Cursor[Any]":
        return self.connection.cursor() if self.typed[sql] else psycopg.ClientCursor(self.connection)

    def _learn(self, sql: str, params: Any) -> None:
        """Prepared on the server when it understands every type by itself; else values travel in the text."""
        if sql in self.typed:
            return
        try:
            with self.connection.transaction(force_rollback=True):
                self.connection.execute(sql, params)
            self.typed[sql] = True
        except psycopg.Error:
            self.typed[sql] = False
