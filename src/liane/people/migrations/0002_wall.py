"""The second wall."""

from django.db import migrations

from liane.kit.rls import one_house, protect, same_organization

_TABLES = (
    "person", "portrait", "record", "recordunit", "localidentifier", "flag", "relative", "keyworker", "essentialanswer",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("professionals", "0002_wall"), ("organizations", "0002_wall")]
    operations = [
        *(protect(f"people_{table}") for table in _TABLES),
        one_house("people_person", "people_record"),
        same_organization("people_portrait", "person_id", "people_person"),
        same_organization("people_record", "person_id", "people_person"),
        same_organization("people_localidentifier", "person_id", "people_person"),
        same_organization("people_localidentifier", "facility_id", "organizations_facility"),
        same_organization("people_recordunit", "record_id", "people_record"),
        same_organization("people_recordunit", "unit_id", "organizations_unit"),
        same_organization("people_flag", "record_id", "people_record"),
        same_organization("people_relative", "record_id", "people_record"),
        same_organization("people_keyworker", "record_id", "people_record"),
        same_organization("people_keyworker", "practitioner_id", "professionals_practitioner"),
        same_organization("people_essentialanswer", "record_id", "people_record"),
    ]
