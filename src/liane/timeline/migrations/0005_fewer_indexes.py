"""A writing pays for every index of its tables: those that no question uses, or that another one covers, are gone.

The indexes alone are dropped: the keys themselves are not checked again, line after line, under a lock.
"""

import django.db.models.deletion
from django.db import migrations, models

# (table, column, what Django adds to the name of the index of a key)
_INDEXES = (
    ("timeline_entry", "organization_id", "9375c829"),
    ("timeline_entry", "record_id", "b92d8eb5"),
    ("timeline_entry", "unit_id", "b486ff2f"),
    ("timeline_tally", "organization_id", "c6f9b601"),
    ("timeline_tally", "record_id", "3721f13a"),
    ("timeline_tally", "unit_id", "6e10ee0c"),
)
_DROP = "".join(f"DROP INDEX {t}_{c}_{h};" for t, c, h in _INDEXES)
_CREATE = "".join(f"CREATE INDEX {t}_{c}_{h} ON {t} ({c});" for t, c, h in _INDEXES)


class Migration(migrations.Migration):
    dependencies = [('organizations', '0002_wall'), ('people', '0006_lent'), ('timeline', '0004_found')]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_DROP, _CREATE)],
            state_operations=[
                migrations.AlterField(
                    model_name='entry',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='entry',
                    name='record',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.record', verbose_name='dossier'),
                ),
                migrations.AlterField(
                    model_name='entry',
                    name='unit',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité'),
                ),
                migrations.AlterField(
                    model_name='tally',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='tally',
                    name='record',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.record', verbose_name='dossier'),
                ),
                migrations.AlterField(
                    model_name='tally',
                    name='unit',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité'),
                ),
            ],
        ),
    ]
