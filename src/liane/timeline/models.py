"""Le fil: one line per fact of a record, whatever room it comes from. The rooms announce, the fil shows."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from liane.kit.models import GrowingModel


class Entry(GrowingModel):
    """An announcement. The fact itself stays in its room (`kind` + `source_id`); who may read it is decided here.

    Read by `unit` × `volet`, by the units it is shared with, and by its author.
    """

    record = models.ForeignKey(
        "people.Record", models.CASCADE, related_name="+", verbose_name="dossier", db_index=False
    )
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    volet = models.CharField("volet", max_length=12)
    kind = models.CharField("nature", max_length=20)
    source_id = models.UUIDField("le fait")
    happened_at = models.DateTimeField("date du fait")
    announced_at = models.DateTimeField("écrit le", auto_now_add=True)
    author_id = models.UUIDField("auteur")
    author_name = models.CharField("auteur (nom)", max_length=200)
    author_role = models.CharField("auteur (fonction)", max_length=120, blank=True)
    title = models.CharField("titre", max_length=200, blank=True)
    level = models.PositiveSmallIntegerField("niveau", default=0)
    words = SearchVectorField("mots cherchés", null=True)
    shared_unit_ids = ArrayField(models.UUIDField(), default=list, verbose_name="partagé avec")

    class Meta:
        verbose_name = "ligne du fil"
        constraints = [models.UniqueConstraint(fields=["kind", "source_id"], name="announced_once")]
        indexes = [
            models.Index(fields=["record", "-happened_at", "-id"], name="fil_of_record"),
            models.Index(fields=["unit", "-happened_at"], name="fil_of_unit"),
            GinIndex(fields=["words"], name="fil_words"),
        ]


class Tally(GrowingModel):
    """How many lines each unit wrote in each volet of a record: kept by the writing, never counted on a page."""

    record = models.ForeignKey(
        "people.Record", models.CASCADE, related_name="+", verbose_name="dossier", db_index=False
    )
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    volet = models.CharField("volet", max_length=12)
    lines = models.PositiveIntegerField("lignes", default=0)
    last_at = models.DateTimeField("dernière")

    class Meta:
        verbose_name = "compte des lignes"
        constraints = [models.UniqueConstraint(fields=["record", "unit", "volet"], name="tally_once")]
