"""The line set aside may be the one of the record that is kept: of two stays that say the same, the longer one stays."""

from importlib import import_module

from django.db import migrations

_before = import_module("liane.people.migrations.0009_doubles_wall")._ABSORB.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION", 1)
_FUNCTION = _before.replace("t.record_id = $2 AND", "t.record_id = ANY ($2) AND").replace(
    "USING gone, r.source_id, house", "USING gone, ARRAY[r.source_id, r.target_id], house"
)


class Migration(migrations.Migration):
    dependencies = [("people", "0014_one_contact")]
    operations = [migrations.RunSQL(_FUNCTION, _before)]
