"""A session last seen in the future is over: the clock of the machine ran ahead and was set right, it must not stay open for as long."""

from importlib import import_module

from django.db import migrations

_before = import_module("liane.access.migrations.0009_actor_with_exceptions")._FUNCTION
_IDLE = "s.seen_at < now() - idle OR"
_FUNCTION = _before.replace(_IDLE, f"{_IDLE} s.seen_at > now() + interval '5 minutes' OR")


def _again(function: str) -> str:
    return function.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)


class Migration(migrations.Migration):
    dependencies = [("access", "0013_behind_the_wall")]
    operations = [migrations.RunSQL(_again(_FUNCTION), _again(_before))]
