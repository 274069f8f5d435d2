"""The second wall; what was decided stays written; the database itself refuses more than four hours of emergency."""

from django.db import migrations

from liane.kit.rls import append_only, one_house, protect, same_organization

_TABLES = ("role", "rolechange", "emergency", "lookas", "rightsreview", "postdecision")
_REVIEW = ("ends_at", "told_at", "told_count", "verdict", "remark", "reviewed_at", "reviewer_name")


def _at_most(table: str, limit: str) -> migrations.RunSQL:
    name = f"{table}_not_for_ever"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (ends_at >= starts_at AND ends_at <= starts_at + interval '{limit}')",
        f"ALTER TABLE {table} DROP CONSTRAINT {name}",
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial"), ("professionals", "0002_wall")]
    operations = [
        *(protect(f"access_{table}") for table in _TABLES),
        one_house("access_role", "access_rightsreview", "professionals_practitionerrole"),
        same_organization("access_rolechange", "role_id", "access_role"),
        same_organization("access_emergency", "practitioner_id", "professionals_practitioner"),
        same_organization("access_lookas", "practitioner_id", "professionals_practitioner"),
        same_organization("access_lookas", "colleague_id", "professionals_practitioner"),
        same_organization("access_postdecision", "post_id", "professionals_practitionerrole"),
        same_organization("access_postdecision", "review_id", "access_rightsreview"),
        append_only("access_rolechange"),
        append_only("access_postdecision"),
        append_only("access_emergency", but=_REVIEW),
        append_only("access_lookas", but=("ends_at",)),
        _at_most("access_emergency", "4 hours"),
        _at_most("access_lookas", "30 minutes"),
    ]
