"""The second wall of the requests; what was decided and said about somebody stays written."""

from django.db import migrations

from liane.kit.rls import append_only, one_house, protect, same_organization

TABLES = ("referral", "wish", "wishmove", "opinion", "admissiontask", "waitingrules", "notice")


class Migration(migrations.Migration):
    dependencies = [("stays", "0005_referrals")]
    operations = [
        *(protect(f"stays_{table}") for table in TABLES),
        one_house("stays_stay", "stays_referral", "stays_wish"),
        same_organization("stays_referral", "record_id", "people_record"),
        same_organization("stays_wish", "referral_id", "stays_referral"),
        same_organization("stays_wish", "facility_id", "organizations_facility"),
        same_organization("stays_wish", "unit_id", "organizations_unit"),
        same_organization("stays_wish", "stay_id", "stays_stay"),
        same_organization("stays_wishmove", "wish_id", "stays_wish"),
        same_organization("stays_opinion", "wish_id", "stays_wish"),
        same_organization("stays_opinion", "unit_id", "organizations_unit"),
        same_organization("stays_admissiontask", "wish_id", "stays_wish"),
        same_organization("stays_waitingrules", "facility_id", "organizations_facility"),
        same_organization("stays_notice", "referral_id", "stays_referral"),
        append_only("stays_wishmove"),
        append_only("stays_opinion"),
    ]
