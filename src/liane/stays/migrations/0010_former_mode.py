"""How somebody was accompanied before the mode of her stay changed, behind the second wall."""

import django.db.models.deletion
from django.db import migrations, models

import liane.kit.ids
from liane.kit.rls import protect, same_organization

_MODES = [
    ("FULL", "Hébergement complet"), ("DAY", "Accueil de jour"), ("NIGHT", "Accueil de nuit"),
    ("TEMPORARY", "Accueil temporaire"), ("FAMILY", "Accueil familial"), ("HOME", "À domicile"),
    ("OUTPATIENT", "Consultation, suivi"), ("SEMI", "Semi-internat"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("organizations", "0002_wall"), ("stays", "0009_still_asked")]
    operations = [
        migrations.CreateModel(
            name="FormerMode",
            fields=[
                (
                    "id",
                    models.UUIDField(default=liane.kit.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("mode", models.CharField(choices=_MODES, max_length=12, verbose_name="mode d’accueil")),
                ("until", models.DateField(verbose_name="jusqu’au")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.organization",
                        verbose_name="organisme gestionnaire",
                    ),
                ),
                (
                    "stay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_modes",
                        to="stays.stay",
                        verbose_name="accompagnement",
                    ),
                ),
            ],
            options={
                "verbose_name": "mode d’accueil d’avant",
                "constraints": [models.UniqueConstraint(fields=("stay", "until"), name="former_mode_of_a_day")],
            },
        ),
        protect("stays_formermode"),
        same_organization("stays_formermode", "stay_id", "stays_stay"),
    ]
