"""The second wall of the delays; what somebody said done stays written."""

from django.db import migrations

from liane.kit.rls import append_only, protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("stays", "0008_clocks")]
    operations = [
        operation
        for table in ("stays_clockdue", "stays_clockmark")
        for operation in (
            protect(table),
            same_organization(table, "stay_id", "stays_stay"),
            same_organization(table, "record_id", "people_record"),
            same_organization(table, "unit_id", "organizations_unit"),
        )
    ] + [append_only("stays_clockmark")]
