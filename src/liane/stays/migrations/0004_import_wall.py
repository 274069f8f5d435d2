"""The second wall of the imports."""

from django.db import migrations

from liane.kit.rls import one_house, protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("stays", "0003_import")]
    operations = [
        protect("stays_importbatch"),
        protect("stays_importrow"),
        one_house("stays_importbatch"),
        same_organization("stays_importrow", "batch_id", "stays_importbatch"),
        same_organization("stays_importbatch", "default_unit_id", "organizations_unit"),
    ]
