"""The second wall; and what is written about somebody stays written."""

from django.db import migrations

from liane.kit.rls import append_only, one_house, protect, same_organization

_TABLES = ("note", "quote", "cancellation", "reading", "task", "handover", "takeover", "roundcheck")


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial"), ("people", "0002_wall"), ("plans", "0002_wall")]
    operations = [
        *(protect(f"notes_{table}") for table in _TABLES),
        *(same_organization(f"notes_{t}", "unit_id", "organizations_unit") for t in _TABLES if t not in ("quote", "cancellation")),
        *(same_organization(f"notes_{t}", "record_id", "people_record") for t in ("note", "quote", "reading", "task", "roundcheck")),
        same_organization("notes_reading", "practitioner_id", "professionals_practitioner"),
        same_organization("notes_takeover", "practitioner_id", "professionals_practitioner"),
        same_organization("notes_task", "owner_id", "professionals_practitioner"),
        one_house("notes_note"),
        same_organization("notes_note", "replaces_id", "notes_note"),
        same_organization("notes_note", "goal_id", "plans_goal"),
        same_organization("notes_quote", "note_id", "notes_note"),
        append_only("notes_note"),
        append_only("notes_quote"),
        append_only("notes_cancellation"),
    ]
