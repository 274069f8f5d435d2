"""What the house remembers of its backups and of their trials: written by the owner, read by the application."""

from django.conf import settings
from django.db import migrations, models

import liane.kit.ids
from liane.kit.rls import append_only

_APP = '"' + settings.DATABASES["default"]["USER"].replace('"', "") + '"'


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="SafetyRun",
            fields=[
                (
                    "id",
                    models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BACKUP", "sauvegarde"),
                            ("TRIAL", "essai de restauration"),
                            ("RESTORE", "restauration"),
                        ],
                        max_length=10,
                        verbose_name="quoi",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="quand")),
                ("is_success", models.BooleanField(verbose_name="réussi")),
                ("seconds", models.PositiveIntegerField(verbose_name="durée en secondes")),
                ("sentence", models.CharField(max_length=500, verbose_name="ce qui s’est passé")),
                ("figures", models.JSONField(default=dict, verbose_name="chiffres")),
            ],
            options={
                "verbose_name": "passage de sûreté",
                "indexes": [models.Index(fields=["kind", "-at"], name="safety_newest")],
            },
        ),
        append_only("config_safetyrun"),
        migrations.RunSQL(
            f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON config_safetyrun FROM {_APP}",
            f"GRANT INSERT, UPDATE, DELETE ON config_safetyrun TO {_APP}",
        ),
    ]
