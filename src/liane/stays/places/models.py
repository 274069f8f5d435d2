"""Who occupies which place, from when to when."""

from django.db import models
from django.db.models import F, Q

from liane.kit.models import OrganizationModel


class Occupation(OrganizationModel):
    """A place held by a stay, both days included. Two stays in one place on one day: refused by the database (a trigger).

    A change of room ends one line and begins another: the census of a past day knows where everybody slept.
    """

    stay = models.ForeignKey("stays.Stay", models.CASCADE, related_name="occupations", verbose_name="accompagnement")
    place = models.ForeignKey("organizations.Place", models.PROTECT, related_name="+", verbose_name="place")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au", null=True, blank=True)

    class Meta:
        verbose_name = "place occupée"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="occupation_ends_after"
            ),
            models.UniqueConstraint(fields=["stay"], condition=Q(ends_on=None), name="occupation_one_place"),
        ]
        indexes = [models.Index(fields=["place", "starts_on"], name="occupation_of_place")]
