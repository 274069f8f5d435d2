"""The second wall."""

from django.db import migrations

from liane.kit.rls import one_house, protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("organizations", "0001_initial")]
    operations = [
        protect("organizations_organization", "id"),
        protect("organizations_facility"),
        protect("organizations_unit"),
        protect("organizations_place"),
        protect("organizations_shift"),
        one_house("organizations_facility", "organizations_unit"),
        same_organization("organizations_unit", "facility_id", "organizations_facility"),
        same_organization("organizations_place", "unit_id", "organizations_unit"),
        same_organization("organizations_shift", "unit_id", "organizations_unit"),
    ]
