"""The second wall."""

from django.db import migrations

from liane.kit.rls import protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("timeline", "0001_initial"), ("people", "0002_wall")]
    operations = [
        protect("timeline_entry"),
        protect("timeline_tally"),
        same_organization("timeline_entry", "record_id", "people_record"),
        same_organization("timeline_entry", "unit_id", "organizations_unit"),
        same_organization("timeline_tally", "record_id", "people_record"),
        same_organization("timeline_tally", "unit_id", "organizations_unit"),
    ]
