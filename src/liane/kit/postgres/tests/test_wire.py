"""A connection that stays open is found closed before a page uses it; the day it tells is the day of the house."""

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connections

from liane.kit.postgres import locate


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
@pytest.mark.parametrize("zone", ["Pacific/Tahiti", "Europe/Paris", "Pacific/Noumea"])
def test_a_day_begins_in_the_database_when_it_begins_in_the_house(zone: str) -> None:
    options = locate.databases(zone)["default"]["OPTIONS"]["options"]
    assert options.endswith(f"-c liane.zone={zone}")
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW TimeZone")
        assert cursor.fetchone() == ("UTC",), "in Greenwich no hour comes twice"
        cursor.execute("SELECT current_setting('liane.zone')")
        assert cursor.fetchone() == (settings.TIME_ZONE,)
        cursor.execute("SELECT set_config('liane.zone', %s, true)", [zone])
        cursor.execute("SELECT kit_today()")
        assert cursor.fetchone() == (datetime.now(ZoneInfo(zone)).date(),)
