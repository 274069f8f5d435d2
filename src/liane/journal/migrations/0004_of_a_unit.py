"""Who read the hand-over of a unit, « Ce soir », the list of who was there: found by unit and moment, whatever the age of the journal."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('journal', '0003_chains'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='journalentry',
            index=models.Index(condition=models.Q(('kind__in', ['handover.opened', 'handover.printed', 'tonight.opened', 'census.read'])), fields=['object_id', '-at'], name='journal_of_unit'),
        ),
    ]
