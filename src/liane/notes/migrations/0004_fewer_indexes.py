"""A writing pays for every index of its tables: those that no question uses, or that another one covers, are gone.

The indexes alone are dropped: the keys themselves are not checked again, line after line, under a lock.
"""

import django.db.models.deletion
from django.db import migrations, models

# (table, column, what Django adds to the name of the index of a key)
_INDEXES = (
    ("notes_cancellation", "organization_id", "d4ee63dc"),
    ("notes_handover", "organization_id", "e442c4d6"),
    ("notes_handover", "unit_id", "116dfd86"),
    ("notes_note", "focus_code", "e8912a5c"),
    ("notes_note", "organization_id", "15f23c82"),
    ("notes_note", "unit_id", "08d354c1"),
    ("notes_quote", "organization_id", "6ec18719"),
    ("notes_reading", "organization_id", "18642427"),
    ("notes_reading", "practitioner_id", "d468c330"),
    ("notes_reading", "unit_id", "86ec9e2b"),
    ("notes_roundcheck", "organization_id", "b026030b"),
    ("notes_roundcheck", "unit_id", "f1206232"),
    ("notes_takeover", "organization_id", "c2b539bb"),
    ("notes_takeover", "practitioner_id", "910960cf"),
    ("notes_takeover", "unit_id", "f8158faa"),
    ("notes_task", "organization_id", "131a52c3"),
    ("notes_task", "owner_id", "7ca1a162"),
    ("notes_task", "unit_id", "8a6674aa"),
)
_DROP = "".join(f"DROP INDEX {t}_{c}_{h};" for t, c, h in _INDEXES)
_CREATE = "".join(f"CREATE INDEX {t}_{c}_{h} ON {t} ({c});" for t, c, h in _INDEXES)
_LIKE = "notes_note_focus_code_e8912a5c_like"
_DROP += f"DROP INDEX {_LIKE};"
_CREATE += f"CREATE INDEX {_LIKE} ON notes_note (focus_code varchar_pattern_ops);"


class Migration(migrations.Migration):
    dependencies = [('notes', '0003_recent'), ('organizations', '0002_wall'), ('people', '0006_lent'), ('professionals', '0003_tries')]
    operations = [
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_note',
        ),
        migrations.RemoveIndex(
            model_name='quote',
            name='quote_record',
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('done_at__isnull', False)), fields=['unit', '-done_at'], name='task_done'),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_DROP, _CREATE)],
            state_operations=[
                migrations.AlterField(
                    model_name='cancellation',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='handover',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='handover',
                    name='unit',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité'),
                ),
                migrations.AlterField(
                    model_name='note',
                    name='focus_code',
                    field=models.SlugField(blank=True, db_index=False, verbose_name='cible (code)'),
                ),
                migrations.AlterField(
                    model_name='note',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='note',
                    name='unit',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité'),
                ),
                migrations.AlterField(
                    model_name='quote',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='reading',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='reading',
                    name='practitioner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='professionals.practitioner'),
                ),
                migrations.AlterField(
                    model_name='reading',
                    name='unit',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité'),
                ),
                migrations.AlterField(
                    model_name='roundcheck',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='roundcheck',
                    name='unit',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité'),
                ),
                migrations.AlterField(
                    model_name='takeover',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='takeover',
                    name='practitioner',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='professionals.practitioner'),
                ),
                migrations.AlterField(
                    model_name='takeover',
                    name='unit',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité'),
                ),
                migrations.AlterField(
                    model_name='task',
                    name='organization',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire'),
                ),
                migrations.AlterField(
                    model_name='task',
                    name='owner',
                    field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='professionals.practitioner'),
                ),
                migrations.AlterField(
                    model_name='task',
                    name='unit',
                    field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité'),
                ),
            ],
        ),
    ]
