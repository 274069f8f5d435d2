"""Where she lives, with whom, at which rhythm; and what those of one family are to each other."""

import django.db.models.deletion
import liane.kit.ids
from django.db import migrations, models

from liane.kit.rls import one_house, protect, same_organization

_TABLES = ("household", "householdmember", "home", "familytie")
_LINKS = (
    ("household", "unit_id", "organizations_unit"), ("householdmember", "unit_id", "organizations_unit"),
    ("home", "unit_id", "organizations_unit"), ("familytie", "unit_id", "organizations_unit"),
    ("householdmember", "household_id", "people_household"), ("householdmember", "contact_id", "people_contact"),
    ("home", "household_id", "people_household"), ("home", "record_id", "people_record"),
    ("familytie", "record_id", "people_record"), ("familytie", "one_id", "people_relative"),
    ("familytie", "other_id", "people_relative"),
)  # fmt: skip


class Migration(migrations.Migration):

    dependencies = [
        ('organizations', '0002_wall'),
        ('people', '0017_entitlements_wall'),
    ]

    operations = [
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changé le')),
                ('is_shared', models.BooleanField(db_default=False, default=False, verbose_name='partagé avec les autres équipes')),
                ('name', models.CharField(max_length=120, verbose_name='nom du foyer')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='adresse')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='écrit pour')),
            ],
            options={
                'verbose_name': 'foyer',
            },
        ),
        migrations.CreateModel(
            name='HouseholdMember',
            fields=[
                ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('is_shared', models.BooleanField(db_default=False, default=False, verbose_name='partagé avec les autres équipes')),
                ('since', models.DateField(blank=True, null=True, verbose_name='depuis')),
                ('until', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('contact', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.contact', verbose_name='contact')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='people.household', verbose_name='foyer')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='écrit pour')),
            ],
            options={
                'verbose_name': 'membre du foyer',
            },
        ),
        migrations.CreateModel(
            name='FamilyTie',
            fields=[
                ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('is_shared', models.BooleanField(db_default=False, default=False, verbose_name='partagé avec les autres équipes')),
                ('kind', models.CharField(choices=[('MARRIED', 'Mariés'), ('PACS', 'Pacsés'), ('TOGETHER', 'En couple'), ('SEPARATED', 'Séparés'), ('DIVORCED', 'Divorcés'), ('PARENT', 'Parent de')], max_length=12, verbose_name='lien')),
                ('since', models.CharField(blank=True, max_length=10, verbose_name='depuis')),
                ('until', models.CharField(blank=True, max_length=10, verbose_name='jusqu’à')),
                ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.relative', verbose_name='l’un, le parent')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.relative', verbose_name='l’autre, l’enfant')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='family_ties', to='people.record', verbose_name='dossier')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='écrit pour')),
            ],
            options={
                'verbose_name': 'lien dans la famille',
                'constraints': [models.UniqueConstraint(fields=('one', 'other', 'kind'), name='tie_once')],
            },
        ),
        migrations.CreateModel(
            name='Home',
            fields=[
                ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changé le')),
                ('is_shared', models.BooleanField(db_default=False, default=False, verbose_name='partagé avec les autres équipes')),
                ('kind', models.CharField(choices=[('MAIN', 'Domicile principal'), ('ALTERNATE', 'Résidence alternée'), ('PLACEMENT', 'Lieu de placement'), ('VISIT', 'Droit de visite et d’hébergement'), ('OTHER', 'Autre lieu de vie')], default='MAIN', max_length=12, verbose_name='nature')),
                ('rhythm', models.CharField(blank=True, max_length=160, verbose_name='rythme')),
                ('since', models.DateField(blank=True, null=True, verbose_name='depuis')),
                ('until', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('said_by', models.CharField(blank=True, max_length=120, verbose_name='dit par')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='homes', to='people.record', verbose_name='dossier')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='écrit pour')),
                ('household', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='homes', to='people.household', verbose_name='foyer')),
            ],
            options={
                'verbose_name': 'lieu de vie',
                'constraints': [models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gte', models.F('since')), _connector='OR'), name='home_ends_after')],
            },
        ),
        *(protect(f"people_{table}") for table in _TABLES),
        one_house("people_household", "people_relative"),
        *(same_organization(f"people_{table}", column, target) for table, column, target in _LINKS),
    ]
