"""The second wall of the protection; what was decided stays written: only which version is current, and a contact, move."""

from django.db import migrations

from liane.kit.rls import append_only, protect, same_organization

_TABLES = ("people_legalmeasure", "people_parentalauthority", "people_hearing")
_LINKS = (
    *((table, "record_id", "people_record") for table in _TABLES),
    *((table, "unit_id", "organizations_unit") for table in _TABLES),
    ("people_legalmeasure", "holder_id", "people_contact"),
    ("people_parentalauthority", "contact_id", "people_contact"),
)


class Migration(migrations.Migration):
    dependencies = [("people", "0020_protection")]
    operations = [
        *(protect(table) for table in _TABLES),
        *(same_organization(*link) for link in _LINKS),
        append_only("people_legalmeasure", but=("is_current", "holder_id")),
        append_only("people_parentalauthority", but=("is_current", "contact_id")),
        append_only("people_hearing", but=("is_current",)),
    ]
