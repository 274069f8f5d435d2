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


class SavedDraft(OrganizationModel):
    """Brouillon: a text being written, kept for its author alone until she saves it or lets it go (ux §2.5).

    `key` is chosen by the form, like the identifier of what it will write. Once ended, the words are gone and the line
    remains for a day: a copy sent late by a slow network cannot bring a finished text back.
    """

    account_id = models.UUIDField("à qui")
    key = models.UUIDField("repère du formulaire")
    form = models.CharField("formulaire", max_length=80)
    address = models.CharField("où il sera envoyé", max_length=300)
    page = models.CharField("page où il s’écrit", max_length=300)
    device = models.CharField("appareil", max_length=40, blank=True)
    fields = models.TextField("ce qui est écrit")
    revision = models.PositiveBigIntegerField("état")
    begun_at = models.DateTimeField("commencé le")
    changed_at = models.DateTimeField("changé le")
    ended_at = models.DateTimeField("fini le", null=True)

    class Meta:
        verbose_name = "brouillon"
        constraints = [models.UniqueConstraint(fields=["organization", "account_id", "key"], name="draft_once")]
        indexes = [
            models.Index(fields=["account_id"], name="draft_waiting", condition=models.Q(ended_at=None)),
            models.Index(fields=["changed_at"], name="draft_old"),
        ]
