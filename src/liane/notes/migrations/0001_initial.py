"""The tables of this room."""

import django.db.models.deletion
import liane.kit.ids
from django.db import migrations, models

from liane.kit.together import Together


class Migration(migrations.Migration):
    # Houses that tried an earlier state of this version have all of these already.
    replaces = [
        ("notes", "0003_recent"),
        ("notes", "0004_fewer_indexes"),
        ("notes", "0005_goal"),
        ("notes", "0006_task_deadlines"),
    ]

    initial = True

    dependencies = [
        ('organizations', '0001_initial'),
        ('people', '0001_initial'),
        ('plans', '0001_initial'),
        ('professionals', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Cancellation',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('thread_id', models.UUIDField(unique=True, verbose_name='premier écrit')),
                    ('reason', models.CharField(max_length=300, verbose_name='raison')),
                    ('author_id', models.UUIDField(verbose_name='annulé par')),
                    ('author_name', models.CharField(max_length=200, verbose_name='annulé par (nom)')),
                    ('cancelled_at', models.DateTimeField(verbose_name='annulé le')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'annulation',
                },
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('volet', models.CharField(max_length=12, verbose_name='volet')),
                    ('kind', models.CharField(choices=[('TRANSMISSION', 'Transmission'), ('NOTE', 'Note')], default='TRANSMISSION', max_length=12, verbose_name='genre')),
                    ('level', models.PositiveSmallIntegerField(choices=[(0, 'Pour information'), (1, 'À lire'), (2, 'Urgent')], default=0, verbose_name='à lire ?')),
                    ('focus_code', models.SlugField(blank=True, db_index=False, verbose_name='cible (code)')),
                    ('focus', models.CharField(blank=True, max_length=120, verbose_name='de quoi s’agit-il ?')),
                    ('text', models.TextField(blank=True, verbose_name='texte')),
                    ('observation', models.TextField(blank=True, verbose_name='constat')),
                    ('action', models.TextField(blank=True, verbose_name='ce que j’ai fait')),
                    ('outcome', models.TextField(blank=True, verbose_name='résultat')),
                    ('happened_at', models.DateTimeField(verbose_name='date du fait')),
                    ('written_at', models.DateTimeField(verbose_name='écrit le')),
                    ('author_id', models.UUIDField(verbose_name='auteur')),
                    ('author_name', models.CharField(max_length=200, verbose_name='auteur (nom)')),
                    ('author_role', models.CharField(blank=True, max_length=120, verbose_name='auteur (fonction)')),
                    ('thread_id', models.UUIDField(verbose_name='premier écrit')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='version')),
                    ('correction_reason', models.CharField(blank=True, max_length=200, verbose_name='pourquoi cette correction')),
                    ('goal', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='plans.goal', verbose_name='objectif')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.record', verbose_name='dossier')),
                    ('replaces', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='notes.note')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'transmission',
                },
            ),
            migrations.CreateModel(
                name='Quote',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('part', models.CharField(max_length=12, verbose_name='boîte')),
                    ('start', models.PositiveIntegerField(verbose_name='début')),
                    ('end', models.PositiveIntegerField(verbose_name='fin')),
                    ('text', models.TextField(verbose_name='mots')),
                    ('said_by', models.CharField(blank=True, max_length=120, verbose_name='dits par')),
                    ('note', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='notes.note', verbose_name='écrit')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.record', verbose_name='dossier')),
                ],
                options={
                    'verbose_name': 'ses mots',
                },
            ),
            migrations.CreateModel(
                name='Reading',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('thread_id', models.UUIDField(verbose_name='écrit')),
                    ('is_expected', models.BooleanField(default=True, verbose_name='attendu')),
                    ('level', models.PositiveSmallIntegerField(choices=[(0, 'Pour information'), (1, 'À lire'), (2, 'Urgent')], default=1, verbose_name='niveau')),
                    ('asked_at', models.DateTimeField(verbose_name='demandé le')),
                    ('read_at', models.DateTimeField(null=True, verbose_name='lu le')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('practitioner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='professionals.practitioner')),
                    ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.record', verbose_name='dossier')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'lecture',
                },
            ),
            migrations.CreateModel(
                name='RoundCheck',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('seen_at', models.DateTimeField(verbose_name='vu à')),
                    ('remark', models.CharField(blank=True, max_length=120, verbose_name='mot')),
                    ('author_id', models.UUIDField(verbose_name='vu par')),
                    ('author_name', models.CharField(max_length=200, verbose_name='vu par (nom)')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.record', verbose_name='dossier')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'passage',
                },
            ),
            migrations.CreateModel(
                name='Takeover',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('taken_at', models.DateTimeField(verbose_name='prise le')),
                    ('since', models.DateTimeField(verbose_name='depuis')),
                    ('unread', models.PositiveSmallIntegerField(default=0, verbose_name='restait à lire')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('practitioner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='professionals.practitioner')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'prise de relève',
                },
            ),
            migrations.CreateModel(
                name='Task',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('volet', models.CharField(max_length=12, verbose_name='volet')),
                    ('label', models.CharField(max_length=200, verbose_name='à faire')),
                    ('due_at', models.DateTimeField(null=True, verbose_name='pour quand')),
                    ('source_thread_id', models.UUIDField(null=True, verbose_name='né de l’écrit')),
                    ('author_id', models.UUIDField(verbose_name='demandé par')),
                    ('author_name', models.CharField(max_length=200, verbose_name='demandé par (nom)')),
                    ('created_at', models.DateTimeField(verbose_name='demandé le')),
                    ('done_at', models.DateTimeField(null=True, verbose_name='fait le')),
                    ('done_by_name', models.CharField(blank=True, max_length=200, verbose_name='fait par')),
                    ('deadline_kind', models.SlugField(blank=True, db_default='', db_index=False, default='', verbose_name='échéance (nature)')),
                    ('deadline_source_id', models.UUIDField(null=True, verbose_name='échéance (de quoi)')),
                    ('deadline_on', models.DateField(null=True, verbose_name='échéance le')),
                    ('deadline_step', models.PositiveSmallIntegerField(null=True, verbose_name='rappelée à J-')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='professionals.practitioner')),
                    ('record', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.record', verbose_name='dossier')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'tâche',
                },
            ),
            migrations.CreateModel(
                name='Handover',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('shift', models.CharField(max_length=40, verbose_name='poste')),
                    ('starts_at', models.DateTimeField(verbose_name='de')),
                    ('ends_at', models.DateTimeField(verbose_name='à')),
                    ('word', models.CharField(blank=True, max_length=500, verbose_name='mot de l’équipe')),
                    ('author_id', models.UUIDField(verbose_name='transmise par')),
                    ('author_name', models.CharField(max_length=200, verbose_name='transmise par (nom)')),
                    ('given_at', models.DateTimeField(verbose_name='transmise le')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'relève',
                    'indexes': [models.Index(fields=['unit', '-given_at'], name='handover_unit')],
                },
            ),
            migrations.AddIndex(
                model_name='note',
                index=models.Index(condition=models.Q(('goal__isnull', False)), fields=['goal', '-happened_at', '-thread_id'], name='note_of_goal'),
            ),
            migrations.AddConstraint(
                model_name='note',
                constraint=models.UniqueConstraint(fields=('thread_id', 'version'), name='note_version_once'),
            ),
            migrations.AddIndex(
                model_name='reading',
                index=models.Index(condition=models.Q(('is_expected', True), ('read_at', None)), fields=['practitioner', '-level', 'asked_at'], name='reading_waiting'),
            ),
            migrations.AddIndex(
                model_name='reading',
                index=models.Index(fields=['unit', 'asked_at'], name='reading_recent'),
            ),
            migrations.AddConstraint(
                model_name='reading',
                constraint=models.UniqueConstraint(fields=('thread_id', 'practitioner'), name='reading_once'),
            ),
            migrations.AddIndex(
                model_name='roundcheck',
                index=models.Index(fields=['unit', '-seen_at'], name='round_unit'),
            ),
            migrations.AddIndex(
                model_name='takeover',
                index=models.Index(fields=['unit', 'practitioner', '-taken_at'], name='takeover_last'),
            ),
            migrations.AddIndex(
                model_name='task',
                index=models.Index(condition=models.Q(('done_at', None)), fields=['unit', 'due_at'], name='task_unit'),
            ),
            migrations.AddIndex(
                model_name='task',
                index=models.Index(condition=models.Q(('done_at', None)), fields=['owner', 'due_at'], name='task_owner'),
            ),
            migrations.AddIndex(
                model_name='task',
                index=models.Index(condition=models.Q(('done_at', None)), fields=['record', 'due_at'], name='task_record'),
            ),
            migrations.AddIndex(
                model_name='task',
                index=models.Index(condition=models.Q(('done_at__isnull', False)), fields=['unit', '-done_at'], name='task_done'),
            ),
            migrations.AddConstraint(
                model_name='task',
                constraint=models.UniqueConstraint(condition=models.Q(('deadline_source_id__isnull', False)), fields=('organization', 'deadline_source_id', 'deadline_kind', 'deadline_on', 'deadline_step'), name='task_of_deadline_once'),
            ),
        ]),
    ]
