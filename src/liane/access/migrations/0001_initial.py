"""The tables of this room."""

import django.contrib.postgres.fields
import django.db.models.deletion
import liane.kit.ids
from django.db import migrations, models

from liane.kit.together import Together


class Migration(migrations.Migration):
    # Houses that tried an earlier state of this version have all of these already.
    replaces = [
        ("access", "0004_houses_of_an_account"),
        ("access", "0005_lent"),
        ("access", "0006_where_one_is"),
        ("access", "0007_rights_desk"),
        ("access", "0008_rights_desk_wall"),
        ("access", "0009_actor_with_exceptions"),
        ("access", "0010_shared_devices"),
        ("access", "0011_rescue"),
        ("access", "0012_role_origin"),
        ("access", "0013_behind_the_wall"),
        ("access", "0014_clock_set_back"),
    ]

    initial = True

    dependencies = [
        ('organizations', '0001_initial'),
        ('professionals', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='RightsReview',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('started_at', models.DateTimeField(verbose_name='ouverte le')),
                    ('starter_name', models.CharField(max_length=200, verbose_name='ouverte par')),
                    ('closed_at', models.DateTimeField(null=True, verbose_name='terminée le')),
                    ('closer_name', models.CharField(blank=True, max_length=200, verbose_name='terminée par')),
                    ('kept', models.PositiveIntegerField(default=0, verbose_name='postes confirmés')),
                    ('ended', models.PositiveIntegerField(default=0, verbose_name='postes terminés')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'revue des droits',
                },
            ),
            migrations.CreateModel(
                name='PostDecision',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('kind', models.CharField(choices=[('GIVEN', 'donné'), ('KEPT', 'confirmé'), ('DOUBTED', 'signalé à la direction'), ('ENDED', 'terminé')], max_length=10, verbose_name='décision')),
                    ('at', models.DateTimeField(verbose_name='quand')),
                    ('author_id', models.UUIDField(null=True, verbose_name='par')),
                    ('author_name', models.CharField(max_length=200, verbose_name='par')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='professionals.practitionerrole', verbose_name='poste')),
                    ('review', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='access.rightsreview', verbose_name='revue')),
                ],
                options={
                    'verbose_name': 'décision sur un poste',
                },
            ),
            migrations.CreateModel(
                name='Role',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('code', models.SlugField(verbose_name='code')),
                    ('label', models.CharField(max_length=120, verbose_name='nom')),
                    ('short', models.CharField(max_length=60, verbose_name='nom court')),
                    ('family', models.CharField(max_length=40, verbose_name='famille')),
                    ('rights', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='droits')),
                    ('reads', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None, verbose_name='volets lus')),
                    ('writes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, size=None, verbose_name='volets écrits')),
                    ('origin_code', models.SlugField(blank=True, db_default='', default='', verbose_name='copié de')),
                    ('version', models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name='version')),
                    ('retired_at', models.DateTimeField(null=True, verbose_name='retiré de la liste le')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'rôle',
                },
            ),
            migrations.CreateModel(
                name='RoleChange',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('at', models.DateTimeField(verbose_name='quand')),
                    ('author_id', models.UUIDField(verbose_name='par')),
                    ('author_name', models.CharField(max_length=200, verbose_name='par')),
                    ('before', models.JSONField(default=dict, verbose_name='avant')),
                    ('after', models.JSONField(default=dict, verbose_name='après')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('role', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='access.role', verbose_name='rôle')),
                ],
                options={
                    'verbose_name': 'version d’un rôle',
                },
            ),
            migrations.CreateModel(
                name='Emergency',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('record_id', models.UUIDField(verbose_name='dossier')),
                    ('unit_ids', django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None, verbose_name='unités qui accompagnent')),
                    ('reason', models.CharField(max_length=300, verbose_name='raison')),
                    ('starts_at', models.DateTimeField(verbose_name='depuis')),
                    ('ends_at', models.DateTimeField(verbose_name='jusqu’à')),
                    ('told_at', models.DateTimeField(null=True, verbose_name='annoncé le')),
                    ('told_count', models.PositiveIntegerField(default=0, verbose_name='personnes prévenues')),
                    ('verdict', models.CharField(blank=True, choices=[('JUSTIFIED', 'Justifié'), ('DISCUSSED', 'À reprendre avec la personne qui l’a ouvert')], max_length=10, verbose_name='avis')),
                    ('remark', models.CharField(blank=True, max_length=300, verbose_name='remarque')),
                    ('reviewed_at', models.DateTimeField(null=True, verbose_name='revu le')),
                    ('reviewer_name', models.CharField(blank=True, max_length=200, verbose_name='revu par')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='professionals.practitioner', verbose_name='professionnel')),
                ],
                options={
                    'verbose_name': 'accès d’urgence',
                    'indexes': [models.Index(fields=['practitioner', '-ends_at'], name='emergency_practitioner'), models.Index(fields=['record_id', '-starts_at'], name='emergency_record'), models.Index(condition=models.Q(('reviewed_at', None)), fields=['organization'], name='emergency_unreviewed')],
                },
            ),
            migrations.CreateModel(
                name='LookAs',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('session_digest', models.CharField(max_length=64, verbose_name='session')),
                    ('starts_at', models.DateTimeField(verbose_name='depuis')),
                    ('ends_at', models.DateTimeField(verbose_name='jusqu’à')),
                    ('colleague', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='professionals.practitioner', verbose_name='collègue')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='professionals.practitioner', verbose_name='professionnel')),
                ],
                options={
                    'verbose_name': 'regard avec les droits d’un collègue',
                    'indexes': [models.Index(fields=['session_digest'], name='look_as_session')],
                },
            ),
            migrations.AddConstraint(
                model_name='rightsreview',
                constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('organization',), name='one_rights_review_at_a_time'),
            ),
            migrations.AddIndex(
                model_name='postdecision',
                index=models.Index(fields=['post', '-at'], name='decision_post'),
            ),
            migrations.AddConstraint(
                model_name='role',
                constraint=models.UniqueConstraint(fields=('organization', 'code'), name='role_code_once'),
            ),
        ]),
    ]
