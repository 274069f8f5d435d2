"""The tables of this room."""

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
                name='Goal',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('wording', models.CharField(max_length=200, verbose_name='ce qu’on vise')),
                    ('proof', models.TextField(blank=True, verbose_name='comment on le saura')),
                    ('voice', models.CharField(choices=[('SELF', 'La personne, avec ses mots'), ('HELPED', 'La personne, aidée par quelqu’un'), ('OBSERVED', 'Quelqu’un l’a observé')], default='SELF', max_length=8, verbose_name='qui l’a dit')),
                    ('voice_of', models.CharField(blank=True, max_length=120, verbose_name='aidée ou observée par')),
                    ('since', models.DateField(verbose_name='depuis le')),
                    ('until', models.DateField(null=True, verbose_name='pour le')),
                    ('state', models.CharField(choices=[('ACTIVE', 'En cours'), ('REACHED', 'Atteint'), ('STOPPED', 'Arrêté')], default='ACTIVE', max_length=8, verbose_name='où on en est')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ('author_id', models.UUIDField(verbose_name='auteur')),
                    ('author_name', models.CharField(max_length=200, verbose_name='auteur (nom)')),
                    ('author_role', models.CharField(blank=True, max_length=120, verbose_name='auteur (fonction)')),
                    ('written_at', models.DateTimeField(verbose_name='écrit le')),
                    ('thread_id', models.UUIDField(verbose_name='première version')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.record', verbose_name='dossier')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'objectif',
                    'indexes': [models.Index(fields=['record', 'thread_id', '-version'], name='goal_of_record')],
                    'constraints': [models.UniqueConstraint(fields=('thread_id', 'version'), name='goal_version_once')],
                },
            ),
        ]),
    ]
