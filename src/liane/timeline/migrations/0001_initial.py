"""The tables of this room."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import liane.kit.ids
from django.db import migrations, models

from liane.kit.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('volet', models.CharField(max_length=12, verbose_name='volet')),
                    ('kind', models.CharField(max_length=20, verbose_name='nature')),
                    ('source_id', models.UUIDField(verbose_name='le fait')),
                    ('happened_at', models.DateTimeField(verbose_name='date du fait')),
                    ('announced_at', models.DateTimeField(auto_now_add=True, verbose_name='écrit le')),
                    ('author_id', models.UUIDField(verbose_name='auteur')),
                    ('author_name', models.CharField(max_length=200, verbose_name='auteur (nom)')),
                    ('author_role', models.CharField(blank=True, max_length=120, verbose_name='auteur (fonction)')),
                    ('title', models.CharField(blank=True, max_length=200, verbose_name='titre')),
                    ('level', models.PositiveSmallIntegerField(default=0, verbose_name='niveau')),
                    ('words', django.contrib.postgres.search.SearchVectorField(null=True, verbose_name='mots cherchés')),
                    ('shared_unit_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None, verbose_name='partagé avec')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.record', verbose_name='dossier')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'ligne du fil',
                    'indexes': [models.Index(fields=['record', '-happened_at', '-id'], name='fil_of_record'), models.Index(fields=['unit', '-happened_at'], name='fil_of_unit'), django.contrib.postgres.indexes.GinIndex(fields=['words'], name='fil_words')],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'source_id'), name='announced_once')],
                },
            ),
            migrations.CreateModel(
                name='Tally',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('volet', models.CharField(max_length=12, verbose_name='volet')),
                    ('lines', models.PositiveIntegerField(default=0, verbose_name='lignes')),
                    ('last_at', models.DateTimeField(verbose_name='dernière')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.record', verbose_name='dossier')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'compte des lignes',
                    'constraints': [models.UniqueConstraint(fields=('record', 'unit', 'volet'), name='tally_once')],
                },
            ),
        ]),
    ]
