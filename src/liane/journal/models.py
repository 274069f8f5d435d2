"""The journal: who did what, about whom, when and why. It is written once and read by the person herself."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from liane.kit.ids import uuid7


class JournalEntry(models.Model):
    """One trace (FHIR AuditEvent). Identifiers without foreign keys: the journal outlives what it speaks of.

    The application role may only insert and read, a trigger refuses the rest (CNIL délibération 2021-122).
    `organization_id` is empty for what happens before somebody is known (a failed sign-in).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField("quand")
    kind = models.CharField("quoi", max_length=40)
    account_id = models.UUIDField(null=True)
    actor_id = models.UUIDField("professionnel", null=True)
    actor_name = models.CharField("qui", max_length=200, blank=True)
    actor_role = models.CharField("fonction", max_length=120, blank=True)
    record_id = models.UUIDField("dossier", null=True)
    object_id = models.UUIDField("objet", null=True)
    reason = models.CharField("pourquoi", max_length=300, blank=True)
    origin = models.CharField("d’où", max_length=60, blank=True)
    detail = models.JSONField("précisions", default=dict)

    class Meta:
        verbose_name = "trace"
        indexes = [
            models.Index(
                fields=["record_id", "-at"], name="journal_record", condition=models.Q(record_id__isnull=False)
            ),
            models.Index(fields=["organization_id", "actor_id", "-at"], name="journal_actor"),
            BrinIndex(fields=["at"], name="journal_time"),
        ]
