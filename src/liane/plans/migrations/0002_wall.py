"""The second wall; and what she aimed at stays written."""

from django.db import migrations

from liane.kit.rls import append_only, one_house, protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("people", "0002_wall"), ("organizations", "0002_wall")]
    operations = [
        protect("plans_goal"),
        one_house("plans_goal"),
        same_organization("plans_goal", "record_id", "people_record"),
        same_organization("plans_goal", "unit_id", "organizations_unit"),
        append_only("plans_goal"),
    ]
