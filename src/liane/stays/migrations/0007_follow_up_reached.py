"""A point of the follow-up that found nobody is counted apart from one that brought news."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stays", "0006_request_erasure")]
    operations = [
        migrations.AddField(
            model_name="followup",
            name="reached",
            field=models.BooleanField(blank=True, null=True, verbose_name="quelqu’un a répondu"),
        ),
    ]
