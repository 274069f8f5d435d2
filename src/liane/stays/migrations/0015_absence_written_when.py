"""An absence that comes with a house which moves keeps the moment at which it was written."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stays", "0014_retention_wall")]
    operations = [
        migrations.AlterField(
            model_name="absence",
            name="written_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="écrit le"),
        ),
    ]
