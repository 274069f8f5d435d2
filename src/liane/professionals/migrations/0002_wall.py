"""The second wall. Accounts and sessions stand outside it: somebody signs in before an organisation is known."""

from django.db import migrations

from liane.kit.rls import one_house, protect, same_organization


class Migration(migrations.Migration):
    dependencies = [("professionals", "0001_initial"), ("organizations", "0002_wall")]
    operations = [
        protect("professionals_practitioner"),
        protect("professionals_practitionerrole"),
        protect("professionals_shareddevice"),
        protect("professionals_devicepresence"),
        protect("professionals_signinrule"),
        one_house("professionals_practitioner", "professionals_shareddevice"),
        same_organization("professionals_practitionerrole", "practitioner_id", "professionals_practitioner"),
        same_organization("professionals_practitionerrole", "unit_id", "organizations_unit"),
        same_organization("professionals_practitionerrole", "facility_id", "organizations_facility"),
        same_organization("professionals_shareddevice", "facility_id", "organizations_facility"),
        same_organization("professionals_shareddevice", "unit_id", "organizations_unit"),
        same_organization("professionals_shareddevice", "enrolled_by_id", "professionals_practitioner"),
        same_organization("professionals_devicepresence", "device_id", "professionals_shareddevice"),
        same_organization("professionals_devicepresence", "practitioner_id", "professionals_practitioner"),
    ]
