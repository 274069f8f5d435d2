"""How long the record of somebody who has left is kept, and the certificate of what was destroyed."""

from django.db import models

from liane.kit.models import OrganizationModel


class RetentionCase(OrganizationModel):
    """The record of somebody whom nobody accompanies any more: by when it is archived, and what becomes of it after.

    Computed each night from her stays, her birth and the rules; it holds no fact of its own.
    """

    record = models.OneToOneField("people.Record", models.CASCADE, related_name="+", verbose_name="dossier")
    facility = models.ForeignKey(
        "organizations.Facility", models.PROTECT, related_name="+", verbose_name="établissement"
    )
    rule = models.SlugField("règle", db_index=False)
    left_on = models.DateField("dernier départ")
    archive_on = models.DateField("à archiver le")
    end_on = models.DateField("fin de conservation")
    fate = models.CharField("ce qu’il devient", max_length=10)
    is_archived = models.BooleanField("archivé", default=False)

    class Meta:
        verbose_name = "conservation d’un dossier"
        indexes = [
            models.Index(fields=["organization", "is_archived", "archive_on"], name="retention_to_archive"),
            models.Index(fields=["organization", "is_archived", "end_on"], name="retention_to_end"),
        ]


class RetentionChoice(OrganizationModel):
    """What an organisme decided instead of the proposed durations, with its reason: the last one counts, all are kept."""

    rule = models.SlugField("règle")
    active_months = models.PositiveSmallIntegerField("ouvert aux équipes (mois)")
    archive_months = models.PositiveSmallIntegerField("en archive (mois)")
    fate = models.CharField("ce qu’il devient", max_length=10)
    reason = models.CharField("pourquoi", max_length=300)
    author_id = models.UUIDField("auteur")
    author_name = models.CharField("auteur (nom)", max_length=200)
    chosen_at = models.DateTimeField("choisi le")

    class Meta:
        verbose_name = "durée de conservation choisie"


class Destruction(OrganizationModel):
    """Certificate: which record, under which rule, by whom, what went, and what was looked for after and not found.

    It names nobody: the identifier of the record is the only link with the journal, which has its own term.
    """

    record_id = models.UUIDField("dossier")
    person_id = models.UUIDField("personne")
    facility = models.ForeignKey(
        "organizations.Facility", models.PROTECT, related_name="+", verbose_name="établissement"
    )
    rule = models.SlugField("règle")
    left_on = models.DateField("dernier départ")
    end_on = models.DateField("fin de conservation")
    reason = models.CharField("décision", max_length=300)
    visa = models.CharField("visa des Archives départementales", max_length=120, blank=True)
    author_id = models.UUIDField("auteur")
    author_name = models.CharField("auteur (nom)", max_length=200)
    decided_at = models.DateTimeField("décidé le")
    carried_out_at = models.DateTimeField("détruit le", null=True)
    counts = models.JSONField("ce qui a été détruit", null=True)
    files = models.JSONField("empreintes des fichiers", null=True)

    class Meta:
        verbose_name = "certificat de destruction"
        constraints = [models.UniqueConstraint(fields=["organization", "record_id"], name="destroyed_once")]


class RequestErasure(OrganizationModel):
    """Certificate: the requests for admission without follow-up that one decision erased, by whom, and how many lines went.

    It names nobody: a request is told by its identifier, as in the journal, which has its own term.
    """

    requests = models.JSONField("demandes")
    facilities = models.JSONField("établissements")
    last_kept = models.DateField("la dernière gardée jusqu’au")
    reason = models.CharField("décision", max_length=300)
    visa = models.CharField("visa des Archives départementales", max_length=120, blank=True)
    author_id = models.UUIDField("auteur")
    author_name = models.CharField("auteur (nom)", max_length=200)
    decided_at = models.DateTimeField("décidé le")
    carried_out_at = models.DateTimeField("effacé le", null=True)
    counts = models.JSONField("ce qui a été effacé", null=True)

    class Meta:
        verbose_name = "certificat d’effacement de demandes"
