"""The journal: who did what, about whom, when and why. It is written once and read by the person herself."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from liane.kit.ids import uuid7


class NextNumber(models.Func):
    """The next number of the journal, drawn once the transaction has its identifier (see sealing/horizon.py)."""

    function = "journal_next_number"
    output_field = models.BigIntegerField()
    allowed_default = True


class JournalEntry(models.Model):
    """One trace (FHIR AuditEvent). Identifiers without foreign keys: the journal outlives what it speaks of.

    The application role may only insert and read, a trigger refuses the rest (CNIL délibération 2021-122).
    `organization_id` is empty for what happens before somebody is known (a failed sign-in).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.BigIntegerField("numéro", db_default=NextNumber(), editable=False)
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
            models.Index(fields=["organization_id", "number"], name="journal_number_order"),
            BrinIndex(fields=["at"], name="journal_time"),
        ]


class Seal(models.Model):
    """Scellé: a batch of lines, digested, chained to the one before and signed. Written once, it outlives its lines.

    `leaves`: number and digest of each line, so that a purge (whose certificate is signed) leaves the chain verifiable.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField(null=True, editable=False)
    number = models.PositiveIntegerField("numéro")
    form = models.PositiveSmallIntegerField("forme")
    first_line = models.BigIntegerField("première ligne")
    last_line = models.BigIntegerField("dernière ligne")
    lines = models.PositiveIntegerField("lignes")
    first_at = models.DateTimeField("ligne la plus ancienne")
    last_at = models.DateTimeField("ligne la plus récente")
    sealed_at = models.DateTimeField("scellé le")
    digest = models.BinaryField("empreinte des lignes")
    previous = models.BinaryField("tête précédente")
    head = models.BinaryField("tête")
    key = models.CharField("clé", max_length=16)
    signature = models.BinaryField("signature")
    leaves = models.BinaryField("empreinte de chaque ligne")

    class Meta:
        verbose_name = "scellé"
        constraints = [
            models.UniqueConstraint(fields=["organization_id", "number"], name="seal_number_once", nulls_distinct=False)
        ]


class Verification(models.Model):
    """One reading of a whole chain: what was read, what was found. Written once; the newest is told on the Conformité page."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField(null=True, editable=False)
    at = models.DateTimeField("quand")
    seals = models.PositiveIntegerField("scellés")
    lines = models.PositiveBigIntegerField("lignes lues")
    purged = models.PositiveBigIntegerField("lignes effacées à leur terme")
    heads = models.PositiveIntegerField("têtes comparées")
    faults = models.PositiveIntegerField("constats")
    sentences = models.JSONField("phrases", default=list)

    class Meta:
        verbose_name = "vérification du journal"
        indexes = [models.Index(fields=["organization_id", "-at"], name="verification_newest")]
