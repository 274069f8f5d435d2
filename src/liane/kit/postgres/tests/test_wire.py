"""A connection that stays open is found closed before a page uses it; the day it tells is the day of the house."""

import time

import pytest
from django.conf import settings
from django.db import connections


@pytest.mark.django_db
def test_a_connection_cut_by_postgresql_is_opened_again() -> None:
    kept = connections.create_connection("default")
    kept.health_check_enabled = True
    try:
        with kept.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            process = cursor.fetchone()[0]
        assert kept.is_usable()
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])
        limit = time.monotonic() + 5
        while kept.is_usable() and time.monotonic() < limit:
            time.sleep(0.01)
        kept.health_check_done = False
        with kept.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            assert cursor.fetchone()[0] != process
    finally:
        kept.close()


@pytest.mark.django_db
def test_a_day_begins_in_the_database_when_it_begins_in_the_house() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('TimeZone'), current_date = (now() AT TIME ZONE %s)::date", [settings.TIME_ZONE]
        )
        assert cursor.fetchone() == (settings.TIME_ZONE, True)
