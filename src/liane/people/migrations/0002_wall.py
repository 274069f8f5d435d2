"""The second wall; and what is written about somebody stays written: only which version is current, and what follows it, move."""

from django.db import migrations

from liane.kit.rls import append_only, one_house, protect, same_organization

_TABLES = (
    "person", "portrait", "record", "recordunit", "localidentifier", "flag", "relative", "keyworker", "essentialanswer",
    "double", "regrouping", "movedline", "identityevidence", "identitystep", "formerins", "contact", "contactjoin",
    "entitlement", "claim", "household", "householdmember", "home", "familytie", "legalmeasure", "parentalauthority", "hearing",
)  # fmt: skip
_POINTED_AT = ("person", "record", "regrouping", "identityevidence", "contact", "household", "relative")
_LINKS = {
    "people_person": (
        "portrait.person_id", "record.person_id", "localidentifier.person_id", "double.first_id", "double.second_id",
        "regrouping.source_person_id", "regrouping.target_person_id", "identityevidence.person_id", "identitystep.person_id",
        "formerins.person_id", "contact.person_id",
    ),
    "people_record": (
        "recordunit.record_id", "flag.record_id", "relative.record_id", "keyworker.record_id", "essentialanswer.record_id",
        "entitlement.record_id", "claim.record_id", "home.record_id", "familytie.record_id", "legalmeasure.record_id",
        "parentalauthority.record_id", "hearing.record_id",
    ),
    "people_contact": (
        "relative.contact_id", "householdmember.contact_id", "legalmeasure.holder_id", "parentalauthority.contact_id",
        "contactjoin.kept_id", "contactjoin.gone_id", "contact.joined_to_id",
    ),
    "people_household": ("householdmember.household_id", "home.household_id"),
    "people_relative": ("familytie.one_id", "familytie.other_id"),
    "people_regrouping": ("movedline.regrouping_id",),
    "people_identityevidence": ("identitystep.evidence_id",),
    "organizations_facility": ("localidentifier.facility_id",),
    "organizations_unit": (
        "recordunit.unit_id", "flag.unit_id", "relative.unit_id", "essentialanswer.unit_id", "entitlement.unit_id",
        "claim.unit_id", "household.unit_id", "householdmember.unit_id", "home.unit_id", "familytie.unit_id",
        "legalmeasure.unit_id", "parentalauthority.unit_id", "hearing.unit_id",
    ),
    "professionals_practitioner": ("keyworker.practitioner_id",),
}  # fmt: skip
# Table, and the columns that may still change.
_STAY_WRITTEN: dict[str, tuple[str, ...]] = {
    "regrouping": ("undone_at", "undone_by", "undone_reason"),
    "movedline": (),
    "identityevidence": ("cancelled_at", "cancelled_by", "cancelled_reason"),
    "identitystep": (),
    "formerins": (),
    "entitlement": ("is_current", "renewed_by"),
    "claim": ("is_current",),
    "legalmeasure": ("is_current", "holder_id"),
    "parentalauthority": ("is_current", "contact_id"),
    "hearing": ("is_current",),
    "contactjoin": ("undone_at", "undone_by"),
}


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("professionals", "0002_wall"), ("organizations", "0002_wall")]
    operations = [
        *(protect(f"people_{table}") for table in _TABLES),
        one_house(*(f"people_{table}" for table in _POINTED_AT)),
        *(
            same_organization(f"people_{link.split('.')[0]}", link.split(".")[1], target)
            for target, links in _LINKS.items()
            for link in links
        ),
        *(append_only(f"people_{table}", but=columns) for table, columns in _STAY_WRITTEN.items()),
    ]
