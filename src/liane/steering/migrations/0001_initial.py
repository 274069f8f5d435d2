"""The tables of this room."""

import django.contrib.postgres.fields
import django.db.models.deletion
import liane.kit.ids
from django.db import migrations, models

from liane.kit.together import Together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='Alert',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('rule', models.CharField(choices=[('emergency', 'Accès d’urgence'), ('many', 'Beaucoup de dossiers hors de son équipe'), ('night', 'Lecture de nuit inhabituelle'), ('same_name', 'Même nom de famille'), ('protected', 'Personne protégée'), ('refused', 'Refus répétés'), ('exported', 'Données sorties'), ('printed', 'Impressions nombreuses')], max_length=12, verbose_name='règle')),
                    ('day', models.DateField(verbose_name='journée')),
                    ('actor_id', models.UUIDField(null=True, verbose_name='professionnel')),
                    ('actor_name', models.CharField(max_length=200, verbose_name='qui')),
                    ('actor_role', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('record_id', models.UUIDField(null=True, verbose_name='dossier')),
                    ('unit_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None, verbose_name='unités concernées')),
                    ('count', models.PositiveIntegerField(verbose_name='combien')),
                    ('first_at', models.DateTimeField(verbose_name='de')),
                    ('last_at', models.DateTimeField(verbose_name='à')),
                    ('why', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ('is_open', models.BooleanField(default=True, verbose_name='à traiter')),
                    ('is_asked', models.BooleanField(default=False, verbose_name='question posée')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'accès signalé',
                },
            ),
            migrations.CreateModel(
                name='AlertReview',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('outcome', models.CharField(choices=[('fine', 'Rien d’anormal'), ('explained', 'Expliqué'), ('asked', 'Question posée'), ('answered', 'Réponse'), ('abnormal', 'Anormal')], max_length=12, verbose_name='conclusion')),
                    ('word', models.CharField(blank=True, max_length=600, verbose_name='un mot')),
                    ('author_id', models.UUIDField(null=True, verbose_name='auteur')),
                    ('author_name', models.CharField(max_length=200, verbose_name='auteur')),
                    ('at', models.DateTimeField(verbose_name='le')),
                    ('alert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='steering.alert', verbose_name='accès signalé')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'traitement d’un accès signalé',
                },
            ),
            migrations.CreateModel(
                name='Watch',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('upto', models.BigIntegerField(verbose_name='jusqu’à la ligne')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'veille',
                },
            ),
            migrations.AddIndex(
                model_name='alert',
                index=models.Index(condition=models.Q(('is_open', True)), fields=['organization', '-last_at', 'id'], name='alert_open'),
            ),
            migrations.AddIndex(
                model_name='alert',
                index=models.Index(condition=models.Q(('is_open', False)), fields=['organization', '-last_at', 'id'], name='alert_treated'),
            ),
            migrations.AddIndex(
                model_name='alert',
                index=models.Index(condition=models.Q(('is_asked', True)), fields=['actor_id'], name='alert_asked'),
            ),
            migrations.AddConstraint(
                model_name='alert',
                constraint=models.UniqueConstraint(fields=('organization', 'rule', 'day', 'actor_id', 'record_id'), name='alert_once', nulls_distinct=False),
            ),
            migrations.AddConstraint(
                model_name='watch',
                constraint=models.UniqueConstraint(fields=('organization',), name='watch_once'),
            ),
        ]),
    ]
