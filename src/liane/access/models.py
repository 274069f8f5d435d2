"""Roles of an organisme: data, not code."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from liane.kit.models import OrganizationModel


class Role(OrganizationModel):
    """Profil: what its holders may do (rights) and in which parts of the record (volets read, volets written)."""

    code = models.SlugField("code")
    label = models.CharField("nom", max_length=120)
    short = models.CharField("nom court", max_length=60)
    family = models.CharField("famille", max_length=40)
    rights = ArrayField(models.CharField(max_length=40), verbose_name="droits")
    reads = ArrayField(models.CharField(max_length=12), verbose_name="volets lus", default=list)
    writes = ArrayField(models.CharField(max_length=12), verbose_name="volets écrits", default=list)

    class Meta:
        verbose_name = "rôle"
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="role_code_once")]

    def __str__(self) -> str:
        return self.label
