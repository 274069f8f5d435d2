"""The second wall."""

from django.db import migrations

from liane.kit.rls import protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("stays", "0001_initial"), ("people", "0002_wall")]
    operations = [
        protect("stays_stay"),
        same_organization("stays_stay", "record_id", "people_record"),
        same_organization("stays_stay", "unit_id", "organizations_unit"),
    ]
