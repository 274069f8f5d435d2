"""The second wall of stays, requests, delays and the path; what was decided and said about somebody stays written."""

from django.db import migrations

from liane.kit.rls import append_only, one_house, protect, same_organization

_TABLES = (
    "stay", "importbatch", "importrow", "referral", "wish", "wishmove", "opinion", "admissiontask", "waitingrules", "notice",
    "clockdue", "clockmark", "absence", "occupation", "followup", "retentioncase", "retentionchoice", "destruction",
    "requesterasure", "inventory",
)  # fmt: skip
_POINTED_AT = ("stays_importbatch", "stays_stay", "stays_referral", "stays_wish", "organizations_place")
_LINKS = {
    "people_record": ("stay", "referral", "clockdue", "clockmark", "retentioncase"),
    "organizations_unit": ("stay", "wish", "opinion", "clockdue", "clockmark"),
    "organizations_facility": ("wish", "waitingrules", "retentioncase", "destruction"),
    "organizations_place": ("occupation",),
    "stays_stay": ("wish", "clockdue", "clockmark", "absence", "occupation", "followup", "inventory"),
    "stays_referral": ("wish", "notice"),
    "stays_wish": ("wishmove", "opinion", "admissiontask"),
    "stays_importbatch": ("importrow",),
}
_COLUMNS = {
    "people_record": "record_id", "organizations_unit": "unit_id", "organizations_facility": "facility_id",
    "organizations_place": "place_id", "stays_stay": "stay_id", "stays_referral": "referral_id", "stays_wish": "wish_id",
    "stays_importbatch": "batch_id",
}  # fmt: skip
# Table, and the columns that may still change.
_STAY_WRITTEN: dict[str, tuple[str, ...]] = {
    "wishmove": (),
    "opinion": (),
    "clockmark": (),
    "absence": (
        "starts_at", "expected_at", "ends_at", "place", "phone", "kitchen", "note", "motive",
        "cancelled_at", "cancel_reason", "version", "changed_at",
    ),
    "retentionchoice": (),
    "destruction": ("carried_out_at", "counts", "files"),
    "requesterasure": ("carried_out_at", "counts"),
    "inventory": (),
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("stays", "0001_initial"), ("people", "0002_wall"), ("organizations", "0002_wall")]
    operations = [
        *(protect(f"stays_{table}") for table in _TABLES),
        one_house(*_POINTED_AT),
        *(
            same_organization(f"stays_{table}", _COLUMNS[target], target)
            for target, tables in _LINKS.items()
            for table in tables
        ),
        same_organization("stays_stay", "follows_id", "stays_stay"),
        same_organization("stays_importbatch", "default_unit_id", "organizations_unit"),
        *(append_only(f"stays_{table}", but=columns) for table, columns in _STAY_WRITTEN.items()),
    ]
