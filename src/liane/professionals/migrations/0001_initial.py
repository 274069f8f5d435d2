"""The tables of this room."""

import django.db.models.deletion
import django.db.models.functions.text
import liane.kit.ids
from django.conf import settings
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
                name='Tries',
                fields=[
                    ('key', models.CharField(max_length=64, primary_key=True, serialize=False)),
                    ('value', models.JSONField()),
                    ('nonce', models.UUIDField(default=liane.kit.ids.uuid7)),
                    ('expires_at', models.DateTimeField(db_index=True)),
                ],
                options={
                    'verbose_name': 'essais de connexion',
                },
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('login', models.CharField(max_length=150, unique=True, verbose_name='nom de connexion')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse électronique')),
                    ('slug', models.SlugField(blank=True, verbose_name='repère de la démonstration')),
                    ('is_active', models.BooleanField(default=True, verbose_name='actif')),
                    ('is_instance_admin', models.BooleanField(default=False, verbose_name='administre l’instance, sans accès aux dossiers')),
                    ('is_password_given', models.BooleanField(db_default=False, verbose_name='mot de passe remis, à changer')),
                    ('password_at', models.DateTimeField(null=True, verbose_name='mot de passe choisi le')),
                    ('refused', models.PositiveIntegerField(db_default=0, verbose_name='mauvais mots de passe depuis la dernière connexion')),
                    ('pin', models.CharField(blank=True, db_default='', max_length=128, verbose_name='code du poste partagé')),
                    ('date_joined', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ],
                options={
                    'verbose_name': 'compte',
                    'indexes': [models.Index(django.db.models.functions.text.Upper('email'), name='account_email')],
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Upper('login'), name='account_login_once')],
                },
            ),
            migrations.CreateModel(
                name='Practitioner',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('first_name', models.CharField(max_length=100, verbose_name='prénom')),
                    ('last_name', models.CharField(max_length=100, verbose_name='nom')),
                    ('profession', models.CharField(max_length=120, verbose_name='métier')),
                    ('rpps', models.CharField(blank=True, max_length=11, verbose_name='RPPS')),
                    ('phone', models.CharField(blank=True, max_length=30, verbose_name='téléphone')),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practitioners', to=settings.AUTH_USER_MODEL, verbose_name='compte')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'professionnel',
                },
            ),
            migrations.CreateModel(
                name='PractitionerRole',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('role_code', models.SlugField(verbose_name='rôle')),
                    ('starts_at', models.DateTimeField(verbose_name='depuis')),
                    ('ends_at', models.DateTimeField(null=True, verbose_name='jusqu’à')),
                    ('facility', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='organizations.facility', verbose_name='établissement')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='professionals.practitioner', verbose_name='professionnel')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'poste',
                },
            ),
            migrations.CreateModel(
                name='SharedDevice',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=80, verbose_name='nom')),
                    ('secret', models.CharField(max_length=64, verbose_name='empreinte du secret')),
                    ('hours', models.PositiveSmallIntegerField(default=12, verbose_name='heures pendant lesquelles le code suffit')),
                    ('enrolled_at', models.DateTimeField(auto_now_add=True, verbose_name='déclaré le')),
                    ('ended_at', models.DateTimeField(null=True, verbose_name='retiré le')),
                    ('enrolled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='professionals.practitioner', verbose_name='déclaré par')),
                    ('facility', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='organizations.facility', verbose_name='établissement')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='organizations.unit', verbose_name='unité')),
                ],
                options={
                    'verbose_name': 'poste partagé',
                },
            ),
            migrations.CreateModel(
                name='Session',
                fields=[
                    ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                    ('session_data', models.TextField(verbose_name='session data')),
                    ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                    ('organization_id', models.UUIDField(null=True, verbose_name='organisme choisi')),
                    ('unit_id', models.UUIDField(null=True, verbose_name='unité choisie')),
                    ('signed_in_at', models.DateTimeField(null=True)),
                    ('seen_at', models.DateTimeField(null=True)),
                    ('browser', models.CharField(db_default='', max_length=60, verbose_name='navigateur')),
                    ('origin', models.CharField(db_default='', max_length=60, verbose_name='d’où')),
                    ('is_locked', models.BooleanField(db_default=False, verbose_name='verrouillée')),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                    ('device', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='professionals.shareddevice')),
                ],
                options={
                    'verbose_name': 'session',
                },
            ),
            migrations.CreateModel(
                name='DevicePresence',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('since', models.DateTimeField(verbose_name='connexion complète')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('practitioner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='professionals.practitioner', verbose_name='professionnel')),
                    ('device', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='professionals.shareddevice')),
                ],
                options={
                    'verbose_name': 'présence sur un poste partagé',
                },
            ),
            migrations.CreateModel(
                name='SignInRule',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('second_factor_from', models.DateField(null=True, verbose_name='second facteur demandé à partir du')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'règle de connexion',
                },
            ),
            migrations.AddIndex(
                model_name='practitioner',
                index=models.Index(fields=['account'], name='practitioner_account'),
            ),
            migrations.AddIndex(
                model_name='practitionerrole',
                index=models.Index(fields=['practitioner'], name='post_practitioner'),
            ),
            migrations.AddIndex(
                model_name='practitionerrole',
                index=models.Index(fields=['unit'], name='post_unit'),
            ),
            migrations.AddConstraint(
                model_name='devicepresence',
                constraint=models.UniqueConstraint(fields=('device', 'practitioner'), name='presence_once'),
            ),
            migrations.AddConstraint(
                model_name='signinrule',
                constraint=models.UniqueConstraint(fields=('organization',), name='sign_in_rule_once'),
            ),
        ]),
    ]
