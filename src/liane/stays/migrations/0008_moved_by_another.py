"""A request whose place changes because another one moved has its line too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("stays", "0007_follow_up_reached")]
    operations = [
        migrations.AlterField(
            model_name="wishmove",
            name="kind",
            field=models.CharField(
                choices=[
                    ("STATE", "État"),
                    ("CRITERIA", "Critères"),
                    ("PLACE", "Place"),
                    ("RULES", "Règles de la liste"),
                    ("OTHER", "Place dans la liste"),
                ],
                max_length=10,
                verbose_name="quoi",
            ),
        ),
    ]
