"""Lines of a record that remember which unit wrote them."""

from django.db import models


class WrittenByUnit(models.Model):
    """A line of the record that a unit wrote. Who is told of it: `people.queries.told`."""

    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, related_name="+", verbose_name="écrit pour", db_index=False
    )
    is_shared = models.BooleanField("partagé avec les autres équipes", default=False, db_default=False)

    class Meta:
        abstract = True
