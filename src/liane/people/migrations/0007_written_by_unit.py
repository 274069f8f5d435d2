"""Who wrote a line of «L’essentiel», of «À savoir» or of the circle: what a discreet facility writes stays with its teams."""

import django.db.models.deletion
from django.db import migrations, models

from liane.kit.rls import same_organization

_MODELS = ("flag", "relative", "essentialanswer")


def _unit(model: str) -> migrations.AddField:
    return migrations.AddField(
        model_name=model,
        name="unit",
        field=models.ForeignKey(
            db_index=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="+",
            to="organizations.unit",
            verbose_name="écrit pour",
        ),
    )


def _is_shared(model: str) -> migrations.AddField:
    field = models.BooleanField(db_default=False, default=False, verbose_name="partagé avec les autres équipes")
    return migrations.AddField(model_name=model, name="is_shared", field=field)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_lent"), ("organizations", "0002_wall")]
    operations = [
        *(operation(model) for model in _MODELS for operation in (_unit, _is_shared)),
        *(same_organization(f"people_{model}", "unit_id", "organizations_unit") for model in _MODELS),
    ]
