"""An access given back to a colleague is shown to the DPO, with the name of whose account it is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('steering', '0002_wall'),
    ]

    operations = [
        migrations.AddField(
            model_name='alert',
            name='about',
            field=models.CharField(blank=True, db_default='', default='', max_length=300, verbose_name='collègues'),
        ),
        migrations.AlterField(
            model_name='alert',
            name='rule',
            field=models.CharField(choices=[('emergency', 'Accès d’urgence'), ('many', 'Beaucoup de dossiers hors de son équipe'), ('night', 'Lecture de nuit inhabituelle'), ('same_name', 'Même nom de famille'), ('protected', 'Personne protégée'), ('refused', 'Refus répétés'), ('exported', 'Données sorties'), ('printed', 'Impressions nombreuses'), ('rescued', 'Accès rouvert')], max_length=12, verbose_name='règle'),
        ),
    ]
