"""The list of who was there is found apart: it is about the day that it shows, whenever it is read."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0004_of_a_unit'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='journalentry',
            name='journal_of_unit',
        ),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(condition=models.Q(('kind__in', ['handover.opened', 'handover.printed', 'tonight.opened'])), fields=['object_id', '-at'], name='journal_of_unit'),
        ),
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(condition=models.Q(('kind', 'census.read')), fields=['object_id', '-at'], name='journal_census'),
        ),
    ]
