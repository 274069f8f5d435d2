"""Each line of a circle gets its contact, by batches of a thousand, each in its own transaction, while the house works.

An upgrade that was cut goes on where it stopped. Nobody is merged here: two lines that name the same mother become
two contacts, and are one the day somebody who knows both says so.
"""

from typing import Any

from django.db import migrations

BATCH = 1_000
_MAKE = """
WITH batch AS (SELECT * FROM people_relative WHERE contact_id IS NULL ORDER BY id LIMIT %s),
made AS (
    INSERT INTO people_contact (id, organization_id, version, changed_at, kind, name, phone, other_phone, email, address,
        gender, born_on, died_on, key, phone_key)
    SELECT id, organization_id, 1, changed_at, 'PERSON', name, phone, other_phone, email, address, '', '', '',
        left(btrim(regexp_replace(upper(regexp_replace(
            normalize(replace(replace(replace(replace(name, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), NFKD),
            '[\u0300-\u036f]', '', 'g')), '[^A-Z0-9]+', ' ', 'g')), 200),
        right(regexp_replace(coalesce(nullif(phone, ''), other_phone), '[^0-9]', '', 'g'), 9)
    FROM batch RETURNING 1)
UPDATE people_relative r SET contact_id = r.id FROM batch, (SELECT count(*) FROM made) done WHERE r.id = batch.id
"""


def give_each_its_contact(apps: Any, schema_editor: Any) -> None:
    """Until no line is without."""
    while True:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(_MAKE, [BATCH])
            if not cursor.rowcount:
                return


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("people", "0012_contact")]
    operations = [migrations.RunPython(give_each_its_contact, migrations.RunPython.noop)]
