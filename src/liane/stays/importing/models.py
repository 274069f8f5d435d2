"""What is kept of an import: who asked, what the file said, what each line became. Enough to show it and to undo it."""

from django.db import models

from liane.kit.models import OrganizationModel


class ImportState(models.TextChoices):
    """Where an import stands."""

    MAPPING = "MAPPING", "Colonnes à vérifier"
    PLANNING = "PLANNING", "Lecture en cours"
    PREVIEW = "PREVIEW", "À valider"
    APPLYING = "APPLYING", "Enregistrement en cours"
    DONE = "DONE", "Enregistré"
    UNDONE = "UNDONE", "Annulé"
    CANCELLED = "CANCELLED", "Abandonné"


class Verdict(models.TextChoices):
    """What a line becomes."""

    CREATE = "CREATE", "Nouvelle personne"
    MATCH = "MATCH", "Déjà connue"
    DOUBT = "DOUBT", "À décider"
    REFUSED = "REFUSED", "À corriger"
    ASIDE = "ASIDE", "Laissée de côté"


class Choice(models.TextChoices):
    """What a human being decides about a near twin."""

    NONE = "", "Pas encore décidé"
    SAME = "SAME", "C’est la même personne"
    OTHER = "OTHER", "C’est une autre personne"


class ImportBatch(OrganizationModel):
    """Import de personnes: one file, one plan, one acceptance. `table` is emptied as soon as it has served."""

    file_name = models.CharField("fichier", max_length=200)
    digest = models.CharField("empreinte", max_length=64)
    state = models.CharField("état", max_length=12, choices=ImportState, default=ImportState.MAPPING)
    table = models.BinaryField("tableau lu", default=bytes)
    mapping = models.JSONField("colonnes", default=dict)
    default_unit = models.ForeignKey(
        "organizations.Unit", models.PROTECT, null=True, related_name="+", verbose_name="unité"
    )
    notes = models.JSONField("remarques", default=list)
    counts = models.JSONField("comptes", default=dict)
    done = models.PositiveIntegerField("lignes faites", default=0)
    total = models.PositiveIntegerField("lignes", default=0)
    trouble = models.CharField("ce qui s’est passé", max_length=500, blank=True)
    author_id = models.UUIDField("demandé par")
    author_name = models.CharField("demandé par (nom)", max_length=200)
    created_at = models.DateTimeField("commencé le", auto_now_add=True)
    accepted_at = models.DateTimeField("validé le", null=True)
    undone_at = models.DateTimeField("annulé le", null=True)

    class Meta:
        verbose_name = "import de personnes"
        indexes = [models.Index(fields=["organization", "-created_at"], name="import_latest")]


class ImportRow(OrganizationModel):
    """Ligne d’import: the verdict on one line, the choice made, and the identifiers of what it wrote."""

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", verbose_name="import")
    line = models.PositiveIntegerField("ligne")
    verdict = models.CharField("verdict", max_length=8, choices=Verdict)
    choice = models.CharField("décision", max_length=8, choices=Choice, default=Choice.NONE, blank=True)
    can_choose = models.BooleanField("à décider", default=False)
    to_check = models.BooleanField("à vérifier", default=False)
    who = models.CharField("qui", max_length=310)
    where = models.CharField("où", max_length=330, blank=True)
    sentences = models.JSONField("pourquoi", default=list)
    record_id = models.UUIDField("dossier", null=True)
    wrote = models.JSONField("écrit", default=dict)

    class Meta:
        verbose_name = "ligne d’import"
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="import_line_once")]
        indexes = [models.Index(fields=["batch", "verdict", "line"], name="import_by_verdict")]
