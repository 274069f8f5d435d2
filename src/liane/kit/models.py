"""Base models. A sensitive row always knows its organisation; a query without one finds nothing."""

from django.db import models

from liane.kit.ids import uuid7


class IdModel(models.Model):
    """A row whose identifier is chosen before it is sent, so that a second sending finds the first."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class OrganizationModel(IdModel):
    """A row that belongs to one organisme gestionnaire: the first wall is its queryset, the second its RLS policy."""

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name="organisme gestionnaire"
    )

    class Meta:
        abstract = True


class GrowingModel(OrganizationModel):
    """A row of a table that grows for ever. It is never asked by organisation alone, and each index costs every writing."""

    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        related_name="+",
        verbose_name="organisme gestionnaire",
        db_index=False,
    )

    class Meta:
        abstract = True


class VersionedModel(models.Model):
    """A sheet that several colleagues may change: a stale version is shown beside the current one, never overwritten."""

    version = models.PositiveIntegerField("version", default=1, editable=False)
    changed_at = models.DateTimeField("changé le", auto_now=True)

    class Meta:
        abstract = True
