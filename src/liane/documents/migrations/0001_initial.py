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
        ('professionals', '0001_initial'),
    ]

    operations = [
        Together([
            migrations.CreateModel(
                name='StoredFile',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('digest', models.CharField(max_length=64, verbose_name='empreinte SHA-256')),
                    ('size', models.PositiveIntegerField(verbose_name='taille en octets')),
                    ('media_type', models.CharField(max_length=100, verbose_name='sorte de contenu')),
                    ('wanted_at', models.DateTimeField(verbose_name='demandé le')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('preview', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='vignette')),
                ],
                options={
                    'verbose_name': 'fichier gardé',
                },
            ),
            migrations.CreateModel(
                name='Document',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('volet', models.CharField(max_length=12, verbose_name='volet')),
                    ('line_kind', models.CharField(max_length=20, verbose_name='ligne du fil (nature)')),
                    ('line_id', models.UUIDField(verbose_name='ligne du fil')),
                    ('kind', models.CharField(choices=[('DECISION', 'Décision, notification'), ('IDENTITY', 'Pièce d’identité'), ('CERTIFICATE', 'Attestation, certificat'), ('RESOURCES', 'Ressources, budget, logement'), ('MEASURE', 'Jugement, mesure de protection'), ('PRESCRIPTION', 'Ordonnance'), ('REPORT', 'Compte rendu, résultat médical'), ('CONTRACT', 'Contrat, autorisation'), ('LETTER', 'Courrier'), ('PHOTO', 'Photo'), ('OTHER', 'Autre papier')], default='OTHER', max_length=12, verbose_name='sorte de papier')),
                    ('title', models.CharField(max_length=150, verbose_name='titre')),
                    ('title_key', models.CharField(editable=False, max_length=300, verbose_name='titre plié, pour chercher')),
                    ('dated_on', models.DateField(null=True, verbose_name='date du papier')),
                    ('file_name', models.CharField(max_length=150, verbose_name='nom du fichier')),
                    ('author_id', models.UUIDField(verbose_name='ajouté par')),
                    ('author_name', models.CharField(max_length=200, verbose_name='ajouté par (nom)')),
                    ('author_role', models.CharField(blank=True, max_length=120, verbose_name='ajouté par (fonction)')),
                    ('added_at', models.DateTimeField(verbose_name='ajouté le')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('record', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.record', verbose_name='dossier')),
                    ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.unit', verbose_name='unité')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='fichier')),
                ],
                options={
                    'verbose_name': 'papier',
                },
            ),
            migrations.CreateModel(
                name='Upload',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('name', models.CharField(max_length=150, verbose_name='nom du fichier')),
                    ('sent_at', models.DateTimeField(verbose_name='envoyé le')),
                    ('filed_at', models.DateTimeField(null=True, verbose_name='classé le')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.storedfile', verbose_name='fichier')),
                    ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                    ('practitioner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='professionals.practitioner')),
                    ('record', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.record', verbose_name='dossier')),
                ],
                options={
                    'verbose_name': 'fichier envoyé',
                },
            ),
            migrations.CreateModel(
                name='Withdrawal',
                fields=[
                    ('id', models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                    ('reason', models.CharField(max_length=300, verbose_name='raison')),
                    ('author_id', models.UUIDField(verbose_name='retiré par')),
                    ('author_name', models.CharField(max_length=200, verbose_name='retiré par (nom)')),
                    ('withdrawn_at', models.DateTimeField(verbose_name='retiré le')),
                    ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='documents.document', verbose_name='papier')),
                    ('organization', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organizations.organization', verbose_name='organisme gestionnaire')),
                ],
                options={
                    'verbose_name': 'retrait d’un papier',
                },
            ),
            migrations.AddConstraint(
                model_name='storedfile',
                constraint=models.UniqueConstraint(fields=('organization', 'digest'), name='file_kept_once'),
            ),
            migrations.AddIndex(
                model_name='document',
                index=models.Index(fields=['record', '-added_at', '-id'], name='papers_of_record'),
            ),
            migrations.AddIndex(
                model_name='document',
                index=models.Index(fields=['line_id'], name='papers_of_line'),
            ),
            migrations.AddIndex(
                model_name='upload',
                index=models.Index(fields=['practitioner', '-sent_at'], name='upload_sender'),
            ),
            migrations.AddIndex(
                model_name='upload',
                index=models.Index(fields=['sent_at'], name='upload_swept'),
            ),
        ]),
    ]
