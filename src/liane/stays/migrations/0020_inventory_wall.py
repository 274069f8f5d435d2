"""The second wall of the inventories; what was written of her belongings stays written."""

from django.db import migrations

from liane.kit.rls import append_only, protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("stays", "0019_inventory")]
    operations = [
        protect("stays_inventory"),
        same_organization("stays_inventory", "stay_id", "stays_stay"),
        append_only("stays_inventory"),
    ]
