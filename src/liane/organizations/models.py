"""Who runs the houses: organisme gestionnaire → facility (ESSMS) → unit → places, and the shifts of each team."""

from django.db import models

from liane.kit.models import IdModel, OrganizationModel


class Organization(IdModel):
    """Organisme gestionnaire (FINESS legal entity). Between two of them stand two walls."""

    name = models.CharField("nom", max_length=200)
    finess_ej = models.CharField("FINESS juridique", max_length=9, blank=True)

    class Meta:
        verbose_name = "organisme gestionnaire"

    def __str__(self) -> str:
        return self.name


class Facility(OrganizationModel):
    """Établissement ou service (ESSMS). Its sector is a pack of data, never an `if`.

    `is_discreet`: its very name is sensitive (CSAPA: right to anonymity, CSP L3411-7); colleagues of other
    facilities are never told that somebody is followed there.
    """

    name = models.CharField("nom", max_length=200)
    finess_et = models.CharField("FINESS géographique", max_length=9, blank=True)
    category = models.CharField("catégorie FINESS", max_length=4, blank=True)
    pack = models.CharField("secteur", max_length=40)
    is_discreet = models.BooleanField("secret renforcé", default=False)
    rank = models.PositiveSmallIntegerField("ordre", db_default=0)

    class Meta:
        verbose_name = "établissement ou service"
        verbose_name_plural = "établissements et services"
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="facility_name_once")]

    def __str__(self) -> str:
        return self.name


class Unit(OrganizationModel):
    """Unité, groupe or team of a service: the perimeter of secrecy and of the hand-over."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="units", verbose_name="établissement")
    name = models.CharField("nom", max_length=120)
    is_open = models.BooleanField("ouverte", default=True)
    rank = models.PositiveSmallIntegerField("ordre", db_default=0)

    class Meta:
        verbose_name = "unité"
        constraints = [models.UniqueConstraint(fields=["facility", "name"], name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


class Place(OrganizationModel):
    """Where somebody can be received: a room, a bed, a flat, a place of a service."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="places", verbose_name="unité")
    name = models.CharField("nom", max_length=60)

    class Meta:
        verbose_name = "place"
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="place_name_once")]

    def __str__(self) -> str:
        return self.name


class Shift(OrganizationModel):
    """When a team hands over to the next: a night starts one day and ends the next (start after end)."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="shifts", verbose_name="unité")
    name = models.CharField("nom", max_length=40)
    starts = models.TimeField("début")
    ends = models.TimeField("fin")

    class Meta:
        verbose_name = "poste de travail"
        constraints = [models.UniqueConstraint(fields=["unit", "starts"], name="shift_start_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def spans_midnight(self) -> bool:
        """True for a night: 21 h → 7 h."""
        return self.ends <= self.starts
