"""Each line has a number, drawn after its transaction has its identifier: what a seal covers is settled for ever.

The order of evaluation of CASE is guaranteed: the transaction is known before the number is drawn (see sealing/horizon.py).
Lines already there are numbered in the order in which they lie, that is the order in which they were written.
"""

from django.db import migrations, models

import liane.journal.models

_NUMBER = """
CREATE SEQUENCE journal_number AS bigint;
CREATE FUNCTION journal_next_number() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('public.journal_number') END
$$;
"""
_BACK = "DROP FUNCTION journal_next_number(); DROP SEQUENCE journal_number;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [
        migrations.RunSQL(_NUMBER, _BACK),
        migrations.AddField(
            "journalentry",
            "number",
            models.BigIntegerField(db_default=liane.journal.models.NextNumber(), editable=False, verbose_name="numéro"),
        ),
        migrations.AddIndex(
            "journalentry", models.Index(fields=["organization_id", "number"], name="journal_number_order")
        ),
    ]
