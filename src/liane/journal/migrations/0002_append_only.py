"""The journal is written once: no right to change it, a trigger for whoever would have the right, and the wall.

The lines without organisation have their own chain, named by nothing but zeros.
"""

from django.conf import settings
from django.db import migrations

from liane.kit.rls import append_only, protect

_ORGANIZATION = "NULLIF(current_setting('liane.organization', true), '')::uuid"
_OUTSIDE = f"organization_id IS NULL AND {_ORGANIZATION} = '00000000-0000-0000-0000-000000000000'"
_APP = '"' + settings.DATABASES["default"]["USER"].replace('"', "") + '"'
_CHAINED = ("journal_seal", "journal_verification", "journal_purge")


def _written_once(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {_APP}", f"GRANT UPDATE, DELETE ON {table} TO {_APP}"
    )


def _wall(table: str, *, written: str, outside: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY wall ON {table} FOR SELECT USING (organization_id = {_ORGANIZATION});
        CREATE POLICY wall_write ON {table} FOR INSERT WITH CHECK ({written});
        CREATE POLICY outside ON {table} FOR SELECT USING ({_OUTSIDE});
        {outside}
        """,
        f"DROP POLICY IF EXISTS outside_write ON {table}; DROP POLICY outside ON {table};"
        f"DROP POLICY wall ON {table}; DROP POLICY wall_write ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def _chained(table: str) -> migrations.RunSQL:
    """Written by the house itself, in the chain of an organisation or in the one of what belongs to none."""
    outside = f"CREATE POLICY outside_write ON {table} FOR INSERT WITH CHECK ({_OUTSIDE});"
    return _wall(table, written=f"organization_id = {_ORGANIZATION}", outside=outside)


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [
        *(append_only(table) for table in ("journal_journalentry", *_CHAINED, "journal_retentionrule")),
        append_only("journal_legalhold", but=("lifted_at", "lifted_by", "lifted_reason")),
        *(_written_once(table) for table in ("journal_journalentry", *_CHAINED)),
        _wall("journal_journalentry", written=f"organization_id IS NULL OR organization_id = {_ORGANIZATION}", outside=""),
        *(_chained(table) for table in _CHAINED),
        *(protect(f"journal_{table}") for table in ("retentionrule", "legalhold", "retentionpreview")),
    ]
