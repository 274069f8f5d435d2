"""What the house remembers of its own safety: backups made, and trials of bringing one back."""

from django.db import models

from liane.kit.models import IdModel


class SafetyRun(IdModel):
    """One backup, one trial of restoration, or one restoration: when, how it ended, in one sentence. About nobody.

    Written by the commands under the owner of the tables; the application can only read it.
    """

    class Kind(models.TextChoices):
        """What was done."""

        BACKUP = "BACKUP", "sauvegarde"
        TRIAL = "TRIAL", "essai de restauration"
        RESTORE = "RESTORE", "restauration"

    kind = models.CharField("quoi", max_length=10, choices=Kind)
    at = models.DateTimeField("quand")
    is_success = models.BooleanField("réussi")
    seconds = models.PositiveIntegerField("durée en secondes")
    sentence = models.CharField("ce qui s’est passé", max_length=500)
    figures = models.JSONField("chiffres", default=dict)

    class Meta:
        verbose_name = "passage de sûreté"
        indexes = [models.Index(fields=["kind", "-at"], name="safety_newest")]
