"""The tables of this room.

Each line has a number, drawn after its transaction has its identifier: what a seal covers is settled for ever. The order
of evaluation of CASE is guaranteed: the transaction is known before the number is drawn (see sealing/horizon.py).
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import liane.journal.models
import liane.kit.ids
from django.db import migrations, models

from liane.kit.together import Together

_NUMBER = """
CREATE SEQUENCE journal_number AS bigint;
CREATE FUNCTION journal_next_number() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT CASE WHEN pg_current_xact_id() IS NOT NULL THEN nextval('public.journal_number') END
$$;
"""
_BACK = "DROP FUNCTION journal_next_number(); DROP SEQUENCE journal_number;"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organizations', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(_NUMBER, _BACK),
        Together([
            migrations.CreateModel(
                name='JournalEntry',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('number', models.BigIntegerField(db_default=liane.journal.models.NextNumber(), editable=False, verbose_name='numéro')),
                    ('organization_id', models.UUIDField(editable=False, null=True)),
                    ('at', models.DateTimeField(verbose_name='quand')),
                    ('kind', models.CharField(max_length=40, verbose_name='quoi')),
                    ('account_id', models.UUIDField(null=True)),
                    ('actor_id', models.UUIDField(null=True, verbose_name='professionnel')),
                    ('actor_name', models.CharField(blank=True, max_length=200, verbose_name='qui')),
                    ('actor_role', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                    ('record_id', models.UUIDField(null=True, verbose_name='dossier')),
                    ('object_id', models.UUIDField(null=True, verbose_name='objet')),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi')),
                    ('origin', models.CharField(blank=True, max_length=60, verbose_name='d’où')),
                    ('detail', models.JSONField(default=dict, verbose_name='précisions')),
                ],
                options={
                    'verbose_name': 'trace',
                    'indexes': [models.Index(condition=models.Q(('record_id__isnull', False)), fields=['record_id', '-at'], name='journal_record'), models.Index(fields=['organization_id', 'actor_id', '-at'], name='journal_actor'), models.Index(fields=['organization_id', 'number'], name='journal_number_order'), django.contrib.postgres.indexes.BrinIndex(fields=['at'], name='journal_time')],
                },
            ),
            migrations.CreateModel(
                name='LegalHold',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('record_id', models.UUIDField(null=True, verbose_name='dossier')),
                    ('reason', models.CharField(max_length=300, verbose_name='pourquoi')),
                    ('placed_at', models.DateTimeField(verbose_name='posé le')),
                    ('author_id', models.UUIDField(null=True, verbose_name='auteur')),
                    ('author_name', models.CharField(max_length=200, verbose_name='auteur')),
                    ('lifted_at', models.DateTimeField(null=True, verbose_name='levé le')),
                    ('lifted_by', models.CharField(blank=True, max_length=200, verbose_name='levé par')),
                    ('lifted_reason', models.CharField(blank=True, max_length=300, verbose_name='pourquoi levé')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'gel des effacements',
                },
            ),
            migrations.CreateModel(
                name='Purge',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization_id', models.UUIDField(editable=False, null=True)),
                    ('seal', models.PositiveIntegerField(verbose_name='scellé')),
                    ('numbers', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None, verbose_name='lignes')),
                    ('lines', models.PositiveIntegerField(verbose_name='nombre de lignes')),
                    ('rule', models.CharField(max_length=300, verbose_name='règle')),
                    ('purged_at', models.DateTimeField(verbose_name='effacées le')),
                    ('key', models.CharField(max_length=16, verbose_name='clé')),
                    ('signature', models.BinaryField(verbose_name='signature')),
                ],
                options={
                    'verbose_name': 'certificat d’effacement',
                    'indexes': [models.Index(fields=['organization_id', 'seal'], name='purge_of_seal')],
                },
            ),
            migrations.CreateModel(
                name='RetentionRule',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('access_months', models.PositiveSmallIntegerField(null=True, verbose_name='accès aux dossiers (mois)')),
                    ('security_months', models.PositiveSmallIntegerField(verbose_name='connexions et gestes sans dossier (mois)')),
                    ('reason', models.CharField(max_length=300, verbose_name='pourquoi')),
                    ('chosen_at', models.DateTimeField(verbose_name='choisie le')),
                    ('author_id', models.UUIDField(null=True, verbose_name='auteur')),
                    ('author_name', models.CharField(max_length=200, verbose_name='auteur')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'durée de conservation',
                },
            ),
            migrations.CreateModel(
                name='Seal',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization_id', models.UUIDField(editable=False, null=True)),
                    ('number', models.PositiveIntegerField(verbose_name='numéro')),
                    ('form', models.PositiveSmallIntegerField(verbose_name='forme')),
                    ('first_line', models.BigIntegerField(verbose_name='première ligne')),
                    ('last_line', models.BigIntegerField(verbose_name='dernière ligne')),
                    ('lines', models.PositiveIntegerField(verbose_name='lignes')),
                    ('first_at', models.DateTimeField(verbose_name='ligne la plus ancienne')),
                    ('last_at', models.DateTimeField(verbose_name='ligne la plus récente')),
                    ('sealed_at', models.DateTimeField(verbose_name='scellé le')),
                    ('digest', models.BinaryField(verbose_name='empreinte des lignes')),
                    ('previous', models.BinaryField(verbose_name='tête précédente')),
                    ('head', models.BinaryField(verbose_name='tête')),
                    ('key', models.CharField(max_length=16, verbose_name='clé')),
                    ('signature', models.BinaryField(verbose_name='signature')),
                    ('leaves', models.BinaryField(verbose_name='empreinte de chaque ligne')),
                ],
                options={
                    'verbose_name': 'scellé',
                    'constraints': [models.UniqueConstraint(fields=('organization_id', 'number'), name='seal_number_once', nulls_distinct=False)],
                },
            ),
            migrations.CreateModel(
                name='Verification',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('organization_id', models.UUIDField(editable=False, null=True)),
                    ('at', models.DateTimeField(verbose_name='quand')),
                    ('seals', models.PositiveIntegerField(verbose_name='scellés')),
                    ('lines', models.PositiveBigIntegerField(verbose_name='lignes lues')),
                    ('purged', models.PositiveBigIntegerField(verbose_name='lignes effacées à leur terme')),
                    ('heads', models.PositiveIntegerField(verbose_name='têtes comparées')),
                    ('faults', models.PositiveIntegerField(verbose_name='constats')),
                    ('sentences', models.JSONField(default=list, verbose_name='phrases')),
                ],
                options={
                    'verbose_name': 'vérification du journal',
                    'indexes': [models.Index(fields=['organization_id', '-at'], name='verification_newest')],
                },
            ),
            migrations.CreateModel(
                name='RetentionPreview',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('on', models.DateField(verbose_name='effacement le')),
                    ('accesses', models.PositiveBigIntegerField(verbose_name='accès')),
                    ('security', models.PositiveBigIntegerField(verbose_name='connexions')),
                    ('held', models.PositiveBigIntegerField(verbose_name='gardées par un gel')),
                    ('counted_at', models.DateTimeField(verbose_name='compté le')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'prévision d’effacement',
                    'constraints': [models.UniqueConstraint(fields=('organization',), name='preview_once')],
                },
            ),
        ]),
    ]
