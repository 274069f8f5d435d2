"""A failure is told to the log without the words of the record."""

import logging
import sys

import pytest
from django.db import DataError, connection, transaction

from liane.kit.logs import DiscreetFormatter


def told() -> str:
    """The failure being handled, as the log tells it."""
    record = logging.LogRecord("liane", logging.ERROR, __file__, 1, "server error", None, sys.exc_info())
    return DiscreetFormatter().format(record)


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("value", ["Belkacem", "Canari secret"])
def test_a_value_refused_by_the_database_is_not_written_in_the_log(value: str) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::text::date", [value])
    except DataError as problem:
        assert value in str(problem)
        text = told()
    assert value not in text and "(22007)" in text and "test_logs.py" in text


@pytest.mark.parametrize("value", ["Belkacem", "12/03/1992 Sam"])
def test_a_value_that_cannot_be_read_is_not_written_in_the_log(value: str) -> None:
    try:
        int(value)
    except ValueError:
        text = told()
    assert value not in text and text.endswith("builtins.ValueError")
