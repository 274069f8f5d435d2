"""Tries that arrive at once are looked at in turn: the clock is read when one’s turn comes, not when one starts to wait."""

from importlib import import_module

from django.db import migrations

_before = import_module("liane.professionals.migrations.0006_limits")._ATTEMPT.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
_TURN = "WHERE x.key = digest FOR UPDATE;\n"
_now = _before.replace(_TURN, f"{_TURN}    moment := clock_timestamp();\n", 1)


class Migration(migrations.Migration):
    dependencies = [("professionals", "0009_administrators")]
    operations = [migrations.RunSQL(_now, _before)]
