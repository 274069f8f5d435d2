"""The tables of this room."""

import django.db.models.deletion
import liane.kit.ids
from django.db import migrations, models

from liane.kit.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Organization',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200, verbose_name='nom')),
                    ('finess_ej', models.CharField(blank=True, max_length=9, verbose_name='FINESS juridique')),
                ],
                options={
                    'verbose_name': 'organisme gestionnaire',
                },
            ),
            migrations.CreateModel(
                name='Facility',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=200, verbose_name='nom')),
                    ('finess_et', models.CharField(blank=True, max_length=9, verbose_name='FINESS géographique')),
                    ('category', models.CharField(blank=True, max_length=4, verbose_name='catégorie FINESS')),
                    ('pack', models.CharField(max_length=40, verbose_name='secteur')),
                    ('is_discreet', models.BooleanField(default=False, verbose_name='secret renforcé')),
                    ('rank', models.PositiveSmallIntegerField(db_default=0, verbose_name='ordre')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'établissement ou service',
                    'verbose_name_plural': 'établissements et services',
                },
            ),
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=120, verbose_name='nom')),
                    ('is_open', models.BooleanField(default=True, verbose_name='ouverte')),
                    ('rank', models.PositiveSmallIntegerField(db_default=0, verbose_name='ordre')),
                    ('facility', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='organizations.facility', verbose_name='établissement')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'unité',
                },
            ),
            migrations.CreateModel(
                name='Shift',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=40, verbose_name='nom')),
                    ('starts', models.TimeField(verbose_name='début')),
                    ('ends', models.TimeField(verbose_name='fin')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shifts', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'poste de travail',
                },
            ),
            migrations.CreateModel(
                name='Place',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=60, verbose_name='nom')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'place',
                },
            ),
            migrations.AddConstraint(
                model_name='facility',
                constraint=models.UniqueConstraint(fields=('organization', 'name'), name='facility_name_once'),
            ),
            migrations.AddConstraint(
                model_name='unit',
                constraint=models.UniqueConstraint(fields=('facility', 'name'), name='unit_name_once'),
            ),
            migrations.AddConstraint(
                model_name='shift',
                constraint=models.UniqueConstraint(fields=('unit', 'starts'), name='shift_start_once'),
            ),
            migrations.AddConstraint(
                model_name='place',
                constraint=models.UniqueConstraint(fields=('unit', 'name'), name='place_name_once'),
            ),
        ]),
    ]
