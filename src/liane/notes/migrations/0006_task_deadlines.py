"""A task may come from a date of the record: which one, for which day, at which step it was reminded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notes", "0005_goal")]
    operations = [
        migrations.AddField(
            "task",
            "deadline_kind",
            models.SlugField("échéance (nature)", blank=True, db_default="", db_index=False, default=""),
        ),
        migrations.AddField("task", "deadline_source_id", models.UUIDField("échéance (de quoi)", null=True)),
        migrations.AddField("task", "deadline_on", models.DateField("échéance le", null=True)),
        migrations.AddField("task", "deadline_step", models.PositiveSmallIntegerField("rappelée à J-", null=True)),
        migrations.AddConstraint(
            "task",
            models.UniqueConstraint(
                fields=["organization", "deadline_source_id", "deadline_kind", "deadline_on", "deadline_step"],
                name="task_of_deadline_once",
                condition=models.Q(deadline_source_id__isnull=False),
            ),
        ),
    ]
