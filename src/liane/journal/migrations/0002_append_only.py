"""The journal is written once: no right to change it, a trigger for whoever would have the right, and the wall."""

from django.conf import settings
from django.db import migrations

from liane.kit.rls import append_only

_ORGANIZATION = "NULLIF(current_setting('liane.organization', true), '')::uuid"
_APP = '"' + settings.DATABASES["default"]["USER"].replace('"', "") + '"'


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        append_only("journal_journalentry"),
        migrations.RunSQL(
            f"REVOKE UPDATE, DELETE, TRUNCATE ON journal_journalentry FROM {_APP}",
            f"GRANT UPDATE, DELETE ON journal_journalentry TO {_APP}",
        ),
        migrations.RunSQL(
            f"""
            ALTER TABLE journal_journalentry ENABLE ROW LEVEL SECURITY;
            CREATE POLICY wall ON journal_journalentry FOR SELECT USING (organization_id = {_ORGANIZATION});
            CREATE POLICY wall_write ON journal_journalentry FOR INSERT
                WITH CHECK (organization_id IS NULL OR organization_id = {_ORGANIZATION});
            """,
            "DROP POLICY wall ON journal_journalentry; DROP POLICY wall_write ON journal_journalentry;"
            "ALTER TABLE journal_journalentry DISABLE ROW LEVEL SECURITY;",
        ),
    ]
