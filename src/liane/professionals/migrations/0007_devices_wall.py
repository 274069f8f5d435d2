"""The second wall around shared devices, who was there, and the rule of sign-in of a house."""

from django.db import migrations

from liane.kit.rls import one_house, protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("professionals", "0006_limits")]
    operations = [
        protect("professionals_shareddevice"),
        protect("professionals_devicepresence"),
        protect("professionals_signinrule"),
        one_house("professionals_shareddevice"),
        same_organization("professionals_shareddevice", "facility_id", "organizations_facility"),
        same_organization("professionals_shareddevice", "unit_id", "organizations_unit"),
        same_organization("professionals_shareddevice", "enrolled_by_id", "professionals_practitioner"),
        same_organization("professionals_devicepresence", "device_id", "professionals_shareddevice"),
        same_organization("professionals_devicepresence", "practitioner_id", "professionals_practitioner"),
    ]
