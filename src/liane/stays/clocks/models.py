"""What is still to do for a stay, by which day; and what was done, said by whom."""

from django.db import models

from liane.kit.models import GrowingModel


class ClockDue(GrowingModel):
    """A delay not yet met, computed from the stay by `stays.clocks.engine` and written anew each time the stay changes.

    It holds no fact of its own: erasing the whole table and computing it again gives the same lines.
    """

    stay = models.ForeignKey(
        "stays.Stay", models.CASCADE, related_name="+", verbose_name="accompagnement", db_index=False
    )
    record = models.ForeignKey("people.Record", models.PROTECT, related_name="+", verbose_name="dossier")
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    code = models.SlugField("délai", db_index=False)
    source_id = models.UUIDField("à propos de")
    due_on = models.DateField("pour le")
    why = models.CharField("d’où l’on compte", max_length=120)

    class Meta:
        verbose_name = "délai à tenir"
        constraints = [models.UniqueConstraint(fields=["stay", "code", "source_id"], name="clock_due_once")]
        indexes = [models.Index(fields=["unit", "due_on", "id"], name="clock_due_by_unit")]


class ClockMark(GrowingModel):
    """«C’est fait»: somebody says that a delay was met, on which day. A mark said by mistake is taken back by another."""

    stay = models.ForeignKey("stays.Stay", models.PROTECT, related_name="+", verbose_name="accompagnement")
    record = models.ForeignKey("people.Record", models.PROTECT, related_name="+", verbose_name="dossier")
    unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, related_name="+", verbose_name="unité", db_index=False
    )
    code = models.SlugField("délai", db_index=False)
    source_id = models.UUIDField("à propos de")
    done_on = models.DateField("fait le")
    note = models.CharField("à savoir", max_length=300, blank=True)
    takes_back = models.UUIDField("reprend", null=True)
    author_id = models.UUIDField("auteur")
    author_name = models.CharField("auteur (nom)", max_length=200)
    written_at = models.DateTimeField("écrit le")

    class Meta:
        verbose_name = "délai tenu"
        constraints = [models.UniqueConstraint(fields=["takes_back"], name="clock_mark_taken_back_once")]
