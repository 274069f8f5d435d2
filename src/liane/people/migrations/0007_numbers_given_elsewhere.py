"""Two houses of other organismes (two MDPH, two départements) may give one number to two persons: told apart by their FINESS."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("people", "0006_identity_table")]
    operations = [
        migrations.RemoveConstraint(model_name="localidentifier", name="local_identifier_once"),
        migrations.AddConstraint(
            model_name="localidentifier",
            constraint=models.UniqueConstraint(
                fields=["organization", "kind", "facility", "value"],
                name="local_identifier_once",
                condition=Q(facility__isnull=False),
            ),
        ),
        migrations.AddConstraint(
            model_name="localidentifier",
            constraint=models.UniqueConstraint(
                fields=["organization", "kind", "finess", "value"],
                name="local_identifier_once_elsewhere",
                condition=Q(facility=None),
            ),
        ),
    ]
