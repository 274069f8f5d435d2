"""What was asked to read lately in a unit: the hand-over and Ma journée cost the same after three years as on the first day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0002_wall")]
    operations = [
        migrations.AddIndex("reading", models.Index(fields=["unit", "asked_at"], name="reading_recent")),
    ]
