"""The second wall of rights and requests; what is written stays: only which version is current, and what follows it, move."""

from django.db import migrations

from liane.kit.rls import append_only, protect, same_organization

_LINKS = tuple(
    (f"people_{table}", column, target)
    for table in ("entitlement", "claim")
    for column, target in (("record_id", "people_record"), ("unit_id", "organizations_unit"))
)


class Migration(migrations.Migration):
    dependencies = [("people", "0016_entitlements")]
    operations = [
        protect("people_entitlement"),
        protect("people_claim"),
        *(same_organization(*link) for link in _LINKS),
        append_only("people_entitlement", but=("is_current", "renewed_by")),
        append_only("people_claim", but=("is_current",)),
    ]
