"""The journal: who did what, about whom, when and why. It is written once and read by the person herself."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from liane.journal.kinds import READ_THEN, Kind
from liane.kit.ids import uuid7
from liane.kit.models import OrganizationModel


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
            models.Index(
                fields=["object_id", "-at"],
                name="journal_of_unit",
                condition=models.Q(kind__in=READ_THEN),
            ),
            models.Index(
                fields=["object_id", "-at"], name="journal_census", condition=models.Q(kind=Kind.CENSUS_READ.value)
            ),
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


class RetentionRule(OrganizationModel):
    """Durée de conservation: how long an organisme keeps its traces. The newest rule applies, the others stay readable.

    Default (security.md §1, CNIL 2021-122): accesses to a record 36 months, the rest 12. `access_months` empty: as long as the record.
    """

    access_months = models.PositiveSmallIntegerField("accès aux dossiers (mois)", null=True)
    security_months = models.PositiveSmallIntegerField("connexions et gestes sans dossier (mois)")
    reason = models.CharField("pourquoi", max_length=300)
    chosen_at = models.DateTimeField("choisie le")
    author_id = models.UUIDField("auteur", null=True)
    author_name = models.CharField("auteur", max_length=200)

    class Meta:
        verbose_name = "durée de conservation"


class LegalHold(OrganizationModel):
    """Gel: nothing is erased about a record (or about the whole organisme) while a procedure needs it."""

    record_id = models.UUIDField("dossier", null=True)
    reason = models.CharField("pourquoi", max_length=300)
    placed_at = models.DateTimeField("posé le")
    author_id = models.UUIDField("auteur", null=True)
    author_name = models.CharField("auteur", max_length=200)
    lifted_at = models.DateTimeField("levé le", null=True)
    lifted_by = models.CharField("levé par", max_length=200, blank=True)
    lifted_reason = models.CharField("pourquoi levé", max_length=300, blank=True)

    class Meta:
        verbose_name = "gel des effacements"


class Purge(models.Model):
    """Certificat d’effacement: which lines of a seal were erased at their term, under which rule, signed like a seal."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization_id = models.UUIDField(null=True, editable=False)
    seal = models.PositiveIntegerField("scellé")
    numbers = ArrayField(models.BigIntegerField(), verbose_name="lignes")
    lines = models.PositiveIntegerField("nombre de lignes")
    rule = models.CharField("règle", max_length=300)
    purged_at = models.DateTimeField("effacées le")
    key = models.CharField("clé", max_length=16)
    signature = models.BinaryField("signature")

    class Meta:
        verbose_name = "certificat d’effacement"
        indexes = [models.Index(fields=["organization_id", "seal"], name="purge_of_seal")]


class RetentionPreview(OrganizationModel):
    """What will be erased on the first of next month, counted each night so that nobody waits for it."""

    on = models.DateField("effacement le")
    accesses = models.PositiveBigIntegerField("accès")
    security = models.PositiveBigIntegerField("connexions")
    held = models.PositiveBigIntegerField("gardées par un gel")
    counted_at = models.DateTimeField("compté le")

    class Meta:
        verbose_name = "prévision d’effacement"
        constraints = [models.UniqueConstraint(fields=["organization"], name="preview_once")]
